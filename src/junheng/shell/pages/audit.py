"""The audit as sentences, for those who may read it: searched, taken out as a workbook, and checked."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from junheng.ground.audit import actions, queries, search
from junheng.ground.audit.values import Act, AuditEntry, Checkpoint
from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.access import check_may
from junheng.ground.people.asked import now, person
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import said
from junheng.ground.sheets import Column, Sheet, workbook

OBJECT = "audit/entry"
PAGE, MOST_IN_A_FILE = 100, 50_000
# What an entry speaks of, where the reader knows a word for it.
KIND_LABELS = {
    "people/account": "Accounts", "people/appointment": "Duties", "people/session": "Sessions",
    "people/token": "Tokens for programs", "units/unit": "Units", "plans/plan": "Plans", "plans/review": "Review desk",
    "plans/commitment": "Tasks", "audit/entry": "Audit",
}


class WantedForm(forms.Form):
    """What is looked for; anything that makes no sense is left out."""

    who = forms.CharField(required=False, max_length=120)
    kind = forms.CharField(required=False, max_length=60)
    act = forms.ChoiceField(required=False, choices=[("", ""), *((act.value, act.value) for act in Act)])
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
    words = forms.CharField(required=False, max_length=120)


def wanted_in(asked: QueryDict) -> search.Wanted:
    """What the address looks for."""
    form = WantedForm(asked)
    form.is_valid()
    given = {name: form.cleaned_data.get(name) for name in form.fields}

    def text(name: str) -> str:
        return str(given[name] or "").replace("\0", "").strip()

    def day(name: str) -> date | None:
        value = given[name]
        return value if isinstance(value, date) else None

    return search.Wanted(actor=text("who"), kind=text("kind"), act=Act(given["act"]) if given["act"] else None,
                         first=day("first"), last=day("last"), words=text("words"))


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The entries looked for, the newest first."""
    return shown(request)


def shown(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    """The page of entries, with what a check found or why a file was refused."""
    check_may(person(request), "see", OBJECT)
    wanted = wanted_in(request.GET)
    before = request.GET.get("before", "")
    rows = search.found(wanted, before=int(before) if before.isdecimal() and len(before) < 16 else None, limit=PAGE)
    asked = request.GET.copy()
    asked.pop("before", None)
    return render(request, "shell/audit.html", {
        "lines": [(entry, queries.who(entry), queries.said(entry), kind_word(entry.kind)) for entry in rows],
        "older": rows[-1].seq if len(rows) == PAGE else None, "total": search.count(wanted), "wanted": wanted,
        "actors": [_(name) for name in search.actors()], "acts": [(act.value, _(act.label)) for act in Act],
        "kinds": [(kind, kind_word(kind)) for kind in search.kinds()], "asked": asked.urlencode(), **more,
    }, status=status)


def kind_word(kind: str) -> str:
    """The word for what an entry speaks of."""
    return _(KIND_LABELS[kind]) if kind in KIND_LABELS else kind


@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    """The entries looked for as a workbook; taking them out is written down too."""
    who = person(request)
    check_may(who, "see", OBJECT)
    wanted = wanted_in(request.GET)
    count = search.count(wanted)
    try:
        check_size(count)
    except Refused as refused:
        return shown(request, status=422, findings=said(refused))
    rows = search.found(wanted, limit=MOST_IN_A_FILE)
    if request.method == "GET":
        actions.look("%(count)s entries of the audit were taken out as a file.", values={"count": count}, by=who.account_id,
                     by_name=who.name, at=now(request), kind=OBJECT, ref="")
    return sent(f"{_('Audit')}.xlsx", workbook((as_sheet(rows),), created=now(request)))


def check_size(count: int) -> None:
    """Raises Refused when there are more entries than one file should hold."""
    if count > MOST_IN_A_FILE:
        raise Refused(Finding(
            code="audit/too-many", message="%(count)s entries are too many for one file.",
            remedy="Look for fewer: choose days, a person or a kind, at most %(most)s entries.",
            values={"count": count, "most": MOST_IN_A_FILE}))


def as_sheet(rows: list[AuditEntry]) -> Sheet:
    """Entries as a table, with the mark that binds each to the one before."""
    columns = [Column(_("No."), 8), Column(_("Time"), 18), Column(_("Who"), 14), Column(_("Act"), 10), Column(_("Kind"), 14),
               Column(_("What"), 60), Column("SHA-256", 36)]
    cells = [(str(entry.seq), f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}", queries.who(entry), _(entry.act.label),
              kind_word(entry.kind), queries.said(entry), entry.hash) for entry in rows]
    return Sheet(_("Audit"), _("Audit"), columns, cells)


@posted("audit")
def verify(request: HttpRequest) -> HttpResponse:
    """Reads the whole chain and says whether it holds, also against a checkpoint that was kept elsewhere."""
    check_may(person(request), "see", OBJECT)
    typed = request.POST.get("checkpoint", "").strip()
    try:
        against = Checkpoint.from_json(typed) if typed else None
    except ValueError:
        return shown(request, status=422, typed=typed, findings=[{
            "message": _("This is not a checkpoint of this audit."),
            "remedy": _("Paste the line as it was written down, or leave the field empty.")}])
    findings = queries.verify(against=against)
    end = queries.checkpoint()
    return shown(request, checked=True, typed=typed, holds=not any(each.level == "error" for each in findings),
                 findings=said(Refused(*findings)) if findings else [], end=end, line=end.as_json() if end else "",
                 compared=against is not None)
