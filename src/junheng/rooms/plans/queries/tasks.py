"""Tasks with their lights, in a handful of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from junheng.ground.kernel.calendars import WorkCalendar
from junheng.ground.people.values import Person
from junheng.ground.units.calendar import work_calendar
from junheng.rooms.plans import access
from junheng.rooms.plans.engine.light import Judgement, LightRules, Milestone, TaskState, judge
from junheng.rooms.plans.engine.schedule import MeasureState, Point
from junheng.rooms.plans.engine.systems import Lexicon
from junheng.rooms.plans.engine.typed import Scale
from junheng.rooms.plans.engine.where import NO_ROOM, rooms_of
from junheng.rooms.plans.engine.wording import display
from junheng.rooms.plans.models import Change, Commitment, Measure, MeasuredValue, Order, Proof, Report
from junheng.rooms.plans.models import Milestone as MilestoneRow
from junheng.rooms.plans.queries.rules import house_lexicon, light_rules
from junheng.rooms.plans.values import Comparator, Light, Target, TaskRow

IN_FORCE = Prefetch("measured", queryset=MeasuredValue.objects.filter(replaced=False))
# Plain columns instead of rows as objects: a list of a year's tasks would spend most of its time making objects.
TASK = (
    "pk", "plan_id", "number", "position", "chapter", "title", "lead_unit_id", "leader_id", "owner_id", "support_text",
    "begins", "due", "first_due", "due_basis", "systems", "proof_kind", "closed_at", "ended_at", "closing_asked_at",
    "closing_asked_by_id", "lead_name", "leader_name", "owner_name", "proof_count", "order_count", "open_order_count", "postponed_count",
    "waiting_count", "last_report", "adjusted_count", "plan_title",
)
MEASURE = (
    "pk", "commitment_id", "subject", "comparator", "value", "value_high", "unit", "strict", "per", "baseline_value",
    "baseline_on", "source",
)
WHOLE = slice(None)
Measured = Sequence[tuple[Any, tuple[Point, ...]]]


def visible(person: Person) -> QuerySet[Commitment]:
    """The tasks that this person may see, of plans in force."""
    return access.visible_tasks(person, Commitment.objects.filter(plan__withdrawn_at=None))


def task_rows(person: Person, *, today: date, where: Q | None = None,
              window: slice = WHOLE, withdrawn: bool = False) -> tuple[TaskRow, ...]:
    """This will list the tasks that a person may see, each with its light on a day. Four queries.

    Tasks of withdrawn plans stand in no list but their own plan's, which asks for them.
    `where` names columns of the task and of what it points to; rows that point to the task belong in a subquery.
    `window` takes a part of the list in the plans' own order.
    """
    chosen: Any = access.visible_tasks(person, as_columns() if withdrawn else as_columns().filter(plan__withdrawn_at=None))
    tasks = list((chosen.filter(where) if where else chosen)[window])
    ids = [task.pk for task in tasks]
    measures, steps = measures_of(ids), steps_of(ids)
    calendar, rules, lexicon = work_calendar(today), light_rules(today), house_lexicon()
    return tuple(
        task_row(task, measures.get(task.pk, ()), steps.get(task.pk, ()), today=today, calendar=calendar, rules=rules,
                 lexicon=lexicon)[0]
        for task in tasks
    )


def measures_of(task_ids: Sequence[int]) -> dict[int, Measured]:
    """The measures of some tasks with their values in force, by task."""
    points: dict[int, list[Point]] = defaultdict(list)
    in_force = MeasuredValue.objects.filter(measure__commitment__in=task_ids, replaced=False).order_by("on", "id")
    for measure_id, on, value in in_force.values_list("measure_id", "on", "value"):
        points[measure_id].append(Point(on, value))
    found: dict[int, list[tuple[Any, tuple[Point, ...]]]] = defaultdict(list)
    rows = Measure.objects.filter(commitment__in=task_ids, dropped_at=None).order_by("position", "id")
    for measure in rows.values_list(*MEASURE, named=True):
        found[measure.commitment_id].append((measure, tuple(points.get(measure.pk, ()))))
    return dict(found)


def steps_of(task_ids: Sequence[int]) -> dict[int, tuple[Milestone, ...]]:
    """The milestones of some tasks, by task."""
    found: dict[int, list[Milestone]] = defaultdict(list)
    rows = MilestoneRow.objects.filter(commitment__in=task_ids).order_by("planned", "id")
    for task_id, planned, reached in rows.values_list("commitment_id", "planned", "reached"):
        found[task_id].append(Milestone(planned, reached))
    return {task_id: tuple(steps) for task_id, steps in found.items()}


@lru_cache(maxsize=1)
def with_counts() -> QuerySet[Commitment]:
    """All tasks with names and numbers beside them; made once, asked anew by each list that cuts it down.

    Each number is a question of its own: joined into one, proofs, orders, changes and reports would multiply.
    """
    last_report = belonging(Report.objects.all()).annotate(last=Max("on")).values("last")
    return Commitment.objects.annotate(
        lead_name=F("lead_unit__short_name"), leader_name=F("leader__short_name"), owner_name=F("owner__name"),
        proof_count=how_many(Proof.objects.filter(withdrawn_at=None)),
        order_count=how_many(Order.objects.all()),
        open_order_count=how_many(Order.objects.filter(answered_at=None)),
        postponed_count=how_many(Change.objects.filter(kind="postponed", approved=True)),
        adjusted_count=how_many(Change.objects.filter(kind="changed", approved=True)), plan_title=F("plan__title"),
        waiting_count=how_many(Change.objects.filter(approved=None)),
        last_report=Subquery(last_report),
    )


@lru_cache(maxsize=1)
def as_columns() -> Any:
    """The same as plain columns in the plans' own order."""
    return with_counts().order_by("plan_id", "position").values_list(*TASK, named=True)


def belonging(rows: QuerySet[Any]) -> Any:
    """The rows of the task that is being looked at, as one group."""
    return rows.filter(commitment=OuterRef("pk")).order_by().values("commitment")


def how_many(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows belong to each task."""
    return Coalesce(Subquery(belonging(rows).annotate(number=Count("pk")).values("number")), 0)


def task_row(task: Any, measures: Measured, steps: Sequence[Milestone], *, today: date, calendar: WorkCalendar,
             rules: LightRules, lexicon: Lexicon) -> tuple[TaskRow, Judgement]:
    """One task as lists show it, and the judgement behind its light; expects what `with_counts` brings."""
    judgement = judge(state_of(task, measures, steps), today=today, rules=rules)
    systems = tuple(task.systems)
    rooms = rooms_of(systems, lexicon)
    row = TaskRow(
        id=task.pk, plan_id=task.plan_id, number=task.number, position=task.position, chapter=task.chapter,
        title=task.title, lead=task.lead_name or "", lead_unit_id=task.lead_unit_id, leader=task.leader_name or "",
        leader_id=task.leader_id, owner=task.owner_name or "", owner_id=task.owner_id, support=task.support_text,
        due=task.due, first_due=task.first_due, due_basis=task.due_basis, light=judgement.light,
        reason=judgement.reason, reason_values=judgement.values, share=percent(judgement.share),
        expected=percent(judgement.expected) or 0, systems=systems, rooms=rooms, columns=rooms or (NO_ROOM,),
        proof_kind=task.proof_kind, proofs=task.proof_count, orders=task.order_count,
        open_orders=task.open_order_count, postponed=task.postponed_count, changes_waiting=task.waiting_count,
        ended=task.ended_at is not None, handed_in=task.closing_asked_at is not None,
        handed_in_by_id=task.closing_asked_by_id, last_report=task.last_report,
        workdays=calendar.working_days_between(today, task.due),
        missing=judgement.missing, measures=tuple(display(measure_target(measure)) for measure, _ in measures),
        adjusted=task.adjusted_count, plan=task.plan_title,
    )
    return row, judgement


def state_of(task: Any, measures: Measured, steps: Sequence[Milestone]) -> TaskState:
    """What the engine must know of a task."""
    return TaskState(
        start=task.begins, due=task.due, closed=task.closed_at is not None,
        ended=task.ended_at is not None, proof_named=bool(task.proof_kind), proofs=task.proof_count, last_report=task.last_report,
        measures=tuple(measure_state(measure, points) for measure, points in measures),
        sources=tuple(bool(measure.source) for measure, _ in measures), milestones=tuple(steps),
    )


def measure_state(measure: Any, points: tuple[Point, ...]) -> MeasureState:
    """A measure as the engine sees it."""
    baseline = (
        Point(measure.baseline_on, measure.baseline_value)
        if measure.baseline_on is not None and measure.baseline_value is not None else None
    )
    return MeasureState(
        comparator=Comparator(measure.comparator), value=measure.value, value_high=measure.value_high,
        strict=measure.strict, baseline=baseline, values=points,
    )


def percent(share: Decimal | None) -> int | None:
    """A share as whole per cent, rounded down so that 99.9 % never shows as done."""
    return None if share is None else int(share * 100)


def counted(rows: Iterable[TaskRow]) -> dict[str, int]:
    """How many tasks stand at each light, all seven named."""
    totals = {light.value: 0 for light in Light}
    for row in rows:
        totals[row.light.value] += 1
    return totals


def measure_scale(measure: Any) -> Scale:
    """What a measure's values are counted in, and how far they can go."""
    relative = measure.comparator in {Comparator.INCREASE, Comparator.DECREASE}
    return Scale(
        subject=measure.subject, unit=measure.unit, comparator=Comparator(measure.comparator),
        goal=None if relative else measure.value, baseline=measure.baseline_value,
    )


def measure_target(measure: Any) -> Target:
    """A measure in the shape that wording.display takes."""
    return Target(
        item_path=(), subject=measure.subject, value=measure.value, unit=measure.unit or None,
        comparator=Comparator(measure.comparator), quote="", start=0, end=0, value_high=measure.value_high,
        strict=measure.strict, per=measure.per or None,
    )
