"""Records that may be one person: what makes a pair, and what never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.standards.book import Book
from junheng.registry.engine.duplicates import Rules, alike
from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.values.duplicates import Known, Outcome, Trait

STANDARDS = Path(__file__).resolve().parents[1] / "standards"
ENTRY = Book.from_texts({"nation/registry/duplicates": (STANDARDS / "duplicates.toml").read_text(encoding="utf-8")}).at(
    date(2026, 11, 20))["registry/duplicates"]
RULES = Rules({(trait, Outcome(each.stage)): int(each.value) for trait in Trait for each in ENTRY.chains[trait.value]},
              int(ENTRY.value("least")), int(ENTRY.value("largest")))
USUAL = {"喆": "哲", "昇": "升"}


def number(born: date, serial: int = 23, division: str = "990121") -> str:
    body = f"{division}{born:%Y%m%d}{serial:03d}"
    return body + check_digit(body)


BORN = date(2015, 3, 4)
CHILD = Known(1, "周明哲", "male", BORN, frozenset({number(BORN)}), guardians=frozenset({"周建国"}), phones=frozenset({"10012345678"}), home="v7")


def pair(one: Known, two: Known) -> dict[Trait, Outcome] | None:
    found = alike([one, replace(two, id=2)], rules=RULES, plain=lambda sign: USUAL.get(sign, sign))
    return dict(found[0].outcomes) if found else None


@pytest.mark.parametrize(("other", "trait", "outcome"), [
    ({"name": "王二", "sex": "female"}, Trait.NUMBER, Outcome.SAME),
    ({"numbers": frozenset()}, Trait.NAME, Outcome.SAME),
    ({"numbers": frozenset(), "name": "周明喆"}, Trait.NAME, Outcome.VARIANT),
    ({"numbers": frozenset(), "name": "周 明·哲"}, Trait.NAME, Outcome.SAME),
    ({"numbers": frozenset(), "name": "周鸣哲"}, Trait.NAME, Outcome.SOUND),
    ({"numbers": frozenset(), "born": date(2015, 4, 3)}, Trait.BORN, Outcome.NEAR),
    ({"numbers": frozenset(), "born": date(2016, 3, 4)}, Trait.BORN, Outcome.NEAR),
    ({"numbers": frozenset(), "guardians": frozenset({"李奶奶"}), "phones": frozenset({"10099999999"}), "home": "v9"}, Trait.CONTACT, Outcome.DIFFERENT),
    ({"numbers": frozenset({number(BORN, division="990131")})}, Trait.NUMBER, Outcome.NEAR),
    ({"numbers": frozenset({number(date(2012, 6, 1), 77)})}, Trait.NUMBER, Outcome.DIFFERENT),
])
def test_a_second_record_of_one_child_is_found_and_says_why(other, trait, outcome):
    found = pair(CHILD, replace(CHILD, **other))
    assert found is not None
    assert found[trait] is outcome


@pytest.mark.parametrize("other", [
    {"name": "周明远", "numbers": frozenset({number(BORN, 25)})},
    {"name": "周明远", "numbers": frozenset()},
    {"name": "周雨欣", "sex": "female", "numbers": frozenset()},
    {"numbers": frozenset({number(BORN, 25)}), "twin_group": "W1"},
])
def test_twins_are_two(other):
    one = replace(CHILD, twin_group=other.get("twin_group", ""), household=5)
    assert pair(one, replace(one, **other)) is None


@pytest.mark.parametrize("other", [
    {"name": "周明远", "born": date(2017, 9, 9), "numbers": frozenset({number(date(2017, 9, 9))})},
    {"name": "周明远", "born": date(2017, 3, 4), "numbers": frozenset({number(date(2017, 3, 4))})},
    {"name": "周明", "born": date(2017, 9, 9), "numbers": frozenset()},
])
def test_brothers_and_sisters_are_two(other):
    one = replace(CHILD, household=5)
    assert pair(one, replace(one, **other)) is None


@pytest.mark.parametrize("other", [
    {"numbers": frozenset({number(date(2015, 3, 9))}), "born": date(2015, 3, 9), "guardians": frozenset({"周志强"}), "phones": frozenset({"10088888888"})},
    {"name": "周明远", "numbers": frozenset({number(BORN, 25)}), "guardians": frozenset({"周志强"}), "phones": frozenset({"10088888888"})},
    {"numbers": frozenset({number(date(2012, 6, 1), 77)}), "born": date(2012, 6, 1), "guardians": frozenset(), "phones": frozenset()},
])
def test_children_of_one_name_or_one_birth_are_two_when_their_numbers_and_families_differ(other):
    assert pair(CHILD, replace(CHILD, **other)) is None


def test_a_telephone_that_a_whole_class_gave_makes_no_pairs():
    many = [replace(CHILD, id=place, name=f"{family}{given}", numbers=frozenset(), born=date(2015, 1 + place % 12, 1 + place % 28), guardians=frozenset())
            for place, (family, given) in enumerate((f, g) for f in "赵钱孙李吴" for g in ("安", "宁", "川", "禾", "舟", "朗", "谦", "诚", "廷"))]
    assert alike(many, rules=RULES, plain=str) == []


PEOPLE = st.builds(
    Known, st.just(0), st.text("周李明哲喆远", min_size=2, max_size=3), st.sampled_from(["male", "female"]), st.dates(date(2015, 3, 1), date(2015, 4, 9)),
    st.frozensets(st.builds(number, st.dates(date(2015, 3, 1), date(2015, 3, 4)), st.integers(0, 40)), max_size=1),
    household=st.one_of(st.none(), st.integers(1, 3)), phones=st.frozensets(st.sampled_from(["1001", "1002"]), max_size=2), home=st.sampled_from(["", "v1", "v2"]))


@given(st.lists(PEOPLE, max_size=12), st.randoms())
def test_the_order_of_the_people_changes_nothing(people, mixer):
    people = [replace(each, id=number) for number, each in enumerate(people)]
    mixed = list(people)
    mixer.shuffle(mixed)
    assert alike(people, rules=RULES, plain=str) == alike(mixed, rules=RULES, plain=str)


@given(st.lists(PEOPLE, max_size=12))
def test_no_pair_is_missed_for_want_of_a_key_that_the_two_share(people):
    """Blocking only saves time: whoever it leaves out would not have been found by comparing everybody with everybody, unless
    only guardians, home and half a name agree."""
    people = [replace(each, id=number) for number, each in enumerate(people)]
    found = {(each.first, each.second) for each in alike(people, rules=RULES, plain=str)}
    for a in people:
        for b in people:
            if a.id < b.id and (both := alike([a, b], rules=RULES, plain=str)):
                assert (both[0].first, both[0].second) in found
