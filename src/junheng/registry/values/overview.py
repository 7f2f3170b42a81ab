"""The overview of schools (学校基本情况一览): which columns there are, and what is known of a school to fill them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from junheng.registry.values.codes import Coded, EquipmentKind, GroundKind, RoomKind, Stage


class OverviewColumn(Coded):
    """A column that can be chosen, after the school's name."""

    SCHOOL_CODE = "school_code", "标识码"
    TOWNSHIP = "township", "乡镇"
    VILLAGE = "village", "村（社区）"
    ADDRESS = "address", "地址"
    KIND = "kind", "办学类型"
    OWNERSHIP = "ownership", "办别"
    LOCALE = "locale", "城乡"
    OPENED = "opened", "开办日期"
    CAPACITY = "capacity", "核定规模"
    CLASSES = "classes", "班数"
    PUPILS = "pupils", "学生数"
    KINDERGARTEN = "kindergarten_children", "学前幼儿数"
    PRIMARY = "primary_pupils", "小学生数"
    JUNIOR = "junior_pupils", "初中生数"
    SENIOR = "senior_pupils", "高中阶段学生数"
    GIRLS = "girls", "女生数"
    BOARDERS = "boarders", "住校生数"
    PER_CLASS = "pupils_per_class", "平均班额"
    FREE_PLACES = "free_places", "空余学位"
    STAFF = "staff", "教职工数"
    TEACHERS = "teachers", "专任教师数"
    ESTABLISHED = "established_staff", "在编人数"
    PER_TEACHER = "pupils_per_teacher", "生师比"
    ROOMS = "rooms", "用房间数"
    ROOM_AREA = "room_area", "用房面积（㎡）"
    ROOM_AREA_EACH = "room_area_per_pupil", "生均用房面积（㎡）"
    CLASSROOMS = "classrooms", "普通教室间数"
    NETWORKED = "networked_rooms", "网络多媒体教室间数"
    LABORATORIES = "laboratories", "实验室间数"
    DORMITORY_AREA = "dormitory_area", "宿舍面积（㎡）"
    DORMITORY_EACH = "dormitory_area_per_boarder", "住校生均宿舍面积（㎡）"
    CANTEEN_AREA = "canteen_area", "食堂面积（㎡）"
    RENEWAL = "rooms_due_for_renewal", "到期需更新用房间数"
    SPORTS_AREA = "sports_ground_area", "体育运动场面积（㎡）"
    SPORTS_EACH = "sports_ground_area_per_pupil", "生均体育运动场面积（㎡）"
    EQUIPMENT = "teaching_equipment_yuan", "教学仪器设备值（元）"
    EQUIPMENT_EACH = "teaching_equipment_yuan_per_pupil", "生均教学仪器设备值（元）"
    COMPUTERS = "computers", "计算机台数"
    BOOKS = "books", "图书册数"
    BOOKS_EACH = "books_per_pupil", "生均图书册数"


C = OverviewColumn
GROUPS: tuple[tuple[str, tuple[OverviewColumn, ...]], ...] = (
    ("The school", (C.SCHOOL_CODE, C.TOWNSHIP, C.VILLAGE, C.ADDRESS, C.KIND, C.OWNERSHIP, C.LOCALE, C.OPENED, C.CAPACITY)),
    ("Pupils", (C.CLASSES, C.PUPILS, C.KINDERGARTEN, C.PRIMARY, C.JUNIOR, C.SENIOR, C.GIRLS, C.BOARDERS, C.PER_CLASS, C.FREE_PLACES)),
    ("Members of staff", (C.STAFF, C.TEACHERS, C.ESTABLISHED, C.PER_TEACHER)),
    ("Rooms, grounds, equipment", (
        C.ROOMS, C.ROOM_AREA, C.ROOM_AREA_EACH, C.CLASSROOMS, C.NETWORKED, C.LABORATORIES, C.DORMITORY_AREA, C.DORMITORY_EACH,
        C.CANTEEN_AREA, C.RENEWAL, C.SPORTS_AREA, C.SPORTS_EACH, C.EQUIPMENT, C.EQUIPMENT_EACH, C.COMPUTERS, C.BOOKS, C.BOOKS_EACH)),
)
FIRST_CHOICE = (C.TOWNSHIP, C.KIND, C.OWNERSHIP, C.LOCALE, C.CLASSES, C.PUPILS, C.PER_CLASS, C.STAFF, C.PER_TEACHER, C.ROOM_AREA_EACH)
WORDS = frozenset({C.SCHOOL_CODE, C.TOWNSHIP, C.VILLAGE, C.ADDRESS, C.KIND, C.OWNERSHIP, C.LOCALE, C.OPENED})


@dataclass(frozen=True, slots=True)
class Counted:
    """What can be counted of a school, or of several together. Areas in square decimetres, values in yuan.

    `classes` and `by_stage` are numbers of the day; `capacity` and `seated` (pupils of schools whose capacity is known) go together.
    """

    classes: int = 0
    by_stage: Counter[Stage] = field(default_factory=Counter)
    girls: int = 0
    boarders: int = 0
    capacity: int = 0
    seated: int = 0
    has_capacity: bool = False
    staff: int = 0
    teachers: int = 0
    established: int = 0
    rooms: Counter[RoomKind] = field(default_factory=Counter)
    room_areas: Counter[RoomKind] = field(default_factory=Counter)
    networked: int = 0
    renewal: int = 0
    grounds: Counter[GroundKind] = field(default_factory=Counter)
    equipment: Counter[EquipmentKind] = field(default_factory=Counter)
    yuan: Counter[EquipmentKind] = field(default_factory=Counter)

    @property
    def pupils(self) -> int:
        """Pupils of all stages."""
        return self.by_stage.total()


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A school with the cells of the chosen columns, as they are shown."""

    id: int
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The table of a day: rows by township and code, and one row for all of them together."""

    columns: tuple[OverviewColumn, ...]
    rows: tuple[OverviewRow, ...]
    together: tuple[str, ...]


def columns_of(keys: list[str]) -> tuple[OverviewColumn, ...]:
    """The columns of kept keys, once each; keys of columns that are no more are passed over."""
    known = {each.value: each for each in OverviewColumn}
    return tuple(dict.fromkeys(known[key] for key in keys if key in known))
