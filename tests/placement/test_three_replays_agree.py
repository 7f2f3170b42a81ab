"""House, standalone checker and the page's JavaScript find the same classes, or agree that none can be found."""

from __future__ import annotations

import copy
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.ground.draws.engine import freeze
from tests.placement.checkers import CANNOT, by_house, by_page, by_standalone

SEXES = {"male": "male", "男": "male", "2": "female", "女": "female"}
IDS = ["p{}", "学{}", "P-{}", "{}", "𠀀{}"]
LABELS = st.sampled_from(["", "", "", "", "甲", "x", "y"])


@st.composite
def runs(draw):
    """A small run of any mode with any constraints and odd but possible cells."""
    count, classes = draw(st.integers(1, 26)), draw(st.integers(1, 5))
    shape = draw(st.sampled_from(IDS))
    cells = {
        "id": [shape.format(place) for place in range(count)],
        "sex": draw(st.lists(st.sampled_from(list(SEXES)), min_size=count, max_size=count)),
        "score": draw(st.lists(st.decimals(-10**6, 10**6, places=2).map(str) | st.just(""), min_size=count, max_size=count)),
        "score_b": draw(st.lists(st.integers(0, 5).map(str), min_size=count, max_size=count)),
        "born": draw(st.lists(st.sampled_from(["2019-05-03", "2018/11/30", "202002", ""]), min_size=count, max_size=count)),
        "origin": draw(st.lists(st.sampled_from("ABCDé𠀀"), min_size=count, max_size=count)),
        "together": draw(st.lists(LABELS, min_size=count, max_size=count)),
        "apart": draw(st.lists(LABELS, min_size=count, max_size=count)),
        "needs": draw(st.lists(st.sampled_from(["", "", "", "1", "0.5"]), min_size=count, max_size=count)),
        "class": draw(st.lists(st.sampled_from(["1", "2", ""]), min_size=count, max_size=count)),
        "name": draw(st.lists(st.sampled_from(["王伟", "李娜", "张三", "o", "p"]), min_size=count, max_size=count)),
    }
    columns = ["id", *sorted(draw(st.sets(st.sampled_from(list(cells)[1:]))) | {"sex", "score", "score_b", "born", "origin", "class"})]
    roster = freeze("roster", columns, list(zip(*(cells[column] for column in columns), strict=True)),
                    numeric=[column for column in columns if column.startswith("score") or column == "needs"])[0]
    weight = st.sampled_from([0, 1, 2, 5])
    covariates = [{"column": column, "kind": kind, "weight": draw(weight), **({"levels": SEXES} if column == "sex" else {}),
                   **({"tolerance": draw(st.sampled_from([300, 1500]))} if draw(st.booleans()) else {})}
                  for column, kind in draw(st.permutations([("sex", "categorical"), ("score", "numeric"), ("score_b", "numeric"),
                                                            ("born", "numeric"), ("origin", "categorical")]))[:draw(st.integers(0, 5))]]
    ring = draw(st.integers(0, 5)) == 0
    rules = {"classes": classes, "source": "ring" if ring else "ticket", "first": draw(st.sampled_from(["lowest", "highest"])),
             "size_tolerance": draw(st.sampled_from([0, 1, 1, 2])), "same_name_apart": draw(st.sampled_from(["", "name"])),
             "covariates": covariates, "steps": {"swaps": draw(st.sampled_from([0, 7, 5000])), "exchanges": draw(st.sampled_from([0, 50, 4000]))},
             "strata": [{"column": column, **({"levels": SEXES} if column == "sex" else {})}
                        for column in draw(st.sampled_from([[], ["sex"], ["sex", "origin"]]))],
             "redraws": 0 if ring else draw(st.sampled_from([0, 3])), "by": draw(st.sampled_from([["score"], ["score_b", "score"]])),
             "teams": [f"team {place}" for place in range(classes)] if draw(st.booleans()) else []}
    seed = f"{draw(st.integers(1, count))},{draw(st.integers(1, count))}" if ring else draw(st.sampled_from(["17 03 08", "种子", "0"]))
    return draw(st.sampled_from(["balanced/1", "lottery/1", "snake/1", "late/1"])), rules, seed, roster


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(runs(), min_size=20, max_size=20))
def test_all_three_find_the_same(asked):
    house = [by_house(run) for run in asked]
    assert [by_standalone(run) for run in asked] == house
    assert by_page(asked) == house


def roster_of(count: int):
    rows = [(f"s{place:04d}", "male" if place * 7 % 15 < 8 else "female", str(place * place * 31 % 997), str(place * 77 % 89 / 2),
             str(place * place % 61), "ABCDEFG"[place * 13 % 17 % 7]) for place in range(count)]
    return freeze("roster", ["id", "sex", "score", "score_b", "score_c", "origin"], rows, numeric=["score", "score_b", "score_c"])[0]


RULES = {"classes": 6, "covariates": [{"column": "sex", "kind": "categorical"}, *(
    {"column": column, "kind": "numeric"} for column in ("score", "score_b", "score_c")), {"column": "origin", "kind": "categorical"}],
    "steps": {"swaps": 60_000, "exchanges": 150_000}}


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_all_three_agree_on_a_whole_grade(seed):
    run = ("balanced/1", RULES, seed, roster_of(250))
    house = by_house(run)
    assert sorted(Counter(house["classes"]).values()) == [41, 41, 42, 42, 42, 42]
    assert by_standalone(run) == house
    assert by_page([run]) == [house]


BROKEN = [("classes", 0), ("classes", "6"), ("classes", True), ("classes", None), ("classes", 251), ("size_tolerance", -1), ("steps", None),
          ("steps", {"swaps": 1}), ("steps", {"swaps": 1, "exchanges": "1"}), ("covariates", ["sex"]), ("covariates", {"sex": 1}),
          ("covariates", [{"column": "sex"}]), ("covariates", [{"column": "sex", "kind": "text"}]), ("source", "dice"), ("source", None),
          ("covariates", [{"column": "origin", "kind": "numeric"}]), ("covariates", [{"column": "sex", "kind": "categorical", "weight": -1}]),
          ("covariates", [{"column": "sex", "kind": "categorical", "levels": ["male"]}]), ("first", "middle"), ("teams", ["one"]),
          ("teams", [1, 2, 3, 4, 5, 6]), ("same_name_apart", 3)]


@pytest.mark.parametrize(("key", "value"), BROKEN)
def test_rules_that_make_no_sense_cannot_be_run_by_any(key, value):
    run = ("balanced/1", {**copy.deepcopy(RULES), key: value}, "s", roster_of(250))
    assert by_house(run) == by_standalone(run) == by_page([run])[0] == CANNOT


@st.composite
def allotments(draw):
    """Pupils with wishes and tutors with loads that often fit."""
    spans = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=4))
    tutors = freeze("tutors", ["tutor_id", "most", "least"],
                    [("ABCD"[place], str(least + more), str(least or "")) for place, (least, more) in enumerate(spans)])[0]
    count = draw(st.integers(1, sum(least + more for least, more in spans) + 1))
    wishes = draw(st.lists(st.sampled_from(["", "A", "B; A", "A;B;C", "D;;A", "Z"]), min_size=count, max_size=count))
    avoid = draw(st.lists(st.sampled_from(["", "", "A", "B"]), min_size=count, max_size=count))
    roster = freeze("roster", ["pupil_id", "choices", "avoid"], [(f"p{place}", *each) for place, each in
                                                                 enumerate(zip(wishes, avoid, strict=True))])[0]
    return "tutors/1", {"first": draw(st.sampled_from(["lowest", "highest"]))}, draw(st.sampled_from(["1", "2"])), {
        "roster": roster, "tutors": tutors}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(allotments(), min_size=25, max_size=25))
def test_all_three_give_every_pupil_the_same_tutor(asked):
    house = [by_house(run) for run in asked]
    assert [by_standalone(run) for run in asked] == house
    assert by_page(asked) == house
