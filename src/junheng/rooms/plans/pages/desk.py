"""The desk: text and findings side by side; each key or button is one verb."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person
from junheng.ground.people.wording import said
from junheng.rooms.plans import actions, queries
from junheng.rooms.plans.pages.posted import posted, same
from junheng.rooms.plans.values import Comparator, ProofKind


class CandidateForm(forms.Form):
    """A candidate's words as the person has them now."""

    title = forms.CharField(max_length=500)
    subject = forms.CharField(max_length=300, required=False)
    comparator = forms.ChoiceField(choices=[("", ""), *((c.value, c.value) for c in Comparator)], required=False)
    value = forms.DecimalField(max_digits=20, decimal_places=6, required=False)
    value_high = forms.DecimalField(max_digits=20, decimal_places=6, required=False)
    unit = forms.CharField(max_length=40, required=False)
    firmness = forms.CharField(max_length=20, required=False)
    due = forms.DateField(required=False)
    lead = forms.CharField(max_length=200, required=False)
    support = forms.CharField(max_length=2000, required=False)
    measures_text = forms.CharField(max_length=4000, required=False)
    proof_kind = forms.ChoiceField(choices=[("", ""), *((k.value, k.value) for k in ProofKind)], required=False)
    systems = forms.CharField(max_length=400, required=False)
    revision = forms.IntegerField(required=False)
    basis = forms.CharField(max_length=300, required=False)
    basis_number = forms.CharField(max_length=80, required=False)

    def changes(self) -> dict[str, Any]:
        """The fields that were sent, in the types that actions take."""
        beside = {"revision", "basis", "basis_number"}
        sent = {name: value for name, value in self.cleaned_data.items() if name in self.data and name not in beside}
        if "systems" in sent:
            sent["systems"] = [part for part in sent["systems"].replace(",", " ").split() if part]
        if "measures_text" in sent:
            sent["measures_text"] = "\n".join(sent["measures_text"].splitlines())
        for name in ("value", "value_high"):
            if sent.get(name) is not None:
                sent[name] = Decimal(sent[name])
        return sent


def of_candidate(candidate_id: int, verb: str) -> dict[str, Any]:
    """The desk at a candidate."""
    del verb
    return {"plan_id": queries.plan_of_candidate(candidate_id), "query": f"?at={candidate_id}"}


@require_GET
def desk(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One version of a plan under review."""
    asked = request.GET.get("version", "")
    try:
        shown = queries.desk(person(request), plan_id, number=int(asked) if asked.isdigit() else None)
    except queries.NotReadYet:
        return redirect("plans:reading", plan_id)
    return render(request, "plans/desk.html", page(request, shown))


def page(request: HttpRequest, shown: queries.Desk, **more: object) -> dict[str, object]:
    """What the desk's templates need: the chosen candidate is the one asked for, or the first to decide."""
    wanted = str(more.get("chosen_id") or request.GET.get("at") or request.POST.get("at") or "")
    chosen = next((row for row in shown.candidates if str(row.id) == wanted), None)
    if chosen is None:
        chosen = next((row for row in shown.candidates if row.status == "pending"),
                      shown.candidates[0] if shown.candidates else None)
    return {"desk": shown, "chosen": chosen, "comparators": list(Comparator), "proof_kinds": list(ProofKind),
            "rooms": queries.where_done(chosen.systems) if chosen else (), **more}


@posted("plans:desk", find=of_candidate)
def decide(request: HttpRequest, candidate_id: int, verb: str) -> HttpResponse:
    """This will carry out one verb on one candidate and show the next one to decide."""
    who, at = person(request), now(request)
    plan_id = queries.plan_of_candidate(candidate_id)
    form = CandidateForm(request.POST)
    stay = str(candidate_id)
    told = request.POST.get("revision", "")
    seen = int(told) if told.isdecimal() else None
    try:
        if verb in {"accept", "edit"}:
            if not form.is_valid():
                return fragment(request, plan_id, chosen_id=stay, errors=form.errors, typed=request.POST, status=422)
            if verb == "edit":
                actions.edit(candidate_id=candidate_id, by=who, at=at, changes=form.changes(), revision=seen)
            else:
                actions.accept(candidate_id=candidate_id, by=who, at=at, changes=form.changes(), revision=seen,
                               basis=form.cleaned_data["basis"], basis_number=form.cleaned_data["basis_number"])
        elif verb == "reject":
            actions.reject(candidate_id=candidate_id, by=who, at=at, revision=seen)
        elif verb == "undo":
            actions.undo(candidate_id=candidate_id, by=who, at=at)
        elif verb == "merge":
            stay = str(actions.merge_into_previous(candidate_id=candidate_id, by=who, at=at, revision=seen).pk)
        elif verb == "split":
            offset = request.POST.get("offset", "")
            actions.split(candidate_id=candidate_id, at_offset=int(offset) if offset.isdigit() else -1, by=who, at=at,
                          revision=seen)
        else:
            return HttpResponse(status=404)
    except Refused as refused:
        return fragment(request, plan_id, chosen_id=stay, findings=said(refused), typed=request.POST, status=422)
    following = queries.next_to_decide(plan_id, candidate_id) if verb in {"accept", "reject"} else stay
    return fragment(request, plan_id, chosen_id=following)


@posted("plans:desk", find=same)
def add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """This will add a task that the reader missed, from the marked words or those that were typed."""
    start, end = request.POST.get("start", ""), request.POST.get("end", "")
    try:
        row = actions.add_by_hand(
            plan_id=plan_id, start=int(start) if start.isdigit() else -1, end=int(end) if end.isdigit() else -1,
            by=person(request), at=now(request), changes={}, words="" if start else request.POST.get("words", ""),
        )
    except Refused as refused:
        return fragment(request, plan_id, findings=said(refused), missed=request.POST.get("words", ""), status=422)
    return fragment(request, plan_id, chosen_id=str(row.pk))


def fragment(request: HttpRequest, plan_id: int, *, status: int = 200, **more: object) -> HttpResponse:
    """The desk's working part for htmx, or the whole page without JavaScript."""
    shown = queries.desk(person(request), plan_id)
    htmx = request.htmx  # type: ignore[attr-defined]
    template = "plans/desk_work.html" if htmx else "plans/desk.html"
    return render(request, template, page(request, shown, **more), status=200 if htmx else status)


@posted("plans:desk", find=same)
def accept_rest(request: HttpRequest, plan_id: int) -> HttpResponse:
    """This will take everything still to review as it was read."""
    actions.accept_rest(plan_id=plan_id, by=person(request), at=now(request))
    return redirect("plans:desk", plan_id)


@posted("plans:desk", find=same)
def adopt(request: HttpRequest, plan_id: int) -> HttpResponse:
    """This will start the adoption and show its progress."""
    try:
        job_id = actions.ask_to_adopt(plan_id=plan_id, by=person(request), at=now(request))
    except Refused as refused:
        shown = queries.desk(person(request), plan_id)
        return render(request, "plans/desk.html", page(request, shown, findings=said(refused)), status=422)
    return redirect("plans:adopting", plan_id, job_id)


@require_GET
def adopting(request: HttpRequest, plan_id: int, job_id: int) -> HttpResponse:
    """The progress of an adoption; once done, the board."""
    found = queries.adoption_job(person(request), plan_id, job_id)
    if found is not None and found.state == "done":
        if request.htmx:  # type: ignore[attr-defined]
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = f"/plans/{plan_id}/"
            return answer
        return redirect("plans:board", plan_id)
    template = "plans/reading_progress.html" if request.htmx else "plans/reading.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": found, "plan_id": plan_id, "adopting": True})
