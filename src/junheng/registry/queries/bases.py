"""Practice bases: places left by day, bookings, which schools have been in a school year."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet, Sum

from junheng.ground.kernel.dates import SchoolYear, school_year_of
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.engine.calendar import month_of
from junheng.registry.models import Base, BaseDay, Booking, ClassYear, Enrolment, SchoolSpell
from junheng.registry.queries.calendar import days_of_year, terms
from junheng.registry.queries.numbers import numbers
from junheng.registry.queries.rosters import within_reach
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import SchoolKind, Stage
from junheng.registry.values.community import BaseCard, BaseRow, BasesCard, BookingRow
from junheng.registry.values.grades import grade_words
from junheng.registry.values.standing import BaseKind, BookingState

# Whose pupils go: kindergartens do not, teaching points go with their school.
STAY = frozenset({SchoolKind.KINDERGARTEN, SchoolKind.TEACHING_POINT})


def bases(person: Person, day: date) -> BasesCard:
    """The bases of a day with what was booked this school year, and the schools that have not been. Raises Denied."""
    access.check_may(person, "see", access.BASE)
    year = school_year_of(day)
    been = set(bookings_of(year).filter(day__on__lte=day, state=BookingState.ATTENDED).values_list("school_id", flat=True))
    held = numbers(day)
    schools = [(row.school_id, row.short_name or row.name) for row in spells_on(day).order_by("school__school_code")
               if row.kind not in STAY and held.of_school(held.classes, row.school_id)]
    return BasesCard(year.opens, tuple(base_rows(Base.objects.filter(on_day(day)), year)), len(schools),
                     tuple(each for each in schools if each[0] not in been))


def bookings_of(year: SchoolYear) -> QuerySet[Booking]:
    """Bookings that stand, of a school year."""
    return Booking.objects.filter(day__on__range=(year.first_day, year.last_day)).exclude(state=BookingState.CANCELLED)


def base_rows(rows: QuerySet[Base], year: SchoolYear) -> list[BaseRow]:
    """Bases as values."""
    sums = {base: (booked, attended or 0) for base, booked, attended in bookings_of(year).order_by().values_list("day__base").annotate(
        booked=Sum("pupils"), came=Sum("attended"))}
    return [BaseRow(row.pk, row.name, BaseKind(row.kind), row.operator, row.address, row.capacity, row.themes, row.first_grade, row.last_grade, row.hours,
                    row.safety_until, *sums.get(row.pk, (0, 0))) for row in rows]


def base_card(person: Person, base_id: int, month: date, day: date) -> BaseCard | None:
    """A base with its bookings of a month; None for an unknown one. Raises Denied."""
    access.check_may(person, "see", access.BASE)
    rows = base_rows(Base.objects.filter(pk=base_id), school_year_of(day))
    if not rows:
        return None
    opens = school_year_of(month).opens
    card = month_of(month.year, month.month, terms(opens), days_of_year(opens))
    last = max(cell.day for week in card.weeks for cell in week.days if cell.in_month)
    taken = {row.on: row.booked for row in BaseDay.objects.filter(base_id=base_id, on__range=(month, last))}
    free = {cell.day: max(0, rows[0].capacity - taken.get(cell.day, 0)) for week in card.weeks for cell in week.days if cell.in_month}
    return BaseCard(rows[0], card, free, tuple(booking_rows(Booking.objects.filter(day__base_id=base_id, day__on__range=(month, last)), day)))


def booking_rows(rows: QuerySet[Booking], day: date) -> list[BookingRow]:
    """Bookings by day."""
    found = list(rows.select_related("day").order_by("day__on", "pk"))
    names = {row.school_id: row.short_name or row.name for row in SchoolSpell.objects.filter(
        school_id__in={each.school_id for each in found}, since__lte=day).order_by("since")}
    return [BookingRow(row.pk, row.day.on, row.school_id, names.get(row.school_id, ""), Stage(row.stage), row.grade, row.pupils, BookingState(row.state),
                       row.attended) for row in found]


def bookings_of_school(unit_id: int, day: date) -> tuple[BookingRow, ...]:
    """A school's bookings of the school year."""
    year = school_year_of(day)
    return tuple(booking_rows(Booking.objects.filter(school_id=unit_id, day__on__range=(year.first_day, year.last_day)), day))


def grades_to_book(person: Person, base_id: int, day: date) -> list[tuple[str, str]]:
    """The grades for which the person may book a base, with their schools: "12:primary:5" and 实验小学 五年级 232人."""
    base = Base.objects.filter(pk=base_id).first()
    names = {row.school_id: row.short_name or row.name for row in within_reach(person, day, access.BOOKING)}
    if base is None:
        return []
    years = ClassYear.objects.filter(on_day(day), school_class__school_id__in=names, grade__range=(base.first_grade, base.last_grade)).exclude(
        school_class__stage=Stage.KINDERGARTEN).order_by("school_class__school", "grade").values_list(
        "school_class__school", "school_class__stage", "grade").distinct()
    return [(f"{school}:{stage}:{grade}", f"{names[school]} {grade_words(Stage(stage), grade)}") for school, stage, grade in years]


def pupils_of_grade(school: int, stage: str, grade: int, day: date) -> int:
    """How many pupils a grade of a school has on a day."""
    return Enrolment.objects.filter(on_day(day), school_id=school, stage=stage, school_class__years__since__lte=day, school_class__years__until__gt=day,
                                    school_class__years__grade=grade).count()
