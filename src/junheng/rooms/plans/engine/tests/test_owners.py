"""Bodies as printed, matched to units."""

from __future__ import annotations

import pytest

from junheng.ground.units.values import Kind
from junheng.rooms.plans.engine.owners import collectives, match_bodies

UNITS = {"学前股": 1, "财政局": 2, "县人力资源和社会保障局": 3}
ALL = {Kind.CENTRAL_SCHOOL: (11, 12), Kind.SCHOOL: (21, 22), Kind.KINDERGARTEN: (31,), Kind.SECTION: (1, 4)}


def matched(printed):
    return match_bodies(printed, UNITS.get, lambda said: (unit for kind in sorted(said.kinds) for unit in ALL.get(kind, ())))


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("各中心校", {Kind.CENTRAL_SCHOOL}), ("各乡镇中心校", {Kind.CENTRAL_SCHOOL}), ("各学区", {Kind.CENTRAL_SCHOOL}),
        ("各学校", {Kind.SCHOOL}), ("全县各中小学校", {Kind.SCHOOL}), ("各中小学幼儿园", {Kind.SCHOOL, Kind.KINDERGARTEN}),
        ("幼儿园", {Kind.KINDERGARTEN}), ("各乡镇人民政府", {Kind.TOWNSHIP}), ("各乡镇（街道）", {Kind.TOWNSHIP}),
        ("局机关各股室", {Kind.SECTION}), ("各科室", {Kind.SECTION}), ("直属各单位", set()), ("各直属单位", {Kind.INSTITUTION}),
    ],
)
def test_a_collective_name_means_all_units_of_its_kind(name, kinds):
    assert {kind for said in collectives(name) for kind in said.kinds} == kinds


def test_schools_directly_below_the_bureau_are_those_that_no_central_school_manages():
    assert [said.direct for said in collectives("各中心校和县直学校")] == [False, True]


@pytest.mark.parametrize("name", ["办公室", "县人民政府", "县人力资源和社会保障局", "相关单位", "县教育局", "有关股室"])
def test_the_name_of_one_body_or_of_some_unnamed_ones_is_no_collective(name):
    assert collectives(name) == ()


def test_named_and_collective_bodies_of_a_list_are_found_each_once_and_strangers_are_told():
    found = matched("学前股、各中心校，各股室；县气象局")
    assert (found.unit_ids, found.unknown, found.single) == ((1, 11, 12, 4), ("县气象局",), 1)


def test_a_collective_never_leads_alone():
    assert matched("各学校、财政局").single == 2
    assert matched("各中心校").single is None
