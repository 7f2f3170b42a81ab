"""Addresses that only take forms: whoever comes back to one without a form is led to the page that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

Page = Callable[..., HttpResponse]


def posted(to: str, *, find: Callable[..., dict[str, Any]] | None = None) -> Callable[[Page], Page]:
    """A page that takes a form; a GET, after a form that was refused or in another language, goes to the page named `to`.

    `find` gives that page's numbers from this one's, and `query` for what stands behind the address; without it none.
    """

    def taking(page: Page) -> Page:
        sending = require_POST(page)

        @wraps(page)
        def view(request: HttpRequest, **numbers: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD"}:
                return sending(request, **numbers)
            wanted = find(**numbers) if find else {}
            asked = wanted.pop("query", "")
            answer = redirect(to, **wanted)
            answer["Location"] += asked
            return answer

        view.takes_forms_only = True  # type: ignore[attr-defined]
        return view

    return taking


def same(**numbers: Any) -> dict[str, Any]:
    """The numbers of this address, for a page that takes the same."""
    return numbers
