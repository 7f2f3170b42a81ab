"""Draws at the desk: the list of them, preparing one, publishing its notice, its papers, a second run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junheng.ground.draws import access, actions, papers, queries
from junheng.ground.draws.models import Draw
from junheng.ground.files.sending import sent as office_file
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.queries import names
from junheng.ground.people.wording import said
from junheng.ground.units.queries import tree
from junheng.ground.units.values import Kind
from junheng.rooms.admissions.values import MECHANISM_LABELS, RULE_WORDS, Mechanism
from junheng.rooms.classes.queries import stages
from junheng.rooms.classes.values import Mode
from junheng.shell.pages.draws import sent

MOMENT = "%Y-%m-%dT%H:%M"
ORDER, PLACEMENT, MATCH = "order", "placement", "match"
SOURCES = ("lowest", "highest", "ring")
REMAINDERS, TWINS = RULE_WORDS["remainder"], RULE_WORDS["twins"]
# What can be prepared: kind, message id of its name.
PREPARED = ((ORDER, "Names drawn from a list"), (PLACEMENT, "Pupils placed into classes"), (MATCH, "Pupils matched with schools"))


def one_of(words: Iterable[str], **more: Any) -> forms.ChoiceField:
    """A choice between words of the contracts."""
    return forms.ChoiceField(choices=[(each, each) for each in words], **more)


class PrepareForm(forms.Form):
    """A draw as its notice will say it: what every kind needs. Each kind adds what it asks for."""

    kind = ""
    title = forms.CharField(max_length=120)
    unit = forms.IntegerField()
    held_at = forms.DateTimeField(input_formats=[MOMENT])
    place = forms.CharField(max_length=120)
    phone = forms.CharField(max_length=60)
    seed = forms.ChoiceField(choices=[("balls", "balls"), ("shares", "shares")], required=False)
    digits = forms.IntegerField(min_value=4, max_value=12, required=False)
    seals = forms.CharField(required=False, max_length=4000)
    missing = forms.ChoiceField(choices=[("leave_out", "leave_out"), ("balls", "balls")], required=False)
    witnesses = forms.CharField(required=False, max_length=4000)
    receipts = forms.BooleanField(required=False)

    def clean_seals(self) -> list[str]:
        """Seals, one in a line: 64 digits each."""
        seals = self.cleaned_data["seals"].lower().split()
        if any(len(seal) != 64 or set(seal) - set("0123456789abcdef") for seal in seals):
            raise forms.ValidationError(_("A seal is the SHA-256 of a share: 64 digits, one in each line."))
        return seals

    def clean(self) -> dict[str, Any]:
        """Shares need their seals."""
        held = super().clean() or {}
        if held.get("seed") == "shares" and len(held.get("seals") or ()) < 2:
            self.add_error("seals", _("Sealed shares come from two witnesses or more."))
        return held

    def asked(self) -> tuple[str, dict[str, Any]]:
        """Algorithm, and what is asked of it."""
        raise NotImplementedError

    def seed_made(self) -> dict[str, Any]:
        """How the seed is made in public."""
        held = self.cleaned_data
        if held["seed"] == "shares":
            return {"how": "shares", "seals": held["seals"], "missing": held["missing"] or "leave_out",
                    "needed": max(2, len(held["seals"]) - 1)}
        return {"how": "balls", "digits": held["digits"] or 6}

    def draw(self) -> dict[str, Any]:
        """What the action takes."""
        held = self.cleaned_data
        algorithm, asked = self.asked()
        moment: datetime = held["held_at"]
        return {"title": held["title"], "unit_id": held["unit"], "kind": self.kind, "algorithm": algorithm, "asked": asked,
                "seed_made": self.seed_made(),
                "held_at": moment if moment.tzinfo else moment.replace(tzinfo=get_current_timezone()),
                "place": held["place"], "phone": held["phone"], "witnesses": witnesses_in(held["witnesses"]),
                "with_receipts": held["receipts"]}


class OrderForm(PrepareForm):
    """Names drawn from a list."""

    kind = ORDER
    source = one_of(SOURCES)
    take = forms.IntegerField(min_value=0, max_value=1_000_000)

    def asked(self) -> tuple[str, dict[str, Any]]:
        """By ticket, or by start and step."""
        held = self.cleaned_data
        if held["source"] == "ring":
            return "order/1", {"source": "ring", "take": held["take"]}
        return "order/1", {"source": "ticket", "first": held["source"], "take": held["take"]}

    def seed_made(self) -> dict[str, Any]:
        """Start and step are the seed of a ring."""
        return {"how": "ring"} if self.cleaned_data["source"] == "ring" else super().seed_made()


class PlacementForm(PrepareForm):
    """Pupils placed into classes."""

    kind = PLACEMENT
    classes = forms.IntegerField(min_value=2, max_value=200)
    mode = one_of(Mode)
    stage = forms.CharField(required=False, max_length=40)

    def asked(self) -> tuple[str, dict[str, Any]]:
        """The mode is the algorithm."""
        held = self.cleaned_data
        return f"{held['mode']}/1", {"mode": held["mode"], "classes": held["classes"], "stage": held["stage"]}


class MatchForm(PrepareForm):
    """Pupils matched with schools."""

    kind = MATCH
    mechanism = one_of(Mechanism)
    ticket_order = one_of(SOURCES)
    remainder = one_of(REMAINDERS)
    twins = one_of(TWINS)

    def asked(self) -> tuple[str, dict[str, Any]]:
        """The words of round.toml."""
        asked = {key: self.cleaned_data[key] for key in ("mechanism", "ticket_order", "remainder", "twins")}
        if asked["ticket_order"] == "ring":
            asked |= {"ticket_order": "lowest", "source": "ring"}
        return Mechanism(asked["mechanism"]).algorithm, asked

    def seed_made(self) -> dict[str, Any]:
        """Start and step are the seed of a ring."""
        return {"how": "ring"} if self.cleaned_data["ticket_order"] == "ring" else super().seed_made()


FORMS: dict[str, type[PrepareForm]] = {ORDER: OrderForm, PLACEMENT: PlacementForm, MATCH: MatchForm}
USUAL: dict[str, Any] = {"take": 0, "digits": 6, "mode": Mode.BALANCED, "mechanism": Mechanism.CHOICE_FIRST}


def witnesses_in(text: str) -> list[dict[str, str]]:
    """Witnesses, one in a line: duty, then name."""
    found = []
    for line in text.splitlines():
        parts = line.replace("　", " ").split()
        if parts:
            found.append({"role": " ".join(parts[:-1]), "name": parts[-1]})
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every draw that the person may see."""
    who = person(request)
    if not access.may_see_any(who):
        return redirect("draws-public")
    return render(request, "shell/draws/index.html", {
        "draws": queries.draws_of(who), "may_prepare": access.may_prepare(who), "kinds": PREPARED})


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """A new draw: what its notice will say."""
    who = person(request)
    if not access.may_prepare(who):
        access.check_may_prepare(who, 0)
    if request.method == "GET":
        kind = request.GET.get("kind", ORDER)
        kind = kind if kind in FORMS else ORDER
        return form_page(request, FORMS[kind](), {**USUAL, "kind": kind})
    return kept(request, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, draw_id: int) -> HttpResponse:
    """A draw whose notice is not published yet: what was written down, to be corrected."""
    found = queries.draw_of(person(request), draw_id)
    access.check_may(person(request), "change", found)
    if request.method == "POST":
        return kept(request, draw_id)
    return redirect("draw", draw_id) if found.published_at else form_page(request, FORMS[found.kind](), typed_of(found))


def typed_of(draw: Draw) -> dict[str, Any]:
    """A draw as its form shows it."""
    made, asked = draw.seed_made, dict(draw.asked)
    if draw.kind == ORDER:
        asked["source"] = "ring" if asked["source"] == "ring" else asked["first"]
    if draw.kind == MATCH and asked.get("source") == "ring":
        asked["ticket_order"] = "ring"
    return {
        **asked, "kind": draw.kind, "title": draw.title, "unit": str(draw.unit_id), "held_at": f"{localtime(draw.held_at):{MOMENT}}",
        "place": draw.place, "phone": draw.phone, "seed": made["how"], "digits": made.get("digits", 6),
        "seals": "\n".join(made.get("seals", ())), "missing": made.get("missing", ""), "receipts": draw.with_receipts,
        "witnesses": "\n".join(f"{each['role']} {each['name']}".strip() for each in draw.witnesses),
    }


def kept(request: HttpRequest, draw_id: int | None) -> HttpResponse:
    """This will keep what was typed, or show it again with what is wrong."""
    form = FORMS.get(request.POST.get("kind", ORDER), OrderForm)(request.POST)
    if form.is_valid() and form.cleaned_data["unit"] not in dict(drawing_units(request)):
        form.add_error("unit", _("Choose one of the units."))
    if not form.is_valid():
        return form_page(request, form, request.POST, status=422)
    had_lists = draw_id is not None and Draw.objects.filter(pk=draw_id, lists__isnull=False).exists()
    try:
        draw = actions.prepare(**form.draw(), draw_id=draw_id, by=person(request), at=now(request))
    except Refused as refused:
        return form_page(request, form, request.POST, findings=said(refused), status=422)
    again = "?again" if had_lists and not draw.lists.exists() else ""
    return redirect(reverse("draw", args=[draw.pk]) + again)


def form_page(request: HttpRequest, form: PrepareForm, typed: Any, *, findings: list[dict[str, str]] | None = None,
              status: int = 200) -> HttpResponse:
    """The form, with what was typed."""
    kind = typed.get("kind", ORDER) if typed.get("kind", ORDER) in FORMS else ORDER
    return render(request, "shell/draws/form.html", {
        "form": form, "typed": {**typed.dict(), "kind": kind} if hasattr(typed, "dict") else typed, "units": drawing_units(request), "findings": findings or [], "label": dict(PREPARED)[kind],
        "form_part": f"shell/draws/form_{kind}.html",
        "stages": stages(today(request)).values(), "mechanisms": MECHANISM_LABELS.items()}, status=status)


def drawing_units(request: HttpRequest) -> list[tuple[int, str]]:
    """The units for which the person may draw: the bureau where the right reaches it, and the person's own."""
    who, units = person(request), tree(today(request))
    found = [card.id for card in units if card.kind is Kind.BUREAU] + sorted(who.unit_ids)
    return [(each, units.name(each)) for each in dict.fromkeys(found) if access.may_prepare_for(who, each)]


@require_safe
def draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """One draw: its notice, its list, its runs; after a correction that the lists do not fit, that they are wanted again."""
    again = {"message": _("What is asked of the draw has changed, so its lists were taken out."),
             "remedy": _("Bring the lists in again; they are read by what is asked now.")}
    found = queries.draw_of(person(request), draw_id)
    return shown(request, draw_id, findings=[again] if "again" in request.GET and not found.lists.exists() else None)


def shown(request: HttpRequest, draw_id: int, *, findings: list[dict[str, str]] | None = None, typed: str = "",
          status: int = 200) -> HttpResponse:
    """A draw's page, with what was wrong when something was."""
    who = person(request)
    hall = queries.hall_of(queries.draw_of(who, draw_id))
    lists = list(hall.draw.lists.all())
    for row in lists:
        row.label = hall.kind.list_labels[row.name]
    wishes = list(hall.draw.reruns.all())
    return render(request, "shell/draws/draw.html", {
        "hall": hall, "findings": findings or [], "typed": typed, "wishes": wishes,
        "who_asked": names([each for row in wishes for each in (row.asked_by_id, row.decided_by_id) if each]),
        "may_change": access.may(who, "change", hall.draw), "may_approve": access.may(who, "approve", hall.draw),
        "me": who.account_id, "lists": lists,
    }, status=status)


@require_POST
def bring_lists(request: HttpRequest, draw_id: int) -> HttpResponse:
    """This will freeze the list; after the notice it holds the file against what was published."""
    files = [(each.name or "", each.read()) for each in request.FILES.getlist("file")]
    if not files:
        return shown(request, draw_id, findings=[{"message": _("No file was sent."), "remedy": _("Choose the list first.")}], status=422)
    try:
        actions.bring_lists(draw_id=draw_id, files=files, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, draw_id, findings=said(refused), status=422)
    return redirect("draw", draw_id)


@require_POST
def publish(request: HttpRequest, draw_id: int) -> HttpResponse:
    """This will publish the notice."""
    try:
        actions.publish(draw_id=draw_id, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, draw_id, findings=said(refused), status=422)
    return redirect("draw", draw_id)


@require_POST
def rerun(request: HttpRequest, draw_id: int) -> HttpResponse:
    """This will ask for a second run."""
    reason = request.POST.get("reason", "")[:2000].replace("\0", "")
    try:
        actions.ask_rerun(draw_id=draw_id, reason=reason, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, draw_id, findings=said(refused), typed=reason, status=422)
    return redirect("draw", draw_id)


@require_POST
def decide_rerun(request: HttpRequest, draw_id: int, rerun_id: int) -> HttpResponse:
    """This will allow or refuse a second run."""
    try:
        actions.decide_rerun(rerun_id=rerun_id, approved=request.POST.get("decision") == "approve", by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, draw_id, findings=said(refused), status=422)
    return redirect("draw", draw_id)


@require_safe
def minutes(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The minutes, ready to sign."""
    hall = queries.hall_of(queries.draw_of(person(request), draw_id))
    return office_file(*papers.minutes(hall, created=now(request)))


@require_safe
def slips(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Slips with the receipt codes, to be printed and cut."""
    draw = queries.draw_of(person(request), draw_id)
    access.check_may(person(request), "change", draw)
    return render(request, "shell/draws/slips.html", {"hall": queries.hall_of(draw), "host": request.get_host()})


@require_safe
def result(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The whole result, to be printed and signed page by page."""
    return render(request, "shell/draws/result.html", {"hall": queries.hall_of(queries.draw_of(person(request), draw_id))})


@require_safe
def list_file(request: HttpRequest, draw_id: int, name: str) -> HttpResponse:
    """A frozen list with its receipt codes, for those who hold the ceremony."""
    draw = queries.draw_of(person(request), draw_id)
    if not draw.lists.filter(name=name).exists():
        return redirect("draw", draw_id)
    return sent(f"{name}.csv", queries.list_file(draw, name), "text/csv; charset=utf-8")
