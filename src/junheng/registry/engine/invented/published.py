"""The register of a county in the shape of the published tables (contract part 2): schools, stages, classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from junheng.registry.engine.invented.county import County
from junheng.registry.values import Backbone, Degree, Duty, EquipmentKind, GroundKind, RoomKind, Stage
from junheng.registry.values.counting import ABOVE, ARTS_AND_SPORTS, COUNTED, MIDDLE, NOT_TEACHING, STAGES

Key = tuple[str, str]


def published(county: County) -> dict[str, dict[str, list[Any]]]:
    """Columns by table: `schools`, `stages`, `classes` of the school year of the day.

    A teacher of two schools counts where more than half of the work is; heads and deputies are no full-time teachers.
    Vocational schools run no stage of these tables.
    """
    now = [each for each in county.classes if each.school_year == county.opens and each.stage in STAGES]
    pupils, classes = Counter[Key](), Counter[Key]()
    for each in now:
        pupils[each.school_code, each.stage] += each.pupils
        classes[each.school_code, each.stage] += 1
    counts = {**people(county), **facilities(county)}
    keys = sorted(pupils, key=lambda key: (key[0], STAGES.index(Stage(key[1]))))
    schools = ("school_code", "name", "county", "township", "locale", "kind", "ownership")
    return {
        "schools": {name: [getattr(each, name) for each in county.schools] for name in schools},
        "stages": {"school_code": [key[0] for key in keys], "stage": [key[1] for key in keys],
                   "pupils": [pupils[key] for key in keys], "classes": [classes[key] for key in keys],
                   **{name: [area(counts[name][key]) if name.endswith("_m2") else counts[name][key] for key in keys] for name in COUNTED}},
        "classes": {name: [getattr(each, name) for each in now] for name in ("school_code", "stage", "grade", "class_no", "pupils")},
    }


def area(square_decimetres: int) -> Decimal:
    """Square metres, with two places."""
    return Decimal(square_decimetres).scaleb(-2)


def people(county: County) -> Mapping[str, Counter[Key]]:
    """Full-time teachers of each stage of each school, and how many of them are what."""
    found = {name: Counter[Key]() for name in ("teachers", "teachers_above_degree", "backbone_teachers", "arts_pe_teachers", "teachers_mid_title")}
    members = {each.staff_id: each for each in county.staff}
    degrees = list(Degree)
    for post in county.posts:
        if post.duty != Duty.TEACHER or post.share_per_mille <= 500 or post.stage not in STAGES:
            continue
        member, key = members[post.staff_id], (post.school_code, str(post.stage))
        holds = {"teachers": True, "arts_pe_teachers": post.subject in ARTS_AND_SPORTS,
                 "teachers_above_degree": degrees.index(member.degree) >= degrees.index(ABOVE[post.stage]),
                 "backbone_teachers": member.backbone != Backbone.NONE and member.backbone_until >= county.day.year,
                 "teachers_mid_title": member.title in MIDDLE}
        for name, held in holds.items():
            found[name][key] += held
    return found


def facilities(county: County) -> Mapping[str, Counter[Key]]:
    """Areas in square decimetres, rooms, yuan, computers and books of each stage of each school."""
    found = {name: Counter[Key]() for name in ("teaching_area_m2", "sports_area_m2", "multimedia_rooms", "equipment_yuan", "computers", "books")}
    for room in county.rooms:
        key = (room.school_code, str(room.stage))
        found["multimedia_rooms"][key] += room.networked
        if room.kind not in NOT_TEACHING:
            found["teaching_area_m2"][key] += room.area_dm2
        elif room.kind == RoomKind.SPORTS_HALL:
            found["sports_area_m2"][key] += room.area_dm2
    for ground in county.grounds:
        if ground.kind == GroundKind.SPORTS:
            found["sports_area_m2"][ground.school_code, str(ground.stage)] += ground.area_dm2
    for bought in county.equipment:
        key = (bought.school_code, str(bought.stage))
        name = {EquipmentKind.TEACHING: "equipment_yuan", EquipmentKind.COMPUTERS: "computers", EquipmentKind.BOOKS: "books"}[bought.kind]
        found[name][key] += bought.yuan if bought.kind == EquipmentKind.TEACHING else bought.count
    return found


