"""Only the sign-in library's own pages, so that these tests do not hang on the look of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def home(request: HttpRequest) -> HttpResponse:
    """A page to land on."""
    return HttpResponse("home")


urlpatterns = [path("", home, name="home"), path("accounts/", include("allauth.urls"))]
