"""Schools on a day, with their numbers of that day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from junheng.ground.audit import queries as audit
from junheng.ground.audit.values import AuditEntry
from junheng.ground.people.values import Person
from junheng.ground.units.queries import beside, of_kind
from junheng.ground.units.values import Kind
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import (
    ClassYear,
    Enrolment,
    Equipment,
    Ground,
    Room,
    School,
    SchoolSpell,
    Succession,
)
from junheng.registry.queries.numbers import Numbers, numbers
from junheng.registry.values import (
    EquipmentKind,
    GroundKind,
    Locale,
    Ownership,
    RoomKind,
    SchoolKind,
    Sex,
    Stage,
    SuccessionKind,
)
from junheng.registry.values.asked import Said
from junheng.registry.values.cards import (
    ClassRow,
    CountyNumbers,
    CountyRow,
    Holding,
    Kinship,
    SchoolCard,
    SchoolRow,
    Spell,
    StageRow,
)


def schools(person: Person, day: date, *, unit_ids: Collection[int] | None = None, words: str = "", kind: str = "",
            ownership: str = "", locale: str = "", township: int | None = None) -> list[SchoolRow]:
    """The schools that exist on the day, by township and code: five queries. Raises Denied."""
    access.check_may(person, "see", access.SCHOOL)
    rows = spells_on(day)
    if unit_ids is not None:
        rows = rows.filter(school_id__in=unit_ids)
    if words:
        rows = rows.filter(called(words))
    for field, value in (("kind", kind), ("ownership", ownership), ("locale", locale), ("township_id", township)):
        if value:
            rows = rows.filter(**{field: value})
    return with_numbers(rows, day)


def called(words: str) -> Q:
    """Schools with these words in their name, or whose code begins so."""
    return Q(name__icontains=words) | Q(short_name__icontains=words) | Q(school__school_code__startswith=words)


def spells_on(day: date) -> QuerySet[SchoolSpell]:
    """What each school is on the day; closed ones are not there."""
    return SchoolSpell.objects.filter(on_day(day)).filter(Q(school__closed__isnull=True) | Q(school__closed__gt=day))


def with_numbers(rows: QuerySet[SchoolSpell], day: date, held: Numbers | None = None) -> list[SchoolRow]:
    """Rows of schools with pupils, classes and staff of the day, by township and code."""
    found = list(rows.select_related("school", "township", "village").order_by("township__code", "school__school_code"))
    known = held or numbers(day, [row.school_id for row in found])
    return [school_row(row, known) for row in found]


def school_row(row: SchoolSpell, held: Numbers) -> SchoolRow:
    """One school with its numbers."""
    return SchoolRow(
        id=row.school_id, school_code=row.school.school_code, name=row.name, short_name=row.short_name or row.name,
        kind=SchoolKind(row.kind), ownership=Ownership(row.ownership), locale=Locale(row.locale),
        township=row.township.short_name or row.township.name if row.township else "", village=row.village.name if row.village else "",
        address=row.address, capacity=row.capacity, opened=row.school.opened, closed=row.school.closed,
        pupils=held.of_school(held.pupils, row.school_id), classes=held.of_school(held.classes, row.school_id),
        staff=held.staff[row.school_id])


def townships(day: date) -> list[tuple[int, str]]:
    """Townships of the county, by code."""
    return of_kind(Kind.TOWNSHIP, day)


def county_numbers(person: Person, day: date) -> CountyNumbers:
    """The county by stage (a school of two stages counts in both) and by township: four queries. Raises Denied."""
    access.check_may(person, "see", access.SCHOOL)
    held = numbers(day)
    stages = tuple(CountyRow(stage.chinese, stage, held.schools_of(stage), held.of_stage(held.classes, stage),
                             held.of_stage(held.pupils, stage), held.of_stage(held.teachers, stage))
                   for stage in Stage if held.schools_of(stage))
    towns: dict[str, list[SchoolRow]] = {}
    for row in with_numbers(spells_on(day), day, held):
        towns.setdefault(row.township, []).append(row)
    return CountyNumbers(stages, tuple(
        CountyRow(name, None, len(rows), sum(row.classes for row in rows), sum(row.pupils for row in rows),
                  sum(held.of_school(held.teachers, row.id) for row in rows)) for name, rows in towns.items()))


def school_card(person: Person, unit_id: int, day: date) -> SchoolCard | None:
    """All that is known of a school on a day, also of one that has closed; None where there is none. Raises Denied."""
    access.check_may(person, "see", access.SCHOOL)
    school = School.objects.filter(pk=unit_id).first()
    if school is None:
        return None
    spells = list(school.spells.select_related("school", "township", "village"))
    held = [row for row in spells if row.since <= day] or spells[:1]
    classes = classes_of(unit_id, day) if access.may(person, "see", access.CLASS, unit_ids=[unit_id]) else ()
    known, (central, points) = numbers(day, [unit_id]), beside(unit_id, day)
    return SchoolCard(
        row=school_row(held[-1], known), central=central, points=points, kin=kin_of(unit_id),
        spells=tuple(Spell(each.since, each.until, each.name, SchoolKind(each.kind), Ownership(each.ownership), Locale(each.locale),
                           each.basis) for each in reversed(spells)),
        stages=stages_of(unit_id, known), classes=classes, rooms=rooms_of(unit_id, day), grounds=grounds_of(unit_id, day), equipment=equipment_of(unit_id, day))


def stages_of(unit_id: int, held: Numbers) -> tuple[StageRow, ...]:
    """The school's numbers by stage."""
    return tuple(StageRow(stage, held.pupils[unit_id, stage], held.classes[unit_id, stage], held.teachers[unit_id, stage])
                 for stage in held.stages_of(unit_id))


def classes_of(unit_id: int, day: date) -> tuple[ClassRow, ...]:
    """The school's classes in the school year of the day, by stage, grade and number."""
    years = with_heads(ClassYear.objects.filter(on_day(day), school_class__school_id=unit_id))
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    for group, sex, count in Enrolment.objects.filter(on_day(day), school_id=unit_id).values_list(
            "school_class", "pupil__sex").annotate(n=Count("pk")):
        numbers[group][sex] += count
    order = list(Stage)
    return tuple(sorted((class_row(year, numbers[year.school_class_id]) for year in years),
                        key=lambda row: (order.index(row.stage), row.grade, row.class_no)))


def with_heads(rows: QuerySet[ClassYear]) -> QuerySet[ClassYear]:
    """Years of classes with the class and the name of its head teacher, nothing sealed."""
    return rows.select_related("school_class", "head_teacher").only("grade", "head_teacher__name", "head_teacher__account", *(
        f"school_class__{field}" for field in ("school", "stage", "entry_year", "class_no")))


def class_row(year: ClassYear, numbers: Mapping[str, int]) -> ClassRow:
    """One class."""
    group, head = year.school_class, year.head_teacher
    return ClassRow(group.pk, Stage(group.stage), year.grade, group.class_no, group.entry_year, sum(numbers.values()),
                    numbers.get(Sex.MALE.value, 0), head.name if head else "", head.pk if head else None)


def choices(day: date) -> list[tuple[int, str]]:
    """Every school of the day by number and name, by code."""
    return list(spells_on(day).order_by("school__school_code").values_list("school_id", "name"))


def said_of(unit_id: int) -> Said | None:
    """What the school is now, as it is typed in; None for one that is unknown or closed."""
    row = SchoolSpell.objects.filter(school_id=unit_id, until__isnull=True).first()
    return row and Said(row.name, SchoolKind(row.kind), Ownership(row.ownership), Locale(row.locale), row.township_id, row.short_name,
                        row.address, row.capacity)


def kin_of(unit_id: int) -> tuple[Kinship, ...]:
    """Schools that this one went into or came from."""
    rows = Succession.objects.filter(Q(before=unit_id) | Q(after=unit_id))
    names = dict(SchoolSpell.objects.filter(school_id__in=[each for row in rows for each in (row.before_id, row.after_id)]).order_by(
        "since").values_list("school_id", "name"))
    return tuple(Kinship(other, names[other], SuccessionKind(row.kind), row.before_id == unit_id, row.on, row.basis)
                 for row in rows for other in [row.after_id if row.before_id == unit_id else row.before_id])


def rooms_of(unit_id: int, day: date) -> tuple[Holding, ...]:
    """Rooms by kind, with their area and how many are due for renewal."""
    rows = {row["kind"]: row for row in Room.objects.filter(on_day(day), school_id=unit_id).values("kind").annotate(
        n=Count("pk"), area=Sum("area_dm2"), due=Count("pk", filter=Q(renewal_due__lte=day.year)))}
    return tuple(Holding(kind, rows[kind]["n"], rows[kind]["area"], rows[kind]["due"]) for kind in RoomKind if kind in rows)


def grounds_of(unit_id: int, day: date) -> tuple[Holding, ...]:
    """Grounds by kind, with their area."""
    rows = {row["kind"]: row for row in Ground.objects.filter(on_day(day), school_id=unit_id).values("kind").annotate(
        n=Count("pk"), area=Sum("area_dm2"))}
    return tuple(Holding(kind, rows[kind]["n"], rows[kind]["area"]) for kind in GroundKind if kind in rows)


def equipment_of(unit_id: int, day: date) -> tuple[Holding, ...]:
    """Equipment by kind, with its book value."""
    rows = {row["kind"]: row for row in Equipment.objects.filter(on_day(day), school_id=unit_id).values("kind").annotate(
        n=Sum("count"), value=Sum("yuan"))}
    return tuple(Holding(kind, rows[kind]["n"], rows[kind]["value"]) for kind in EquipmentKind if kind in rows)


def school_history(person: Person, unit_id: int) -> list[AuditEntry]:
    """What was done to the school's record, newest first. Raises Denied."""
    access.check_may(person, "see", access.SCHOOL)
    return audit.entries(kind=access.SCHOOL, ref=str(unit_id))
