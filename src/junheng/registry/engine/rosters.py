"""A list of pupils against the register: who is new, what changes, what cannot be taken. Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from junheng.ground.sheets.intake import Reading, Refusal, Taken, Value
from junheng.ground.sheets.intake import refuse as at_cell
from junheng.registry.engine.plans import Plan, contradicted, school_of
from junheng.registry.values.codes import Stage
from junheng.registry.values.grades import class_words

PERSON = ("name", "sex", "born", "identity_number", "roll_number", "ethnic_group", "boarding", "residence", "residence_division", "address")
CARE = ("special_need", "hardship", "left_behind")
GUARDIANS = ("guardian1_name", "guardian1_relation", "guardian1_phone", "guardian2_name", "guardian2_relation", "guardian2_phone")
COMPARED = (*PERSON, *CARE, *GUARDIANS)
# The first grade of each stage.
FIRST = {Stage.KINDERGARTEN: 1, Stage.PRIMARY: 1, Stage.JUNIOR: 7, Stage.SENIOR: 10, Stage.VOCATIONAL: 10}
# The number of a class as lists write it: 2, 02, 2班, （2）班, 三年级2班, 三(2)班, 九班, 三年级（十二）班.
CLASS_NO = re.compile(r"^(?:.*?[级年（(])?[（(]?(?:(\d{1,2})|(二?十[一二三四五六七八九]?|[一二三四五六七八九]))[)）]?班?$")
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a roll."""

    school: int
    stage: str
    entry_year: int
    class_no: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """A pupil as the register holds it. `values` by the form's keys, empty for one out of reach; `place` None for one on no roll."""

    id: int
    code: str
    place: Place | None
    values: Mapping[str, Value]


@dataclass(slots=True)
class Register:
    """What a list is compared with. `schools`: ids within reach by code and by name; `opens`: the school year of the day;
    `given_up`: numbers that pupils had before theirs were corrected."""

    opens: int
    schools: dict[str, int]
    names: dict[int, str]
    stages: dict[int, frozenset[str]]
    by_code: dict[str, Held] = field(default_factory=dict)
    by_identity: dict[str, Held] = field(default_factory=dict)
    by_roll: dict[str, Held] = field(default_factory=dict)
    everywhere: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    without_number: dict[tuple[Value, ...], Held | None] = field(default_factory=dict)

    def know(self, held: Held) -> None:
        """One pupil more. Those without any number are known by name, birth, sex and school; two who share all that by none of it."""
        self.by_code[held.code] = held
        identity, roll = held.values.get("identity_number"), held.values.get("roll_number")
        if identity:
            self.by_identity[str(identity)] = held
        if roll:
            self.by_roll[str(roll)] = held
        if not identity and not roll and held.place is not None:
            key = (held.values.get("name"), held.values.get("born"), held.values.get("sex"), held.place.school)
            self.without_number[key] = None if key in self.without_number else held


@dataclass(frozen=True, slots=True)
class Step:
    """What a row does: `held` None for a new pupil; `changes` are key, before and after; `moves` where the class changes."""

    row: Taken
    held: Held | None
    place: Place
    changes: tuple[tuple[str, Value, Value], ...] = ()
    moves: bool = False


def plan(reading: Reading, register: Register) -> Plan:
    """What each row of a list would do. Rows with a refused cell are refused already; the plan's refusals hold those too."""
    found = Plan(refusals=list(reading.refusals))
    seen: dict[int, int] = {}
    given = {name: tuple(key for key in COMPARED if key in set(head.columns.values())) for name, head in reading.heads.items()}
    for row in reading.rows:
        held, wrong = who(reading, row, register)
        place, where = placed(reading, row, register) if not wrong else (None, wrong)
        if wrong or where or place is None:
            found.refusals += wrong or where
            continue
        if held is None and not any(row.values.get(key) for key in ("code", "identity_number", "roll_number")):
            held = register.without_number.get((row.values["name"], row.values["born"], row.values["sex"], place.school))
        refused = agreeing(reading, row, register, held, place)
        if held is not None and held.id in seen:
            refused.append(at_cell(reading, row, "name", "twice-here", "This pupil stands in row %(before)s already.",
                                  "Delete one of the two rows.", before=seen[held.id]))
        if refused:
            found.refusals += refused
            continue
        if held is None:
            found.added.append(Step(row, None, place))
            continue
        seen[held.id] = row.row
        changes = tuple((key, held.values.get(key), row.values[key]) for key in given[row.sheet]
                        if row.values[key] is not None and row.values[key] != held.values.get(key))
        moves = held.place != place
        if changes or moves:
            found.changed.append(Step(row, held, place, changes, moves))
        else:
            found.unchanged += 1
    return found


def who(reading: Reading, row: Taken, register: Register) -> tuple[Held | None, list[Refusal]]:
    """The pupil that a row means by code, roll number or identity number; None for a new one."""
    values = row.values
    found: dict[int, Held] = {}
    for key, index in (("code", register.by_code), ("roll_number", register.by_roll), ("identity_number", register.by_identity)):
        value = values.get(key)
        held = index.get(str(value)) if value else None
        if held is not None:
            found[held.id] = held
        elif value and key == "code":
            return None, [at_cell(reading, row, "code", "unknown-code", "No pupil within your reach has the code %(pupil)s.",
                                 "Leave it empty for a new pupil.", pupil=str(value))]
        elif value and str(value) in register.given_up:
            return None, [at_cell(reading, row, key, "given-up", "This number was given up when the pupil's record was corrected.",
                                 "Search for it: the card shows the number of today.")]
        elif value and str(value) in register.everywhere:
            return None, [at_cell(reading, row, key, "elsewhere", "This number belongs to a pupil on the roll of another school.",
                                 "A pupil comes from another school by transfer (转学), not by a list.")]
    if len(found) > 1:
        return None, [at_cell(reading, row, "identity_number", "two-pupils", "Code, roll number and identity number belong to two pupils.",
                             "Compare them with the national roll and correct the one that is wrong.")]
    return next(iter(found.values()), None), []


def placed(reading: Reading, row: Taken, register: Register) -> tuple[Place | None, list[Refusal]]:
    """The school and class that a row names."""
    school, wrong = school_of(reading, row, register.schools, register.names)
    if school is None:
        return None, wrong
    stage, grade = str(row.values["grade"]).split(":")
    if stage not in register.stages[school]:
        return None, [at_cell(reading, row, "grade", "not-its-stage", "%(school)s does not run this stage.",
                             "Correct the grade or the school.", school=register.names[school])]
    number = class_number(str(row.values["class_no"]))
    if number < 1:
        return None, [at_cell(reading, row, "class_no", "class-number", "“%(value)s” names no class.", "Write the number: 2, 2班.",
                             value=str(row.values["class_no"])[:20])]
    entry = register.opens - (int(grade) - FIRST[Stage(stage)])
    return Place(school, stage, entry, number), []


def class_number(text: str) -> int:
    """The number of a class as lists write it; 0 for none."""
    found = CLASS_NO.match(text.replace(" ", ""))
    if found is None:
        return 0
    if found.group(1):
        return int(found.group(1))
    tens, ten, ones = found.group(2).rpartition("十")
    return (DIGITS.index(tens) if tens else 1 if ten else 0) * 10 * bool(ten) + (DIGITS.index(ones) if ones else 0)


def agreeing(reading: Reading, row: Taken, register: Register, held: Held | None, place: Place) -> list[Refusal]:
    """What in a row contradicts itself or the roll."""
    found = []
    values = row.values
    identity = values.get("identity_number")
    found += contradicted(reading, row)
    if held is not None and held.place is not None and held.place.school != place.school:
        found.append(at_cell(reading, row, "school_code", "other-school", "The pupil is on the roll of %(school)s.",
                            "A pupil comes from another school by transfer (转学), not by a list.",
                            school=register.names.get(held.place.school, "")))
    if values.get("roll_number") is None and held is None and identity is None and place.stage != Stage.KINDERGARTEN:
        found.append(at_cell(reading, row, "roll_number", "no-number", "A pupil at school needs a roll number or an identity number.",
                            "Fill in one of the two."))
    return found


def class_name(place: Place, opens: int) -> str:
    """三年级2班, in the school year that opens in a year."""
    return class_words(Stage(place.stage), grade_of(place, opens), place.class_no or 0)


def grade_of(place: Place, opens: int) -> int:
    """The grade of a place in the school year that opens in a year: 1 to 3 in kindergarten, 1 to 12 afterwards."""
    return opens - place.entry_year + FIRST[Stage(place.stage)]


def families(steps: Iterable[Step], known: Mapping[tuple[str, str], int]) -> list[int | str]:
    """For each new pupil the household: its number where a guardian of that name and telephone is known, else a label; brothers
    and sisters of one list share theirs."""
    labels: dict[tuple[str, str], str] = {}
    found: list[int | str] = []
    for number, step in enumerate(steps):
        keys = guardians_of(step.row.values)
        there = next((known[key] for key in keys if key in known), None)
        label = next((labels[key] for key in keys if key in labels), None) or f"new{number}"
        if there is None:
            labels |= dict.fromkeys(keys, label)
        found.append(label if there is None else there)
    return found


def guardians_of(values: Mapping[str, Value]) -> Sequence[tuple[str, str]]:
    """Name and telephone of each guardian of a row who has both."""
    return [(str(values.get(f"guardian{each}_name")), str(values.get(f"guardian{each}_phone"))) for each in (1, 2)
            if values.get(f"guardian{each}_name") and values.get(f"guardian{each}_phone")]

