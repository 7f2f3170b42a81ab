"""Checks of schools, their rooms, grounds and equipment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median_low

from django.db.models import QuerySet, Sum

from junheng.registry.access import on_day
from junheng.registry.models import Equipment, Ground, Room, School
from junheng.registry.queries.checks.asked import Ask, query
from junheng.registry.values import EquipmentKind, GroundKind, RoomKind, SchoolKind
from junheng.registry.values.checks import Met

# Where nobody is taught: no networked multimedia, and no teaching area.
NOT_TAUGHT_IN = (RoomKind.DORMITORY, RoomKind.CANTEEN, RoomKind.OFFICE)
NOT_TEACHING = (*NOT_TAUGHT_IN, RoomKind.SPORTS_HALL)


def rooms(ask: Ask) -> QuerySet[Room]:
    """Rooms that are there on the day."""
    return Room.objects.filter(on_day(ask.day)).order_by("pk")


@query
def school_without_coordinates(ask: Ask) -> Iterator[Met]:
    """Schools that no map shows."""
    return (Met(school, school) for school, spell in ask.spells.items() if spell.longitude_e6 is None or spell.latitude_e6 is None)


@query
def school_far_away(ask: Ask) -> Iterator[Met]:
    """Schools far from the middle of the county's schools: a digit is wrong, or the two numbers have changed places."""
    known = {school: (spell.longitude_e6, spell.latitude_e6) for school, spell in ask.spells.items()
             if spell.longitude_e6 is not None and spell.latitude_e6 is not None}
    if not known:
        return
    middle = tuple(median_low(each[axis] for each in known.values()) for axis in (0, 1))
    most = int(ask.limit("farthest"))
    for school, place in known.items():
        if any(abs(place[axis] - middle[axis]) > most for axis in (0, 1)):
            yield Met(school, school)


@query
def capacity_exceeded(ask: Ask) -> Iterator[Met]:
    """Schools with more pupils than they are approved for."""
    for school, spell in ask.spells.items():
        if spell.capacity is not None and (pupils := ask.pupils_of_school.get(school, 0)) > spell.capacity:
            yield Met(school, school, {"pupils": pupils, "capacity": spell.capacity})


@query
def school_of_nobody(ask: Ask) -> Iterator[Met]:
    """Open schools without a pupil."""
    return (Met(school, school) for school in ask.spells if not ask.pupils_of_school.get(school))


@query
def unit_open_school_closed(ask: Ask) -> Iterator[Met]:
    """Schools that the register calls closed and the units' tree does not, or the other way round."""
    for school in School.objects.select_related("unit"):
        of_unit = school.unit.until
        if (school.closed is None) != (of_unit is None):
            yield Met(school.pk, school.pk)


@query
def fewer_rooms_than_classes(ask: Ask) -> Iterator[Met]:
    """Schools with fewer class rooms than classes."""
    kinds = (RoomKind.CLASSROOM.value, RoomKind.ACTIVITY.value)
    there = Counter(rooms(ask).filter(kind__in=kinds).values_list("school_id", flat=True))
    held = Counter(ask.classes.values_list("school_class__school_id", flat=True))
    return (Met(school, school, {"classes": count, "rooms": there[school]}) for school, count in held.items() if there[school] < count)


@query
def area_per_pupil_impossible(ask: Ask) -> Iterator[Met]:
    """Schools whose teaching rooms for one pupil are impossibly small or large."""
    least, most = int(ask.limit("rooms_per_pupil_least")), int(ask.limit("rooms_per_pupil_most"))
    areas = dict(rooms(ask).exclude(kind__in=[kind.value for kind in NOT_TEACHING]).order_by().values_list("school_id").annotate(Sum("area_dm2")))
    for school, pupils in ask.pupils_of_school.items():
        if not least <= (each := areas.get(school, 0) // pupils) <= most:
            yield Met(school, school, {"area": f"{each / 100:.2f}"})


@query
def room_area_impossible(ask: Ask) -> Iterator[Met]:
    """Rooms that are impossibly small or large."""
    least = int(ask.limit("room_smallest"))
    for room, school, _code, kind, area in rooms(ask).values_list("pk", "school_id", "code", "kind", "area_dm2"):
        if not least <= area <= int(ask.limit("room_largest", kind)):
            yield Met(room, school, {"kind": RoomKind(kind).chinese, "area": f"{area / 100:.1f}"})


@query
def room_of_a_year_to_come(ask: Ask) -> Iterator[Met]:
    """Rooms in use that will be built."""
    for room, school, kind, built in rooms(ask).filter(built__gt=ask.day.year).values_list("pk", "school_id", "kind", "built"):
        yield Met(room, school, {"kind": RoomKind(kind).chinese, "year": built})


@query
def room_networked_untaught(ask: Ask) -> Iterator[Met]:
    """Networked multimedia in rooms where nobody is taught."""
    for room, school, kind in rooms(ask).filter(networked=True, kind__in=[kind.value for kind in NOT_TAUGHT_IN]).values_list(
            "pk", "school_id", "kind"):
        yield Met(room, school, {"kind": RoomKind(kind).chinese})


@query
def room_of_other_stage(ask: Ask) -> Iterator[Met]:
    """Rooms for kindergarten play at schools that have no kindergarten, and class rooms in kindergartens."""
    for room, school, kind in rooms(ask).filter(kind=RoomKind.CLASSROOM.value).values_list("pk", "school_id", "kind"):
        spell = ask.spells.get(school)
        if spell is not None and spell.kind == SchoolKind.KINDERGARTEN:
            yield Met(room, school, {"kind": RoomKind(kind).chinese})


@query
def rooms_at_closed_school(ask: Ask) -> Iterator[Met]:
    """Closed schools that still have rooms in use."""
    held = Counter(rooms(ask).filter(school__closed__lte=ask.day).values_list("school_id", flat=True))
    return (Met(school, school, {"count": count}) for school, count in held.items())


@query
def ground_area_impossible(ask: Ask) -> Iterator[Met]:
    """Grounds that are impossibly small or large."""
    least, most = int(ask.limit("ground_smallest")), int(ask.limit("ground_largest"))
    for ground, school, kind, area in Ground.objects.filter(on_day(ask.day)).values_list("pk", "school_id", "kind", "area_dm2"):
        if not least <= area <= most:
            yield Met(ground, school, {"kind": GroundKind(kind).chinese, "area": f"{area / 100:.1f}"})


@query
def piece_value_impossible(ask: Ask) -> Iterator[Met]:
    """Equipment whose value for one piece is impossible."""
    for row, school, kind, count, yuan in Equipment.objects.filter(on_day(ask.day)).values_list("pk", "school_id", "kind", "count", "yuan"):
        each = yuan / count if count else 0
        if not int(ask.limit("piece_least", kind)) <= each <= int(ask.limit("piece_most", kind)):
            yield Met(row, school, {"kind": EquipmentKind(kind).chinese, "yuan": f"{each:,.0f}", "count": count})
