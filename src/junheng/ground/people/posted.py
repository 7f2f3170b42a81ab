"""Addresses that forms are sent to: whoever opens one by reloading or by the address bar comes to the page of the form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


def posted(place: str, *kept: str) -> Callable[[View], View]:
    """A page that takes forms only; a GET leads to the page named, with these parts of the address."""

    def taking(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, **given: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, **given)
            if request.method in {"GET", "HEAD"}:
                return redirect(place, *(given[name] for name in kept))
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

        return page

    return taking
