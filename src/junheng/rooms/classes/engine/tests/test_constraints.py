"""Together, apart, needs, sizes: kept in every mode, and refused with the pupils' names where they cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.ground.kernel.findings import Refused
from junheng.rooms.classes.engine import run_balanced, run_lottery, run_snake
from junheng.rooms.classes.engine.tests.made import classes_of, many, rules, sizes, table

MODES = [run_balanced, run_lottery, run_snake]
LABELS = st.sampled_from(["", "", "", "x", "y", "z"])


@pytest.mark.parametrize("run", MODES)
def test_twins_share_a_class_and_rivals_do_not(run):
    roster = many(41, together=["t1", "t1", "", "t2", "t2", "t2"], apart=["", "", "a", "a", "", "", "a"])
    placed = classes_of(run(rules(4), "17 03 08", {"roster": roster}), roster)
    assert placed["p0000"] == placed["p0001"]
    assert placed["p0003"] == placed["p0004"] == placed["p0005"]
    assert len({placed["p0002"], placed["p0003"], placed["p0006"]}) == 3


@pytest.mark.parametrize("run", MODES)
def test_sizes_differ_by_one_at_most(run):
    roster = many(47)
    assert sizes(run(rules(6), "s", {"roster": roster})["classes"]) == [7, 8, 8, 8, 8, 8]


@pytest.mark.parametrize("run", MODES)
def test_a_need_counts_as_one_more_pupil(run):
    roster = many(40, needs=["1", "1", "1", "1", "2.5"])
    placed = run(rules(4), "s", {"roster": roster})["classes"]
    loads = [sum(1 + float(need or 0) for need, group in zip(roster.column("needs"), placed, strict=True) if group == each)
             for each in range(1, 5)]
    assert max(loads) - min(loads) <= 1


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(6, 20), st.integers(2, 4), st.sampled_from(MODES), st.text("0123456789 ", min_size=1, max_size=6))
def test_whatever_is_asked_is_kept_or_refused(data, count, classes, run, seed):
    columns = {name: data.draw(st.lists(labels, min_size=count, max_size=count)) for name, labels in (
        ("together", LABELS), ("apart", LABELS), ("needs", st.sampled_from(["", "", "1", "0.5"])))}
    roster = many(count, **columns)
    try:
        placed = run(rules(classes), seed, {"roster": roster})["classes"]
    except Refused:
        return
    for label in set(columns["together"]) - {""}:
        assert len({group for group, said in zip(placed, columns["together"], strict=True) if said == label}) == 1
    for label in set(columns["apart"]) - {""}:
        apart = [group for group, said in zip(placed, columns["apart"], strict=True) if said == label]
        assert len(set(apart)) == len(apart)
    loads = [sum(1 + float(need or 0) for need, group in zip(columns["needs"], placed, strict=True) if group == each)
             for each in range(1, classes + 1)]
    assert max(loads) - min(loads) <= 1


def test_pupils_of_one_name_are_kept_apart_where_the_rules_say_so():
    roster = many(24, name=["王伟", "李娜", "王伟", "", "李娜", "王伟"])
    placed = classes_of(run_balanced(rules(3, same_name_apart="name"), "s", {"roster": roster}), roster)
    assert len({placed["p0000"], placed["p0002"], placed["p0005"]}) == 3
    assert placed["p0001"] != placed["p0004"]


def test_a_name_that_more_pupils_bear_than_there_are_classes_binds_nobody():
    roster = many(24, name=["王伟"] * 5)
    assert sizes(run_balanced(rules(3, same_name_apart="name"), "s", {"roster": roster})["classes"]) == [8, 8, 8]


@pytest.mark.parametrize(("columns", "classes", "code", "who"), [
    ({"together": ["t", "t"], "apart": ["a", "a"]}, 3, "together-apart", "p0000、p0001"),
    ({"apart": ["a", "a", "a", "a"]}, 3, "apart-many", "p0000、p0001、p0002、p0003"),
    ({"together": ["t"] * 5}, 3, "group-large", "p0000、p0001、p0002、p0003、p0004"),
    ({"needs": ["9"]}, 3, "group-large", "p0000"),
])
def test_what_no_placement_can_keep_is_refused_and_names_the_pupils(columns, classes, code, who):
    with pytest.raises(Refused) as refused:
        run_balanced(rules(classes), "s", {"roster": many(9, **columns)})
    finding = refused.value.findings[0]
    assert (finding.code, finding.values["pupils"]) == (code, who)


def test_more_classes_than_pupils_are_refused():
    roster = table("""
        pupil_id | sex  | score | origin
        a        | male | 1     | X
    """)
    with pytest.raises(Refused, match="2 classes"):
        run_balanced(rules(2), "s", {"roster": roster})


def test_needs_that_cannot_be_evened_out_are_refused():
    roster = many(6, needs=["2", "2", "2", "2", "2", "2"])
    with pytest.raises(Refused) as refused:
        run_balanced(rules(4), "s", {"roster": roster})
    assert refused.value.findings[0].code == "sizes-cannot"
