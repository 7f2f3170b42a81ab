"""What every request passes: the policy headers, the clock, the language, what is owed before work, and what is not there."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from junheng.ground.jobs import clock
from junheng.ground.people.queries import owed_before_work

Answer = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
CHARTS = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
CHOSEN_LANGUAGE = "language"
OPEN_WHILE_OWING = ("/accounts/", "/me/", "/i18n/", "/static/", "/health/")


class PolicyHeaders:
    """Sends the content policy: nothing from elsewhere, no inline script."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        # The chart library sets sizes as style attributes; only pages with a chart allow that.
        policy = CHARTS if getattr(request, "has_chart", False) else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


def holds_nul(request: HttpRequest) -> bool:
    """Whether an address or a plain form has a NUL in it: no name, code or word has one, and PostgreSQL takes none."""
    asked = [request.path_info, unquote(request.META.get("QUERY_STRING", ""))]
    if request.content_type == "application/x-www-form-urlencoded":
        asked += [value for values in request.POST.lists() for value in values[1]]
    return any("\x00" in each for each in asked)


class NoNul:
    """Answers what holds a NUL; programs are answered once it is known who asks (`api.py`)."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/") and holds_nul(request):
            raise Http404
        return self.answer(request)


class Clock:
    """Puts the day and the moment on the request; demonstrations live on a day of their own."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]
        request.today = request.now.date()  # type: ignore[attr-defined]
        return self.answer(request)


class Language:
    """Speaks the account's language once somebody is signed in; before that the one chosen here, else the house's.

    What the browser asks for decides nothing: offices run English browsers and read Chinese. Programs are answered in
    the language of their Accept-Language.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            translation.activate(language_of(request))
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        return self.answer(request)


def language_of(request: HttpRequest) -> str:
    """The language chosen in this session before signing in, the account's, the one of the cookie, or the house's."""
    if request.user.is_authenticated:
        return str(request.session.get(CHOSEN_LANGUAGE) or request.user.language)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)


class DutiesFirst:
    """Sends whoever owes a new password or a second factor there before any page opens."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.path.startswith(OPEN_WHILE_OWING):
            settled = request.session.get("duties") == settings.JUNHENG_DEMO
            owed = None if settled and not request.user.must_change_password else owed_before_work(request.user)
            if owed == "password":
                return redirect("account_change_password")
            if owed == "second_factor":
                return redirect("mfa_activate_totp")
            if not settled:
                request.session["duties"] = settings.JUNHENG_DEMO
        return self.answer(request)


class NotThere:
    """Answers 404 for what does not exist, also where a page asked for it by number."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """This will show the page for what is not there."""
        if isinstance(exception, ObjectDoesNotExist):
            from django.views.defaults import page_not_found

            return page_not_found(request, Http404())
        return None
