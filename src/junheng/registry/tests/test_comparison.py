"""The comparison with national systems: drawn cases, and a plain referee that agrees on everything Hypothesis invents."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.registry.engine.comparison import (
    Ask,
    Found,
    Ours,
    Theirs,
    cohort_of,
    compare,
    covers,
    plain,
    scope_of,
)
from junheng.registry.values.national import DifferenceKind as Kind

NUMBERS, COLUMNS = ("roll_number", "identity_number"), ("name", "sex", "born")
BORN = date(2018, 7, 4)


def values(roll, identity=None, name="王小禾", sex="female", born=BORN):
    return {"roll_number": roll, "identity_number": identity, "name": name, "sex": sex, "born": born}


def row(line, roll, identity=None, *, school=1, cohort="primary:2024", class_no=1, tells=True, **more):
    return Theirs(("名单", line), values(roll, identity, **more), school, cohort, class_no, tells)


def record(ident, roll, identity=None, *, school=1, cohort="primary:2024", class_no=1, also=(), **more):
    return Ours(ident, values(roll, identity, **more), school, cohort, class_no, frozenset(also))


def ask(rows, **more):
    return Ask(NUMBERS, COLUMNS, scope_of(rows), **more)


def told(rows, records, **more):
    return [(each.kind.value, each.row[1] if each.row else None, each.record, each.key) for each in compare(rows, records, ask(rows, **more))]


def test_rows_that_say_the_same_as_the_register_give_no_difference():
    assert told([row(2, "G1", "A"), row(3, "G2", name="买买提·艾力")], [record(7, "G1", "A"), record(8, "G2", name="买买提 艾力")]) == []


def test_who_is_in_one_of_the_two_alone_is_said_once():
    assert told([row(2, "G1"), row(3, "G9", name="李一")], [record(7, "G1"), record(8, "G2", name="赵二")]) == [
        ("only_there", 3, None, ""), ("only_here", None, 8, "")]


def test_another_value_names_its_column_and_both_values():
    rows, records = [row(2, "G1", sex="male")], [record(7, "G1")]
    assert compare(rows, records, ask(rows)) == [Found(Kind.VALUE, ("名单", 2), 7, "sex", "male", "female")]


@pytest.mark.parametrize(("there", "here", "kinds"), [
    (("G1", "A"), ("G2", "A"), [("two_numbers", 2, 7, "roll_number")]),
    (("G1", "A"), ("G1", None), [("another_value", 2, 7, "identity_number")]),
    (("G1", None), ("G1", "A"), [("another_value", 2, 7, "identity_number")]),
    ((None, "A"), ("G1", "A"), [("another_value", 2, 7, "roll_number")]),
])
def test_one_number_finds_the_record_and_the_other_is_compared(there, here, kinds):
    assert told([row(2, *there)], [record(7, *here)]) == kinds


def test_a_row_whose_numbers_belong_to_two_records_follows_the_roll_number():
    assert told([row(2, "G1", "B")], [record(7, "G1"), record(8, "G2", "B")]) == [("two_numbers", 2, 7, "identity_number"), ("only_here", None, 8, "")]


def test_two_rows_of_one_person_are_two_numbers_and_not_somebody_new():
    assert told([row(2, "G5", "A"), row(3, "G1", "A")], [record(7, "G1", "A")]) == [("two_numbers", 2, 7, "roll_number")]


def test_a_number_that_was_given_up_still_finds_the_record():
    assert told([row(2, "G0")], [record(7, "G1", also=["G0"])]) == [("two_numbers", 2, 7, "roll_number")]


@pytest.mark.parametrize(("place", "key"), [
    ({"school": 2}, ["school"]), ({"class_no": 2}, ["class"]), ({"cohort": "primary:2023"}, ["class"]), ({"class_no": None}, []), ({"school": None}, ["school"]),
])
def test_school_comes_before_class_and_nobody_on_a_roll_is_another_school(place, key):
    found = told([row(2, "G1"), row(3, "G3")], [record(7, "G1", **place), record(8, "G3")])
    assert found == [("another_place", 2, 7, each) for each in key]


def test_name_and_birth_offer_a_record_of_the_own_school_first_and_each_record_once():
    records = [record(6, "G2", school=2), record(7, "G3"), record(8, "G8", school=2, name="赵二")]
    rows = [row(2, "G91"), row(3, "G92"), row(4, "G93"), row(5, "G8", school=2, name="赵二")]
    assert told(rows, records) == [("probably_one_person", 2, 7, ""), ("probably_one_person", 3, 6, ""), ("only_there", 4, None, "")]


def test_what_a_person_has_decided_of_a_probable_pair_stands():
    rows, records = [row(2, "G9")], [record(7, "G1")]
    assert told(rows, records, joined={"G9": 7}) == [("two_numbers", 2, 7, "roll_number")]
    assert told(rows, records, apart=frozenset({("G9", 7)})) == [("only_there", 2, None, ""), ("only_here", None, 7, "")]


def test_only_the_grades_that_a_file_names_are_missed():
    rows = [row(2, "G1"), row(3, "G5", school=2, cohort="", name="甲")]
    records = [record(7, "G1"), record(8, "G2", cohort="primary:2020"), record(9, "G5", school=2, name="甲"), record(10, "G6", school=2, cohort="primary:2020")]
    assert told(rows, records) == [("only_here", None, 10, "")]


def test_a_row_of_somebody_elses_school_finds_its_record_and_is_nobody_new():
    assert told([row(2, "G1"), row(3, "G2", school=9, tells=False, name="乙"), row(4, "G7", school=9, tells=False)],
                [record(7, "G1"), record(8, "G2", name="乙")]) == [("another_place", 3, 8, "school")]


def test_a_cell_that_could_not_be_read_says_nothing():
    rows = [Theirs(("名单", 2), {"roll_number": "G1", "name": "王小禾"}, 1, "primary:2024", 1)]
    assert told(rows, [record(7, "G1", "A")]) == []


@pytest.mark.parametrize(("text", "cohort"), [("三年级", "primary:2024"), ("初一", "junior:2026"), ("小学2021级", "primary:2021"),
                                              ("高中2024级", "senior:2024"), ("2024级", ""), ("", ""), ("大班", "kindergarten:2024")])
def test_a_grade_says_stage_and_year_of_entry(text, cohort):
    assert cohort_of(text, 2026) == cohort


def referee(rows, records, ask):
    """The same by looking at everybody for everybody: slow, and nothing to be clever about."""
    found, left, answers = [], list(rows), {}

    def whose(key, number):
        now = [each.id for each in records if each.values[key] == number]
        return (now + [each.id for each in records if number in each.also])[:1] if number else []

    for key in (*ask.numbers, None):
        for each in list(left):
            hit = whose(key, each.values[key]) if key else [ask.joined[each.known_by(ask.numbers)]] if each.known_by(ask.numbers) in ask.joined else []
            hit = [ident for ident in hit if any(other.id == ident for other in records)]
            if hit:
                left.remove(each)
                answers.setdefault(hit[0], []).append(each)
    for ident, those in answers.items():
        here = next(each for each in records if each.id == ident)
        for each in those[1:]:
            new = [key for key in ask.numbers if each.values[key] and each.values[key] != those[0].values[key]]
            found.append((Kind.TWO_NUMBERS, each.place, ident, new[0] if new else ask.numbers[0]))
        each = those[0]
        for key in ask.numbers + ask.columns:
            one, other = each.values[key], here.values[key]
            if (plain(one) != plain(other)) if key == "name" else one != other:
                crossed = key in ask.numbers and one and whose(key, one) not in ([], [ident])
                found.append((Kind.TWO_NUMBERS if key in ask.numbers and one and (other or crossed) else Kind.VALUE, each.place, ident, key))
        if each.school is not None and each.school != here.school:
            found.append((Kind.PLACE, each.place, ident, "school"))
        elif each.school is not None and ((each.cohort and here.cohort and each.cohort != here.cohort) or (
                each.class_no and here.class_no and each.class_no != here.class_no)):
            found.append((Kind.PLACE, each.place, ident, "class"))
    missing = [each for each in records if each.id not in answers and covers(ask.scope, each.school, each.cohort)]
    for each in left:
        if not each.tells:
            continue
        likely = [other for other in missing if plain(other.values["name"]) == plain(each.values["name"])
                  and other.values["born"] == each.values["born"] and (each.known_by(ask.numbers), other.id) not in ask.apart]
        likely.sort(key=lambda other: (other.school != each.school, other.id))
        if likely:
            missing.remove(likely[0])
            found.append((Kind.PROBABLE, each.place, likely[0].id, ""))
        else:
            found.append((Kind.THEIRS_ONLY, each.place, None, ""))
    return found + [(Kind.OURS_ONLY, None, each.id, "") for each in missing]


ROLL, IDENTITY = st.sampled_from([None, "G1", "G2", "G3", "G4"]), st.sampled_from([None, "A", "B", "C"])
SAID = st.fixed_dictionaries({"name": st.sampled_from(["王小禾", "王·小禾", "李一"]), "sex": st.sampled_from(["male", "female"]),
                              "born": st.sampled_from([BORN, date(2018, 1, 1)])})
WHERE = st.fixed_dictionaries({"school": st.sampled_from([None, 1, 2]), "cohort": st.sampled_from(["", "primary:2024", "primary:2020"]),
                               "class_no": st.sampled_from([None, 1, 2])})


@st.composite
def sides(draw):
    """A file and a register of a few people who share few numbers; a number is one record's, as the database keeps it."""
    rows = [Theirs(("名单", line), {"roll_number": draw(ROLL), "identity_number": draw(IDENTITY), **draw(SAID)}, **draw(WHERE), tells=draw(st.booleans()))
            for line in range(2, 2 + draw(st.integers(0, 6)))]
    rolls, identities = draw(st.permutations(["G1", "G2", "G3", None, None, None])), draw(st.permutations(["A", "B", None, None, None, None]))
    records = [Ours(ident, {"roll_number": rolls[ident], "identity_number": identities[ident], **draw(SAID)}, **draw(WHERE),
                    also=frozenset(draw(st.sets(st.sampled_from(["G4", "C"]), max_size=1)))) for ident in range(draw(st.integers(0, 6)))]
    joined = draw(st.dictionaries(st.sampled_from(["G3", "G4", "A"]), st.integers(0, 6), max_size=2))
    apart = draw(st.sets(st.tuples(st.sampled_from(["G1", "G4", "B"]), st.integers(0, 5)), max_size=3))
    return rows, records, Ask(NUMBERS, COLUMNS, scope_of(rows), joined, frozenset(apart))


@given(sides())
def test_the_comparison_and_the_plain_referee_agree(given):
    rows, records, asked = given
    found = compare(rows, records, asked)
    assert Counter((each.kind, each.row, each.record, each.key) for each in found) == Counter(referee(rows, records, asked))


@given(sides())
def test_every_row_and_every_record_of_the_scope_is_answered_for_exactly_once(given):
    rows, records, asked = given
    found = compare(rows, records, asked)
    alone = Counter(each.row for each in found if each.kind in {Kind.THEIRS_ONLY, Kind.PROBABLE})
    missed = Counter(each.record for each in found if each.kind in {Kind.OURS_ONLY, Kind.PROBABLE})
    assert max([*alone.values(), *missed.values()], default=0) <= 1
    assert all(covers(asked.scope, each.school, each.cohort) for each in records if each.id in missed)
