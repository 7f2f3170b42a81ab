"""Checking slips: a class's rounds for the school, the sheet for the printer, and the page that a guardian opens without an account."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import qrcode
import qrcode.image.svg
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.lockout import address_of, granted
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import at_fields, said, worded
from junheng.registry import actions, queries
from junheng.registry.values.slips import PrintedSlip, SlipCard

DAYS = 14
TRIES = "20/10m/ip"
OPENED, ANSWERED = "slip", "slip_answered"
OPEN_FOR = timedelta(minutes=20)


@require_safe
def of_class(request: HttpRequest, class_id: int) -> HttpResponse:
    """The rounds of a class with who has answered."""
    return shown(request, class_id)


def shown(request: HttpRequest, class_id: int, refused: Refused | None = None) -> HttpResponse:
    """The page of a class, with what was wrong."""
    day = today(request)
    found = queries.class_slips(person(request), class_id, day)
    if found is None:
        raise Http404
    return render(request, "registry/slips.html", {
        "slips": found, "until": request.POST.get("until") or (day + timedelta(days=DAYS)).isoformat(),
        "findings": worded(refused.findings) if refused else []}, status=422 if refused else 200)


def printed(request: HttpRequest, class_id: int, make: Callable[[], list[PrintedSlip]]) -> HttpResponse:
    """This will make slips and show their sheet, the only time that the codes are known."""
    found = queries.class_slips(person(request), class_id, today(request))
    if found is None:
        raise Http404
    if not found.may_change:
        raise PermissionDenied
    try:
        made = make()
    except Refused as refused:
        return shown(request, class_id, refused)
    address = request.build_absolute_uri(reverse("registry:slip"))
    after = queries.class_slips(person(request), class_id, today(request))
    return render(request, "registry/slip_sheet.html", {"slips": found, "made": made, "address": address, "square": square(address),
                                                        "until": after.rounds[0].until if after else None})


def square(address: str) -> str:
    """The address as a QR code, as a picture inside the page."""
    out = io.BytesIO()
    qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=1).save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode("ascii")


@never_cache
@posted("registry:slips", "class_id")
def begin(request: HttpRequest, class_id: int) -> HttpResponse:
    """This will open a round for a class."""
    try:
        until = parse_date(request.POST.get("until", "")) or date.min
    except ValueError:
        until = date.min
    return printed(request, class_id, lambda: actions.begin_slips(class_id=class_id, until=until, today=today(request), by=person(request), at=now(request)))


@never_cache
@posted("registry:slips", "class_id")
def again(request: HttpRequest, class_id: int, round_id: int) -> HttpResponse:
    """This will print the slips anew that nobody has answered, or one."""
    asked = request.POST.get("pupil", "")
    pupil = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    return printed(request, class_id, lambda: actions.print_slips_anew(round_id=round_id, class_id=class_id, pupil_id=pupil, today=today(request),
                                                                       by=person(request), at=now(request)))


@posted("registry:slips", "class_id")
def end(request: HttpRequest, class_id: int, round_id: int) -> HttpResponse:
    """This will end a round."""
    if queries.class_slips(person(request), class_id, today(request)) is None:
        raise Http404
    try:
        actions.end_slips(round_id=round_id, class_id=class_id, today=today(request), by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, class_id, refused)
    return redirect("registry:slips", class_id)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """The public page: code and last four, sent in the body, so that neither stands in an address or a log; then the own child's row."""
    if request.method != "POST":
        card = opened(request)
        return page(request, card) if card is not None else door(request, answered=request.session.pop(ANSWERED, None))
    request.session.pop(OPENED, None)
    tried = granted(request, "checking_slip", TRIES)
    digest = actions.open_slip(code=request.POST.get("code", ""), tail=request.POST.get("tail", ""), address=address_of(request), today=today(request),
                               at=now(request)) if tried is not None else None
    if tried is None or digest is None:
        return door(request, failed=True)
    tried.rollback()
    if not request.user.is_authenticated:
        request.session.cycle_key()  # a session that somebody else put into this browser sees nothing
    request.session[OPENED] = [digest, now(request).isoformat()]
    return redirect("registry:slip")


def opened(request: HttpRequest) -> SlipCard | None:
    """The row of the slip that was opened in this browser a short while ago."""
    digest = digest_in(request)
    return queries.slip_card(digest, today(request)) if digest else None


def digest_in(request: HttpRequest) -> str:
    """The slip that this browser has open; "" for none."""
    digest, since = request.session.get(OPENED) or ("", "")
    began: datetime | None = parse_datetime(since) if since else None
    return str(digest) if began is not None and now(request) - began < OPEN_FOR else ""


def door(request: HttpRequest, *, failed: bool = False, answered: int | None = None) -> HttpResponse:
    """Where code and digits are typed; one answer for whatever did not open."""
    return render(request, "registry/slip.html", {"failed": failed, "answered": answered}, status=422 if failed else 200)


def page(request: HttpRequest, card: SlipCard, refused: Refused | None = None) -> HttpResponse:
    """The child's row, with what was wrong."""
    return render(request, "registry/slip.html", {
        "card": card, "findings": said(refused) if refused else [], "wrong": at_fields(refused) if refused else {}, "typed": request.POST},
                  status=422 if refused else 200)


@login_not_required
@never_cache
@posted("registry:slip")
def answer(request: HttpRequest) -> HttpResponse:
    """This will keep a guardian's answer; the browser forgets the child at once."""
    card = opened(request)
    if "leave" in request.POST or card is None:
        request.session.pop(OPENED, None)
        return redirect("registry:slip")
    try:
        proposed = actions.answer_slip(digest=digest_in(request), right=request.POST.get("answer") == "right",
                                       given={line.key: request.POST.get(line.key, "") for line in card.lines}, words=request.POST.get("words", ""),
                                       today=today(request), at=now(request))
    except Refused as refused:
        return page(request, card, refused)
    request.session.pop(OPENED, None)
    request.session[ANSWERED] = proposed
    return redirect("registry:slip")
