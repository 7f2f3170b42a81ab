"""The cells of the overview: every number from what was counted, ratios of sums for several schools together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal

from junheng.registry.values import EquipmentKind, GroundKind, RoomKind, Stage
from junheng.registry.values.cards import SchoolRow
from junheng.registry.values.overview import WORDS, Counted, OverviewColumn

C = OverviewColumn
SQUARE_METRE = 100  # square decimetres


def ratio(above: int, below: int, places: int = 1) -> str:
    """A quotient half up; "" where there is nothing to divide by."""
    return str((Decimal(above) / below).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) if below else ""


def metres(area: int) -> str:
    """Square metres of square decimetres, one decimal."""
    return ratio(area, SQUARE_METRE)


def each(area: int, people: int) -> str:
    """Square metres for one person, two decimals."""
    return ratio(area, people * SQUARE_METRE, 2)


COUNTS: dict[OverviewColumn, Callable[[Counted], str]] = {
    C.CAPACITY: lambda of: str(of.capacity) if of.has_capacity else "",
    C.CLASSES: lambda of: str(of.classes),
    C.PUPILS: lambda of: str(of.pupils),
    C.KINDERGARTEN: lambda of: str(of.by_stage[Stage.KINDERGARTEN]),
    C.PRIMARY: lambda of: str(of.by_stage[Stage.PRIMARY]),
    C.JUNIOR: lambda of: str(of.by_stage[Stage.JUNIOR]),
    C.SENIOR: lambda of: str(of.by_stage[Stage.SENIOR] + of.by_stage[Stage.VOCATIONAL]),
    C.GIRLS: lambda of: str(of.girls),
    C.BOARDERS: lambda of: str(of.boarders),
    C.PER_CLASS: lambda of: ratio(of.pupils, of.classes),
    C.FREE_PLACES: lambda of: str(of.capacity - of.seated) if of.has_capacity else "",
    C.STAFF: lambda of: str(of.staff),
    C.TEACHERS: lambda of: str(of.teachers),
    C.ESTABLISHED: lambda of: str(of.established),
    C.PER_TEACHER: lambda of: ratio(of.pupils, of.teachers),
    C.ROOMS: lambda of: str(of.rooms.total()),
    C.ROOM_AREA: lambda of: metres(of.room_areas.total()),
    C.ROOM_AREA_EACH: lambda of: each(of.room_areas.total(), of.pupils),
    C.CLASSROOMS: lambda of: str(of.rooms[RoomKind.CLASSROOM]),
    C.NETWORKED: lambda of: str(of.networked),
    C.LABORATORIES: lambda of: str(of.rooms[RoomKind.LABORATORY]),
    C.DORMITORY_AREA: lambda of: metres(of.room_areas[RoomKind.DORMITORY]),
    C.DORMITORY_EACH: lambda of: each(of.room_areas[RoomKind.DORMITORY], of.boarders),
    C.CANTEEN_AREA: lambda of: metres(of.room_areas[RoomKind.CANTEEN]),
    C.RENEWAL: lambda of: str(of.renewal),
    C.SPORTS_AREA: lambda of: metres(of.grounds[GroundKind.SPORTS]),
    C.SPORTS_EACH: lambda of: each(of.grounds[GroundKind.SPORTS], of.pupils),
    C.EQUIPMENT: lambda of: str(of.yuan[EquipmentKind.TEACHING]),
    C.EQUIPMENT_EACH: lambda of: ratio(of.yuan[EquipmentKind.TEACHING], of.pupils, 0),
    C.COMPUTERS: lambda of: str(of.equipment[EquipmentKind.COMPUTERS]),
    C.BOOKS: lambda of: str(of.equipment[EquipmentKind.BOOKS]),
    C.BOOKS_EACH: lambda of: ratio(of.equipment[EquipmentKind.BOOKS], of.pupils),
}
SAID: dict[OverviewColumn, Callable[[SchoolRow], str]] = {
    C.SCHOOL_CODE: lambda row: row.school_code, C.TOWNSHIP: lambda row: row.township, C.VILLAGE: lambda row: row.village,
    C.ADDRESS: lambda row: row.address, C.KIND: lambda row: row.kind.chinese, C.OWNERSHIP: lambda row: row.ownership.chinese,
    C.LOCALE: lambda row: row.locale.chinese, C.OPENED: lambda row: row.opened.isoformat(),
}


def cell(column: OverviewColumn, row: SchoolRow, of: Counted) -> str:
    """A school's cell."""
    return SAID[column](row) if column in WORDS else COUNTS[column](of)


def sum_cell(column: OverviewColumn, of: Counted) -> str:
    """The cell of all schools together; "" under words."""
    return "" if column in WORDS else COUNTS[column](of)


def together(schools: Iterable[Counted]) -> Counted:
    """Several schools as if they were one."""
    held = list(schools)
    names = [each.name for each in fields(Counted) if each.name != "has_capacity"]
    start = Counted()
    return Counted(has_capacity=any(each.has_capacity for each in held),
                   **{name: sum((getattr(each, name) for each in held), start=getattr(start, name)) for name in names})
