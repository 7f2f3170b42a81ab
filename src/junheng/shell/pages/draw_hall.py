"""The hall screen: a ceremony step by step, each kept as soon as it is done, so that it goes on after a power cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from junheng.ground.draws import access, actions, queries
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person
from junheng.ground.people.wording import said

LONGEST = 400
# So much of a title stands in one line at full size, in widths of a character.
SHORT_TITLE = 17.5
# So many cards are shown; beyond them the signed print goes on.
MOST_CARDS = 300
# How many columns of cards stand side by side, with the widest card that each leaves room for, in widths of a character.
COLUMNS = ((4, 6.3), (3, 8.7))
LATIN = 0.57


@require_safe
def hall(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The screen for everybody in the hall; whoever holds the ceremony has its buttons on it."""
    return screen(request, draw_id)


def screen(request: HttpRequest, draw_id: int, *, findings: list[dict[str, str]] | None = None, line: int | None = None,
           looked: str = "", status: int = 200) -> HttpResponse:
    """The screen as it stands in the database."""
    who = person(request)
    draw = queries.draw_of(who, draw_id)
    access.check_may(who, "change", draw)
    if draw.published_at is None:
        return redirect("draw", draw_id)
    held = queries.hall_of(draw)
    trial = draw.trials.last()
    tried = held.kind.told(draw.rules, trial.outcome, held.lists) if trial else None
    told = held.outcome or tried
    beside = columns(told.cards) if told else COLUMNS[0][0]
    return render(request, "shell/draws/hall.html", {
        "hall": held, "findings": findings or [], "typed": request.POST, "line": line, "looked": looked, "trial": trial,
        "trial_cards": tried.cards[:2 * beside] if tried else (), "columns": beside,
        "cards": held.outcome.cards[:MOST_CARDS] if held.outcome else (), "most": MOST_CARDS, "trials": draw.trials.count(), "places": range(1, 3), "boxes": boxes(held),
        "shares": range(len(draw.seed_made.get("seals", ()))), "now": now(request), "long": width(draw.title) > SHORT_TITLE,
    }, status=status)


def columns(cards: Sequence[tuple[str, str]]) -> int:
    """How many columns of cards stand side by side so that no text is cut off."""
    widest = max((max(1.7, width(name) + 0.6) + width(text) for name, text in cards), default=0)
    return next((count for count, room in COLUMNS if widest <= room), 2)


def width(text: str) -> float:
    """How much room a text takes, in widths of a Chinese character."""
    return sum(LATIN if sign.isascii() else 1 for sign in text)


def boxes(held: queries.Hall) -> list[str]:
    """The digits drawn so far, one box each; empty boxes for those still to come."""
    if held.draw.seed_made["how"] != "balls":
        return []
    said_so_far = held.seed or next((row.text for row in held.attempt.values() if len(held.attempt) == 1), "")
    return list(said_so_far.ljust(held.draw.seed_made["digits"]))


def posted(act: Callable[[HttpRequest, int], object]) -> Callable[[HttpRequest, int], HttpResponse]:
    """A button of the screen: the action, then the screen anew; what was wrong stands on it."""

    @require_POST
    def page(request: HttpRequest, draw_id: int) -> HttpResponse:
        queries.draw_of(person(request), draw_id)
        try:
            act(request, draw_id)
        except Refused as refused:
            return screen(request, draw_id, findings=said(refused), status=422)
        return redirect("draw-hall", draw_id)

    return page


def text(request: HttpRequest, name: str) -> str:
    """A field as it was typed, without NUL and not longer than a line."""
    return request.POST.get(name, "")[:LONGEST].replace("\0", "")


def number(request: HttpRequest, name: str) -> int:
    """A small whole number. Raises Http404 for anything else: only the screen itself sends it."""
    sent = request.POST.get(name, "")
    if not sent.isdecimal() or len(sent) > 4:
        raise Http404
    return int(sent)


@require_POST
def look_up(request: HttpRequest, draw_id: int) -> HttpResponse:
    """A parent looks up a child in the list as it stands on this machine."""
    draw = queries.draw_of(person(request), draw_id)
    access.check_may(person(request), "change", draw)
    if draw.published_at is None:
        return redirect("draw", draw_id)
    asked = text(request, "id")
    return screen(request, draw_id, line=queries.line_of(draw, asked, text(request, "receipt")), looked=asked)


step = posted(lambda request, draw_id: actions.say_step(
    draw_id=draw_id, code=text(request, "code"), said={"names": text(request, "names"), "note": text(request, "note")},
    by=person(request), at=now(request)))
try_out = posted(lambda request, draw_id: actions.try_out(draw_id=draw_id, by=person(request), at=now(request)))
seed = posted(lambda request, draw_id: actions.type_seed(
    draw_id=draw_id, place=1 if number(request, "place") == 1 else 2, attempt=number(request, "attempt"),
    who=text(request, "who")[:80], text=text(request, "text")[:200], by=person(request), at=now(request)))
shares = posted(lambda request, draw_id: actions.open_shares(
    draw_id=draw_id, shares=[each[:LONGEST].replace("\0", "") for each in request.POST.getlist("share")[:50]],
    balls=text(request, "balls"), balls_again=text(request, "balls_again"), by=person(request), at=now(request)))
run = posted(lambda request, draw_id: actions.run(
    draw_id=draw_id, pressed_by=text(request, "pressed_by")[:80], by=person(request), at=now(request)))
