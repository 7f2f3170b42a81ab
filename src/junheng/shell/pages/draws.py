"""What of draws is open to everybody: notices, published results, the page and the program that check them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.draws import queries
from junheng.ground.draws.models import Draw
from junheng.shell.check_page import check_page


@require_safe
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """The page that checks a draw, also to be saved and sent on: one file, no network."""
    held = check_page()
    answer = HttpResponse(held.content, headers={"Content-Security-Policy": f"{held.policy}; frame-ancestors 'none'"})
    if "save" in request.GET:
        answer.headers["Content-Disposition"] = 'attachment; filename="check-draw.html"'
    return answer


@lru_cache(maxsize=1)
def checker() -> bytes:
    """tools/verify_draw.py: packed into the package where it was installed, beside the source in a working tree."""
    packed = files("junheng.shell") / "verify_draw.py"
    return (packed if packed.is_file() else settings.PACKAGE.parent.parent / "tools" / "verify_draw.py").read_bytes()


@require_safe
@login_not_required
def program(request: HttpRequest) -> HttpResponse:
    """The program that checks a draw with Python alone."""
    return sent("verify_draw.py", checker(), "text/x-python; charset=utf-8")


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """Every published notice."""
    return render(request, "shell/draws/public_index.html", {"draws": queries.published_draws()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def public(request: HttpRequest, draw_id: int) -> HttpResponse:
    """One published draw: notice, result, downloads, and one's own line: asked for in the body, so that no receipt code stands
    in an address, a history or a log."""
    hall = queries.hall_of(queries.published_draw(draw_id))
    asked = request.POST.get("id", "").replace("\0", "")
    line = queries.line_of(hall.draw, asked, request.POST.get("receipt", "")) if asked else None
    mine = hall.kind.mine(hall.run.transcript["outcome"], hall.lists, line) if line and hall.is_posted and hall.run else None
    return render(request, "shell/draws/public.html", {"hall": hall, "asked": asked, "line": line, "mine": mine})


def made(name: str, make: Callable[[Draw], bytes], mime: str) -> Callable[..., HttpResponse]:
    """A page that sends one file of a published draw."""

    @require_safe
    @login_not_required
    def page(request: HttpRequest, draw_id: int) -> HttpResponse:
        return sent(name, make(queries.published_draw(draw_id)), mime)

    return page


notice = made("notice.json", queries.notice_file, "application/json")
transcript = made("transcript.json", queries.transcript_file, "application/json")


@require_safe
@login_not_required
def public_list(request: HttpRequest, draw_id: int, name: str) -> HttpResponse:
    """A list of a draw without receipt codes: identifiers that are public anyway."""
    draw = queries.published_draw(draw_id)
    if draw.with_receipts:
        raise Http404
    return sent(f"{name}.csv", queries.list_file(draw, name), "text/csv; charset=utf-8")


def sent(name: str, content: bytes, mime: str) -> HttpResponse:
    """A file as an answer."""
    answer = HttpResponse(content, content_type=mime)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
