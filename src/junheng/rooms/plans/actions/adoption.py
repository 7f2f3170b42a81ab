"""From reviewed candidates to the year's tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from junheng.ground.jobs import actions as jobs
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.ground.units.queries import find_by_name, tree
from junheng.ground.units.values import Kind, UnitTree
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.corrections import ask_corrections, check_corrections
from junheng.rooms.plans.actions.reading import describe
from junheng.rooms.plans.actions.support import locked, tell_audit
from junheng.rooms.plans.engine.candidates import numbers
from junheng.rooms.plans.engine.contract import reading_from
from junheng.rooms.plans.engine.owners import Collective, Matched, match_bodies
from junheng.rooms.plans.models import Candidate, Commitment, Correction, Measure, Plan, Version
from junheng.rooms.plans.values import CandidateStatus


@transaction.atomic
def ask_to_adopt(*, plan_id: int, by: Person, at: datetime) -> int:
    """This will start the adoption as a job, once every candidate has been decided; returns the job's id."""
    plan = locked(Plan, plan_id)
    access.check_may_adopt(by, plan)
    if plan.level == Plan.Level.UPPER:
        raise Refused(Finding(code="upper-plan", message="An upper level's plan is not adopted: it is compared with.",
                              remedy="Open the comparison from your own plan."))
    refuse_withdrawn(plan)
    waiting = current(plan).filter(status=CandidateStatus.PENDING).count()
    if waiting:
        raise Refused(Finding(code="not-reviewed", message="%(count)s items are still to be reviewed.",
                              remedy="Accept, merge or leave out each of them first.", values={"count": waiting}))
    if not current(plan).filter(status=CandidateStatus.ACCEPTED).exists():
        raise Refused(Finding(code="nothing-accepted", message="Nothing has been accepted.",
                              remedy="Accept at least one item, or add one by hand."))
    version = newest(plan)
    if version is not None and version.adopted_at is None:
        check_corrections(version)
    return jobs.enqueue(kind="plans.adopt", arguments={"plan": plan.pk, "by": by.account_id}, key=f"plans.adopt:{plan.pk}",
                        by=by.account_id, by_name=by.name, at=at)


@transaction.atomic
def adopt_plan(*, plan_id: int, by: Person, at: datetime) -> int:
    """This will open one task for each accepted candidate that has none yet; returns how many it opened.

    Of a corrected file it also asks for the changes of tasks that were accepted at the desk; each is approved by
    another person. All or nothing: a run that was broken off leaves no task behind, and a second run opens none twice.
    """
    plan = locked(Plan, plan_id)
    access.check_may_adopt(by, plan)
    refuse_withdrawn(plan)
    accepted = list(
        current(plan).filter(status=CandidateStatus.ACCEPTED, commitment__isnull=True).prefetch_related("parts")
    )
    units = tree(at.date())
    taken = set(plan.commitments.values_list("number", flat=True))
    every = list(current(plan).filter(status=CandidateStatus.ACCEPTED).exclude(correction=Correction.GONE)
                 .select_related("commitment").order_by("position", "id"))
    labels = dict(zip((row.pk for row in every), numbers((row.chapter, tuple(row.item_path)) for row in every),
                      strict=True))
    places = places_of(plan, every)
    for row in accepted:
        task = open_task(plan, row, number=free_number(labels[row.pk], taken), position=places[row.pk], units=units)
        row.commitment = task
        row.save(update_fields=["commitment"])
        row.parts.update(commitment=task)
    first = plan.adopted_at is None
    if first:
        plan.adopted_at, plan.adopted_by_id = at, by.account_id
    version = newest(plan)
    changes = 0
    if version is not None and version.adopted_at is None:
        version.adopted_at, version.adopted_by_id = at, by.account_id
        version.save(update_fields=["adopted_at", "adopted_by"])
        if not first:
            describe(plan, reading_from(version.reading, version.text))
            place_tasks(every)
            changes = ask_corrections(version, by=by, at=at)
    plan.status = Plan.Status.ADOPTED
    plan.save()
    if changes:
        tell_audit("adopted the correction of %(title)s: %(count)s new tasks, %(changes)s changes asked for",
                   {"title": plan.title, "count": len(accepted), "changes": changes}, by=by, at=at, kind="plan",
                   ref=plan.pk, rows=[row.pk for row in accepted])
    elif accepted or (version is not None and version.adopted_at == at):
        tell_audit("adopted %(title)s: %(count)s tasks", {"title": plan.title, "count": len(accepted)}, by=by,
                   at=at, kind="plan", ref=plan.pk, rows=[row.pk for row in accepted])
    return len(accepted)


def refuse_withdrawn(plan: Plan) -> None:
    """Raises Refused for a plan that has been withdrawn."""
    if plan.withdrawn_at:
        raise Refused(Finding(code="plan-withdrawn", message="This plan has been withdrawn.",
                              remedy="Bring it back first, in the list of plans."))


def places_of(plan: Plan, every: Sequence[Candidate]) -> dict[int, int]:
    """The places of new tasks among the plan's: behind the clause before, at the end where nothing follows."""
    last = plan.commitments.aggregate(last=Max("position"))["last"] or 0
    follows = {row.pk for at, row in enumerate(every) if any(later.commitment_id for later in every[at + 1:])}
    places: dict[int, int] = {}
    above = 0
    for row in every:
        if row.commitment is not None:
            above = row.commitment.position
            continue
        if row.pk in follows:
            above += 1
        else:
            last = above = last + 10
        places[row.pk] = above
    return places


def place_tasks(every: Sequence[Candidate]) -> None:
    """This will give the tasks of unchanged clauses their place in the corrected text; nothing of their words changes."""
    tasks = []
    for row in every:
        task = row.commitment
        if task is not None and task.quote == row.quote:
            task.item_path, task.chapter, task.start, task.end = row.item_path, row.chapter, row.start, row.end
            tasks.append(task)
    Commitment.objects.bulk_update(tasks, ["item_path", "chapter", "start", "end"], batch_size=200)


def newest(plan: Plan) -> Version | None:
    """The latest version that has been read."""
    return plan.versions.filter(read_at__isnull=False).order_by("-number").first()


def current(plan: Plan) -> QuerySet[Candidate]:
    """The candidates of the latest version that has been read."""
    return Candidate.objects.filter(plan=plan, version=newest(plan)).order_by("position", "id")


def free_number(label: str, taken: set[str]) -> str:
    """The label, or with a letter behind it where an earlier version has used it."""
    number, letter = label, 0
    while number in taken:
        number = f"{label}{chr(ord('a') + letter)}"
        letter += 1
    taken.add(number)
    return number


def open_task(plan: Plan, row: Candidate, *, number: str, position: int, units: UnitTree) -> Commitment:
    """This will write one task with its measures, its bodies matched to units where their names are known."""
    lead, support = bodies(row.lead, units), bodies(row.support, units)
    due = row.due or plan.period_end
    sources = [row, *row.parts.filter(status=CandidateStatus.MERGED)]
    task = Commitment.objects.create(
        plan=plan, number=number, position=position, chapter=row.chapter, item_path=row.item_path, title=row.title,
        measures_text=measures_text(sources), quote=row.quote, start=row.start, end=row.end, systems=row.systems,
        lead_unit_id=lead.single, leader_id=leader_above(units, lead.single) if lead.single else None,
        support_text=row.support, begins=min(first_day(plan), due), due=due, first_due=due,
        due_basis=row.due_basis, firmness=row.firmness, proof_kind=row.proof_kind,
    )
    task.support_units.set([*(unit_id for unit_id in lead.unit_ids if unit_id != lead.single), *support.unit_ids])
    Measure.objects.bulk_create(
        Measure(
            commitment=task, position=index, subject=part.subject or part.title[:300], comparator=part.comparator,
            value=part.value, value_high=part.value_high, unit=part.unit, strict=part.strict, per=part.per,
            quote=part.quote,
        )
        for index, part in enumerate(part for part in sources if part.comparator)
    )
    return task


def bodies(printed: str, units: UnitTree) -> Matched:
    """The units behind a printed list of bodies; 各中心校, 各学校 and the like are all units of that kind today."""
    def all_of(said: Collective) -> tuple[int, ...]:
        return tuple(
            unit_id for unit_id in units.of_kind(*said.kinds)
            if not said.direct or not any(units.card(above).kind is Kind.CENTRAL_SCHOOL for above in units.ancestors(unit_id))
        )

    return match_bodies(printed, lambda name: find_by_name(units, name), all_of)


def measures_text(sources: Sequence[Candidate]) -> str:
    """The measures of a task: its own and those of what was merged into it; a merged one without a number is a measure."""
    said = (line for index, row in enumerate(sources) for line in (
        *([f"{row.title.rstrip('。')}。"] if index and not row.comparator else []), *row.measures_text.splitlines()))
    return "\n".join(dict.fromkeys(line for line in said if line))


def leader_above(units: UnitTree, unit_id: int) -> int | None:
    """The leader in charge (分管) of a unit: the nearest one above it in the managing tree."""
    return next((above for above in units.ancestors(unit_id) if units.card(above).kind is Kind.LEADER), None)


def first_day(plan: Plan) -> date:
    """The day from which the schedule runs: the plan's first day."""
    return plan.period_start
