"""The pages that list tasks: one plan's board, one section, my work, the calendar, what nothing proves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from junheng.ground.people.values import Person
from junheng.ground.units.calendar import work_calendar
from junheng.rooms.plans import access
from junheng.rooms.plans.engine.where import NO_ROOM
from junheng.rooms.plans.models import Change, Commitment, Order, Plan, Proof, Version
from junheng.rooms.plans.queries.tasks import counted, task_rows, visible
from junheng.rooms.plans.queries.work import NEAR_DAYS
from junheng.rooms.plans.values import ROOMS, Light, TaskRow

PAGE = 50
COLUMNS = {**ROOMS, NO_ROOM: "Plan and other"}
UNSETTLED = frozenset({Light.OVERDUE, Light.BEHIND, Light.IDLE, Light.NO_SOURCE})


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan in the list of plans."""

    id: int
    title: str
    doc_number: str
    date_issued: date | None
    level: str
    status: str
    versions: int
    tasks: int
    job_id: int | None
    withdrawn: date | None = None
    withdrawn_reason: str = ""
    correction: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter's tasks in order."""

    title: str
    rows: tuple[TaskRow, ...]
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """One plan: clauses down, rooms across, a light where they meet."""

    plan: PlanCard
    chapters: tuple[Chapter, ...]
    counts: dict[str, int]
    rooms: tuple[str, ...]
    unsettled: dict[str, int]
    urgent: tuple[TaskRow, ...]
    unproved: tuple[TaskRow, ...]
    measures: int
    first: date
    last: date
    year_share: float
    year_day: int
    workdays_left: int
    may_bring_back: bool
    may_export: bool
    may_report: bool
    may_add: bool = False

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """All tasks, chapter by chapter."""
        return tuple(row for chapter in self.chapters for row in chapter.rows)

    @property
    def first_of(self) -> dict[str, int]:
        """The first task that stands at each light."""
        return {row.light.value: row.id for row in reversed(self.rows)}


def plan_cards(person: Person) -> tuple[PlanCard, ...]:
    """This will list the plans in force that a person may see, the latest first."""
    plans = with_counts(access.visible_plans(person, Plan.objects.filter(withdrawn_at=None)))
    return tuple(plan_card(plan) for plan in plans.order_by("-period_start", "-pk"))


def withdrawn_cards(person: Person) -> tuple[PlanCard, ...]:
    """The plans that were withdrawn, with their reasons, the latest first."""
    plans = with_counts(access.visible_plans(person, Plan.objects.exclude(withdrawn_at=None)))
    return tuple(plan_card(plan) for plan in plans.order_by("-withdrawn_at"))


def with_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The plans with the numbers that cards show; their texts stay where they are."""
    newest = Version.objects.filter(plan=OuterRef("pk")).order_by("-number").values("job_id")[:1]
    read = Version.objects.filter(plan=OuterRef("pk"), read_at__isnull=False).order_by("-number")
    return plans.annotate(
        version_count=Count("versions", distinct=True), task_count=Count("commitments", distinct=True),
        newest_job=Subquery(newest), newest_adopted=Subquery(read.values("adopted_at")[:1]),
    )


def plan_card(plan: Any) -> PlanCard:
    """A plan as a value; expects the counts that `with_counts` brings."""
    return PlanCard(
        id=plan.pk, title=plan.title, doc_number=plan.doc_number, date_issued=plan.date_issued, level=plan.level,
        status=plan.status, versions=plan.version_count, tasks=plan.task_count, job_id=plan.newest_job,
        withdrawn=plan.withdrawn_at.date() if plan.withdrawn_at else None, withdrawn_reason=plan.withdrawn_reason,
        correction=plan.status == Plan.Status.ADOPTED and plan.newest_adopted is None,
    )


def board(person: Person, plan_id: int, *, today: date, rooms: Sequence[str]) -> Board:
    """This will put one plan's tasks against the rooms, in the order given."""
    plan = with_counts(Plan.objects.all()).get(pk=plan_id)
    access.check_may_see_plan(person, plan)
    rows = task_rows(person, today=today, where=Q(plan_id=plan_id), withdrawn=True)
    calendar = work_calendar(today)
    first, last = plan.period_start, plan.period_end
    working = {room for row in rows for room in row.columns}
    day = min(max((today - first).days + 1, 0), (last - first).days + 1)
    return Board(
        plan=plan_card(plan), chapters=chapters(rows), counts=counted(rows),
        rooms=tuple(room for room in rooms if room in working),
        unsettled=Counter(room for row in rows if row.light in UNSETTLED for room in row.columns),
        urgent=urgent(rows), unproved=tuple(row for row in rows if row.unproved and not row.light.over),
        measures=sum(len(row.measures) for row in rows), first=first, last=last, year_share=day / ((last - first).days + 1), year_day=day,
        workdays_left=max(0, calendar.working_days_between(today, last)),
        may_bring_back=access.may_in_general(person, "change", "plans/export"),
        may_export=access.may_in_general(person, "see", "plans/export"),
        may_report=access.may_in_general(person, "change", "plans/bulletin"),
        may_add=plan.withdrawn_at is None and access.may_add(person, plan.bureau_id),
    )


def plan_tasks(person: Person, plan_id: int, *, today: date) -> tuple[TaskRow, ...]:
    """The tasks of a plan that a person may see, in the order of the plan."""
    access.check_may_see_plan(person, Plan.objects.get(pk=plan_id))
    return task_rows(person, today=today, where=Q(plan_id=plan_id), withdrawn=True)


def chapters(rows: Iterable[TaskRow]) -> tuple[Chapter, ...]:
    """The rows gathered under the chapters of their plans, in the order in which chapters first appear."""
    gathered: dict[tuple[int, str], list[TaskRow]] = {}
    for row in rows:
        gathered.setdefault((row.plan_id, row.chapter), []).append(row)
    return tuple(Chapter(title, tuple(found), found[0].plan) for (_, title), found in gathered.items())


def urgent(rows: Iterable[TaskRow]) -> tuple[TaskRow, ...]:
    """What must be dealt with first: overdue ones, then those due within ten working days; longest overdue first."""
    open_rows = [row for row in rows if not row.light.over and row.workdays <= NEAR_DAYS]
    return tuple(sorted(open_rows, key=lambda row: (row.due, row.position)))


def overdue(person: Person, *, today: date) -> tuple[TaskRow, ...]:
    """Every overdue task that a person may see, longest overdue first."""
    rows = task_rows(person, today=today, where=Q(due__lt=today, closed_at=None, ended_at=None))
    return tuple(sorted((row for row in rows if row.light is Light.OVERDUE), key=lambda row: row.due))


def unproved(person: Person, *, today: date) -> tuple[TaskRow, ...]:
    """Every open task that nothing proves yet."""
    proved = Proof.objects.filter(withdrawn_at=None).values("commitment_id")
    return task_rows(person, today=today, where=Q(closed_at=None, ended_at=None) & ~Q(pk__in=proved))


def section(person: Person, unit_id: int, *, today: date) -> tuple[TaskRow, ...]:
    """The tasks that a section leads or supports."""
    supported = Commitment.support_units.through.objects.filter(unit_id=unit_id).values("commitment_id")
    return task_rows(person, today=today, where=Q(lead_unit_id=unit_id) | Q(pk__in=supported))



@dataclass(frozen=True, slots=True)
class Line:
    """A task on the timeline: places in per mille of its span."""

    row: TaskRow
    due_at: int
    first_due_at: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A plan's tasks along its period, which reaches on to the last due date; `year_ends` are year and place."""

    lines: tuple[Line, ...]
    today_at: int
    year_ends: tuple[tuple[int, int], ...]


def timeline(shown: Board, *, today: date) -> Timeline:
    """Every task with its due date, and the first one, placed within the span of all of them."""
    first, last = shown.first, max([shown.last, *(row.due for row in shown.rows)])
    days = max(1, (last - first).days)

    def place(day: date) -> int:
        return min(1000, max(0, (day - first).days * 1000 // days))

    ends = tuple((year, place(date(year, 12, 31))) for year in range(first.year, last.year))
    return Timeline(tuple(Line(row, place(row.due), place(row.first_due)) for row in shown.rows), place(today), ends)


def search(person: Person, words: str, *, today: date, page: int = 1) -> tuple[tuple[TaskRow, ...], int]:
    """Tasks whose number, title, clause, section, person or papers (orders, proofs, changes) hold the words: one page of them (the last when fewer), and how many."""
    papers = [rows.filter(found).values("commitment_id") for rows, found in (
        (Order.objects.all(), Q(number__icontains=words)), (Proof.objects.filter(withdrawn_at=None), Q(number__icontains=words)),
        (Change.objects.all(), Q(basis_number__icontains=words)))]
    where = (
        Q(title__icontains=words) | Q(quote__icontains=words) | Q(number__icontains=words)
        | Q(lead_unit__name__icontains=words) | Q(owner__name__icontains=words)
        | Q(plan__doc_number__icontains=words) | Q(pk__in=papers[0]) | Q(pk__in=papers[1]) | Q(pk__in=papers[2])
    )
    total = visible(person).filter(where).count()
    first = (min(page, pages(total)) - 1) * PAGE
    return task_rows(person, today=today, where=where, window=slice(first, first + PAGE)), total


def pages(total: int) -> int:
    """How many pages a list of so many rows has; an empty one has one."""
    return max(1, -(-total // PAGE))
