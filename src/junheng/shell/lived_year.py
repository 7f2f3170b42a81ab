"""The example county's lived year: its plan uploaded, reviewed and adopted, then ten months through the actions.

Run again after a broken start it goes on where it stopped: what is there already is left alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from junheng.ground.documents import read_document
from junheng.ground.jobs.registry import Progress, job
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import Person
from junheng.rooms.plans import actions, queries
from junheng.rooms.plans.models import Candidate, Commitment, Plan, Version
from junheng.rooms.plans.values import ChangeKind, ProofKind, Verdict
from junheng.shell import lived_draws

EXAMPLE = settings.PACKAGE.parent.parent / "counties" / "example"


@job("shell.demo")
def load(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will load the plan and its lived months; called again it changes nothing that is there."""
    del arguments
    year = tomllib.loads((EXAMPLE / "lived-2026.toml").read_text(encoding="utf-8"))
    total = len(year["task"]) + 2
    progress.step(0, total, "Reading the example plan")
    upper = upper_plan(year)
    plan = adopted_plan(year)
    for count, told in enumerate(year["task"], start=2):
        progress.step(count, total, "Living through the year")
        task = Commitment.objects.filter(plan=plan, title__contains=told["match"]).order_by("position").first()
        if task is None:
            raise LookupError(f"the example plan has no task “{told['match']}”")
        if not task.reports.exists() and task.owner_id is None:
            live(task, told)
    for told in year["link"]:
        actions.say_link(upper_id=upper.pk, upper_path=told["upper"], lower_id=plan.pk, lower_path=told["lower"],
                         verdict=Verdict(told["verdict"]), by=somebody("bangong", year["adopted"]),
                         at=moment(year["adopted"], 17))
    lived_draws.live()
    today = date.fromisoformat(settings.TODAY or "2026-11-20")
    actions.remind(today=today, at=moment("2026-11-20"))
    actions.send_digests(today=today, at=moment("2026-11-20"))
    return {"plan": plan.pk}


def moment(day: str | date, hour: int = 10) -> datetime:
    """A morning of the lived year."""
    on = day if isinstance(day, date) else date.fromisoformat(day)
    return timezone.make_aware(datetime.combine(on, time(hour)))


def somebody(username: str, on: date) -> Person:
    """A person of the example county on a day."""
    found = person_by_id(account_id_of(username) or 0, on)
    if found is None:
        raise LookupError(f"the example county has no {username}")
    return found


def upper_plan(year: Mapping[str, Any]) -> Plan:
    """The city's plan, brought in to compare with."""
    name = "澄河市2026年教育工作要点.txt"
    version = Version.objects.filter(file_name=name).first()
    clerk = somebody("bangong", year["uploaded"])
    content = (EXAMPLE / "upper-2026.txt").read_bytes()
    if version is None:
        version = actions.upload(content=content, name=name, level="upper", bureau_id=queries.bureau_of(year["uploaded"]),
                                 by=clerk, at=moment(year["uploaded"], 9))
    document = read_document(content, name)
    actions.record_reading(version_id=version.pk, document=document, reading=queries.read_plan(document), by=clerk,
                           at=moment(year["uploaded"], 9))
    return Plan.objects.get(pk=version.plan_id)


def adopted_plan(year: Mapping[str, Any]) -> Plan:
    """The example plan, uploaded, reviewed and adopted as an office would."""
    plan = Plan.objects.filter(doc_number="云教字〔2026〕8号").first()
    if plan is not None and plan.status == Plan.Status.ADOPTED:
        return plan
    clerk = somebody("bangong", year["uploaded"])
    place: Path = EXAMPLE / "plan-2026.txt"
    version = Version.objects.filter(file_name="云溪县2026年教育工作要点.txt").first()
    if version is None:
        version = actions.upload(content=place.read_bytes(), name="云溪县2026年教育工作要点.txt", level="own",
                                 bureau_id=queries.bureau_of(year["uploaded"]), by=clerk, at=moment(year["uploaded"]))
    document = read_document(place.read_bytes(), version.file_name)
    actions.record_reading(version_id=version.pk, document=document, reading=queries.read_plan(document), by=clerk,
                           at=moment(year["uploaded"], 11))
    for row in Candidate.objects.filter(version=version, status="pending").order_by("position", "id"):
        if any(words in row.title for words in year["merges"]):
            actions.merge_into_previous(candidate_id=row.pk, by=clerk, at=moment(year["adopted"], 9))
        elif any(words in row.title for words in year["left_out"]):
            actions.reject(candidate_id=row.pk, by=clerk, at=moment(year["adopted"], 9))
        else:
            due = next((on for words, on in year["due"].items() if words in row.title), None)
            actions.accept(candidate_id=row.pk, by=clerk, at=moment(year["adopted"], 9),
                           changes={"due": due} if due else None)
    actions.adopt_plan(plan_id=version.plan_id, by=clerk, at=moment(year["adopted"]))
    return Plan.objects.get(pk=version.plan_id)


def live(task: Commitment, told: Mapping[str, Any]) -> None:
    """This will live one task's year."""
    office = somebody("bangong", date(2026, 3, 12))
    owner = somebody(told["owner"], date(2026, 3, 13))
    actions.assign(
        commitment_id=task.pk, by=office, at=moment("2026-03-13"), revision=task.revision,
        owner_id=owner.account_id, lead_unit_id=task.lead_unit_id, leader_id=task.leader_id,
        support_unit_ids=tuple(task.support_units.values_list("pk", flat=True)), measures_text=task.measures_text,
        proof_kind=(told.get("proof") or task.proof_kind) if told.get("source") else "",
    )
    measures = list(task.measures.all())
    sets = [(told.get("baseline"), told.get("values", [])), tuple(told.get("second", (None, [])))]
    for measure, (baseline, values) in zip(measures, sets, strict=False):
        if told.get("source"):
            measure.source = told["source"]
            measure.save(update_fields=["source"])
        if baseline is not None:
            actions.set_baseline(measure_id=measure.pk, value=Decimal(baseline), on=date(2025, 12, 31),
                                 source=told["source"], by=office, at=moment("2026-03-13", 11))
        for on, value in values:
            actions.add_value(measure_id=measure.pk, value=Decimal(value), on=date.fromisoformat(on),
                              source=told["source"], today=date.fromisoformat(on), by=owner, at=moment(on))
    for name, planned, reached in told.get("milestones", []):
        step = actions.add_milestone(commitment_id=task.pk, name=name, planned=date.fromisoformat(planned), by=office,
                                     at=moment("2026-03-13", 14))
        if reached:
            actions.reach_milestone(milestone_id=step.pk, on=date.fromisoformat(reached),
                                    today=date.fromisoformat(reached), by=owner, at=moment(reached))
    for kind, title, number, on, source in told.get("proofs", []):
        actions.add_proof(commitment_id=task.pk, kind=ProofKind(kind), title=title, number=number,
                          list_number="第7号" if kind == "school" else "", on=date.fromisoformat(on), source=source,
                          today=date.fromisoformat(on), by=owner, at=moment(on, 15))
    for on, progress, problems, following in told.get("reports", []):
        actions.report(commitment_id=task.pk, progress=progress, problems=problems, next_steps=following,
                       today=date.fromisoformat(on), key=f"lived:{task.pk}:{on}", by=owner, at=moment(on, 16))
    papers(task, told, owner=owner, office=office)


def papers(task: Commitment, told: Mapping[str, Any], *, owner: Person, office: Person) -> None:
    """This will issue orders, ask for changes and close, where the year says so; without a second person it waits."""
    if "order" in told:
        on, text, answer_by, number = told["order"]
        actions.order_task(commitment_id=task.pk, text=text, answer_by=date.fromisoformat(answer_by), number=number,
                           today=date.fromisoformat(on), by=office, at=moment(on, 17))
    for kind in ChangeKind:
        if kind.value in told:
            on, asker, decider, due, basis, number, reason = told[kind.value]
            day = date.fromisoformat(on)
            asked = actions.ask_change(commitment_id=task.pk, kind=kind, basis=basis, basis_number=number, reason=reason,
                                       new={"due": due} if due else {}, by=somebody(asker, day), at=moment(on))
            if decider:
                actions.decide_change(change_id=asked.pk, approved=True, by=somebody(decider, day), at=moment(on, 15))
    if "closed" in told:
        on, checker = told["closed"]
        day = date.fromisoformat(on)
        actions.ask_to_close(commitment_id=task.pk, by=owner, at=moment(on))
        if checker:
            actions.close(commitment_id=task.pk, by=somebody(checker, day), at=moment(on, 16))
