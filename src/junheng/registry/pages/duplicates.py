"""疑似重复: records that may be one person, side by side; one or two is decided, merged, parted again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.jobs import queries as jobs
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import at_fields, said
from junheng.registry import actions, queries
from junheng.registry.values.duplicates import Decision, PairCard, PersonKind

MOST = 200
JOB = "registry.twice"


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The queue of pairs, and the search that goes on."""
    who, day = person(request), today(request)
    kinds = queries.kinds_of_pairs(who)
    if not kinds:
        raise PermissionDenied
    work = jobs.latest(JOB)
    running = work if work is not None and not work.ended else None
    if request.htmx:  # type: ignore[attr-defined]
        if running is not None:
            return render(request, "registry/duplicates_progress.html", {"job": running})
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = request.path
        return answer
    asked, state = request.GET.get("kind", ""), request.GET.get("state", "")
    kind = PersonKind(asked) if asked in kinds else kinds[0]
    decision = Decision(state) if state in set(Decision) else Decision.OPEN
    rows, total = queries.pairs(who, kind, decision, day, MOST)
    return render(request, "registry/duplicates.html", {
        "rows": rows, "total": total, "kind": kind, "kinds": kinds, "decision": decision, "counts": queries.pairs_waiting(who, kind, day), "job": running,
        "failed": work if work is not None and work.state == "failed" else None})


@posted("registry:duplicates")
def search(request: HttpRequest) -> HttpResponse:
    """This will have duplicates searched for now."""
    actions.ask_to_search(by=person(request), at=now(request))
    return redirect("registry:duplicates")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Two records side by side; with a reason (POST) their sealed fields, once."""
    if request.method != "POST":
        return shown(request, pair_id)
    card_of(request, pair_id)
    try:
        actions.note_pair(pair_id=pair_id, reason=request.POST.get("reason", ""), by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, pair_id, refused)
    return shown(request, pair_id, uncovered=True)


def card_of(request: HttpRequest, pair_id: int, *, uncovered: bool = False) -> PairCard:
    """The pair, 404 where it is out of reach."""
    card = queries.pair_card(person(request), pair_id, today(request), uncovered=uncovered)
    if card is None:
        raise Http404
    return card


def shown(request: HttpRequest, pair_id: int, refused: Refused | None = None, *, uncovered: bool = False) -> HttpResponse:
    """The page of a pair, with what was wrong."""
    card = card_of(request, pair_id, uncovered=uncovered)
    one, two = card.sides
    lines = [(label, value, other, value != other) for (label, value), (_, other) in zip(one.lines, two.lines, strict=True)]
    return render(request, "registry/pair.html", {
        "card": card, "row": card.row, "lines": lines, "uncovered": uncovered, "wrong": at_fields(refused) if refused else {},
        "findings": said(refused) if refused else []}, status=422 if refused else 200)


@posted("registry:pair", "pair_id")
def decide(request: HttpRequest, pair_id: int) -> HttpResponse:
    """This will keep that the two are different people, or that it is decided later."""
    card_of(request, pair_id)
    decision = request.POST.get("decision", "")
    try:
        actions.decide(pair_id=pair_id, decision=Decision(decision) if decision in set(Decision) else Decision.OPEN, by=person(request),
                       at=now(request))
    except Refused as refused:
        return shown(request, pair_id, refused)
    return redirect("registry:duplicates")


@posted("registry:pair", "pair_id")
def merge(request: HttpRequest, pair_id: int) -> HttpResponse:
    """This will make the two records one."""
    card_of(request, pair_id)
    kept = request.POST.get("kept", "")
    try:
        actions.merge(pair_id=pair_id, kept=int(kept) if kept.isdecimal() and len(kept) < 19 else 0, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, pair_id, refused)
    return redirect("registry:pair", pair_id)


@posted("registry:pair", "pair_id")
def part(request: HttpRequest, pair_id: int) -> HttpResponse:
    """This will part two merged records again."""
    card_of(request, pair_id)
    try:
        actions.part(pair_id=pair_id, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, pair_id, refused)
    return redirect("registry:pair", pair_id)
