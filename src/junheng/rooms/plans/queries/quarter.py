"""The calendar: what one quarter holds day by day (tasks due, milestones, answers to orders), and what lies outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from junheng.ground.kernel.calendars import WorkCalendar
from junheng.ground.people.values import Person
from junheng.ground.units.calendar import work_calendar
from junheng.rooms.plans.models import Milestone, Order
from junheng.rooms.plans.queries.tasks import task_rows, visible
from junheng.rooms.plans.values import TaskRow

WEEK = 7


@dataclass(frozen=True, slots=True)
class Event:
    """A milestone of a task (`step`), or the day by which a supervisory order wants its answer."""

    step: bool
    day: date
    words: str
    task_id: int
    number: str
    title: str
    settled: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """The tasks of one day that one section leads, in the order of the plan."""

    name: str
    unit_id: int | None
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day that holds something."""

    day: date
    leads: tuple[Lead, ...]
    events: tuple[Event, ...]

    @property
    def tasks(self) -> int:
        """How many tasks are due."""
        return sum(len(lead.rows) for lead in self.leads)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in a month's grid: whether bureaus work, and what it holds, None for an empty day."""

    day: date
    works: bool
    held: Day | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its grid in weeks from Monday (None outside the month), and its days that hold something."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    days: tuple[Day, ...]

    @property
    def tasks(self) -> int:
        """How many tasks are due."""
        return sum(day.tasks for day in self.days)


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months; `earlier` and `later` count the tasks due outside them."""

    first: date
    last: date
    months: tuple[Month, ...]
    earlier: int
    later: int

    @property
    def before(self) -> date:
        """The first day of the quarter before."""
        return quarter_of(self.first - timedelta(days=1))

    @property
    def after(self) -> date:
        """The first day of the quarter after."""
        return self.last + timedelta(days=1)

    @property
    def is_empty(self) -> bool:
        """Whether the three months hold nothing."""
        return not any(month.days for month in self.months)


def quarter(person: Person, day: date, *, today: date) -> Quarter:
    """This will show the quarter that a day lies in."""
    first = quarter_of(day)
    last = quarter_of(first + timedelta(days=93)) - timedelta(days=1)
    outside = visible(person).order_by().aggregate(
        earlier=Count("pk", filter=Q(due__lt=first)), later=Count("pk", filter=Q(due__gt=last)))
    rows = task_rows(person, today=today, where=Q(due__gte=first, due__lte=last))
    days = by_day(rows, events(person, first, last, today=today))
    starts = [first.replace(month=first.month + step) for step in range(3)]
    calendar = work_calendar(first)
    return Quarter(first, last, tuple(month_of(start, days, calendar) for start in starts), outside["earlier"],
                   outside["later"])


def quarter_of(day: date) -> date:
    """The first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def events(person: Person, first: date, last: date, *, today: date) -> list[Event]:
    """Milestones and answers to orders of some days, on tasks that the person may see. One query."""
    seen = visible(person).order_by().values("pk")
    steps = Milestone.objects.filter(commitment__in=seen, planned__gte=first, planned__lte=last).order_by()
    orders = Order.objects.filter(commitment__in=seen, answer_by__gte=first, answer_by__lte=last).order_by()
    both = columns(steps, True, "planned", "name", "reached").union(
        columns(orders, False, "answer_by", "text", "answered_at"), all=True)
    return [Event(bool(step), day, words, task_id, number, title, bool(settled), late=not settled and day < today)
            for day, number, words, task_id, title, step, settled in sorted(both)]


def columns(rows: QuerySet[Any], step: bool, day: str, words: str, end: str) -> QuerySet[Any, Any]:
    """Milestones or orders in the same columns: day, number, words, task, title, which of both, whether settled."""
    settled = ExpressionWrapper(Q(**{f"{end}__isnull": False}), BooleanField())
    said = rows.annotate(step=Value(step, BooleanField()), settled=settled, words=Cast(words, TextField()))
    return said.values_list(day, "commitment__number", "words", "commitment_id", "commitment__title", "step", "settled")


def by_day(rows: Iterable[TaskRow], found: Iterable[Event]) -> dict[date, Day]:
    """Days that hold something, in order."""
    tasks: dict[date, dict[tuple[str, int | None], list[TaskRow]]] = {}
    for row in sorted(rows, key=lambda row: (row.due, row.plan_id, row.position)):
        tasks.setdefault(row.due, {}).setdefault((row.lead, row.lead_unit_id), []).append(row)
    dated: dict[date, list[Event]] = {}
    for event in found:
        dated.setdefault(event.day, []).append(event)
    return {
        day: Day(day, tuple(Lead(*lead, tuple(led)) for lead, led in tasks.get(day, {}).items()),
                 tuple(dated.get(day, ())))
        for day in sorted({*tasks, *dated})
    }


def month_of(first: date, days: dict[date, Day], calendar: WorkCalendar) -> Month:
    """A month's grid and days."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    cells: list[Cell | None] = [None] * first.weekday()
    cells += (Cell(day, calendar.is_working_day(day), days.get(day))
              for day in (first + timedelta(days=count) for count in range(last.day)))
    cells += [None] * (-len(cells) % WEEK)
    weeks = tuple(tuple(cells[start:start + WEEK]) for start in range(0, len(cells), WEEK))
    return Month(first, weeks, tuple(held for day, held in days.items() if first <= day <= last))
