"""The house's addresses and the empty page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from junheng.shell.urls import handler400, handler403, handler404, handler500
from junheng.shell.urls import urlpatterns as house

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing: what the server, Django and the house's middleware cost by themselves."""
    del request
    return HttpResponse(b"")


urlpatterns = [path("bench/empty/", empty), *house]
