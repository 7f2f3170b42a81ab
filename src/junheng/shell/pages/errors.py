"""Pages for what went wrong, with what to do."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as plain_bad_request

from junheng.shell.api import problem

API = "/api/v1/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that makes no sense; 413 with what to do for an upload that is too large."""
    if request.path.startswith(API):
        return problem(400, _("This request cannot be read."))
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", {"name": getattr(exception, "name", ""), "size": getattr(exception, "size", 0)},
                      status=413)
    return plain_bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not this person's."""
    finding = getattr(exception, "finding", None)
    return render(request, "403.html", {"finding": finding}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this person to know of; programs get it as any other problem."""
    del exception
    if request.path.startswith(API):
        return problem(404, _("This is not there."))
    return render(request, "404.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program."""
    return render(request, "500.html", status=500)
