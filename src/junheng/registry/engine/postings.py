"""A list of staff against the register: who is new, what changes, what cannot be taken. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from junheng.ground.sheets.intake import Reading, Refusal, Taken, Value
from junheng.ground.sheets.intake import refuse as at_cell
from junheng.registry.engine.plans import Plan, contradicted, school_of

PERSON = ("name", "sex", "born", "identity_number", "ethnic_group", "phone", "title", "title_since", "backbone", "backbone_until", "degree",
          "certificate_stage", "certificate_subject", "began_work", "came_to_county", "duty_status")
POST = ("duty", "stage", "subject", "establishment", "category", "grade", "appointed_from", "appointed_until", "since")

# What is asked of somebody who is appointed for the first time by a form; the rest comes later by a list or a correction.
FIRST = frozenset({"name", "sex", "born", "identity_number", "ethnic_group", "phone", "degree", "certificate_stage", "certificate_subject", "began_work",
                   "duty", "stage", "subject", "establishment", "category", "grade", "appointed_from", "appointed_until"})


@dataclass(frozen=True, slots=True)
class HeldMember:
    """A member of staff as the register holds it: the main post of the day, None for one without a post."""

    id: int
    school: int | None
    post: int | None
    values: Mapping[str, Value]


@dataclass(slots=True)
class StaffRegister:
    """What a list is compared with: schools within reach, the stages that each runs, members by code and number."""

    schools: dict[str, int]
    names: dict[int, str]
    stages: dict[int, frozenset[str]]
    by_code: dict[str, HeldMember] = field(default_factory=dict)
    by_identity: dict[str, HeldMember] = field(default_factory=dict)
    everywhere: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Posting:
    """What a row does: `held` None for a new member; `moves` for one known who had no post and gets one."""

    row: Taken
    held: HeldMember | None
    school: int
    stage: str
    changes: tuple[tuple[str, Value, Value], ...] = ()
    moves: bool = False


def plan(reading: Reading, register: StaffRegister) -> Plan:
    """What each row of a list would do."""
    found = Plan(refusals=list(reading.refusals))
    for row in reading.rows:
        held, wrong = who(reading, row, register)
        school, where = school_of(reading, row, register.schools, register.names) if not wrong else (None, [])
        if school is None:
            found.refusals += wrong or where
            continue
        stage, refused = stage_of(reading, row, register, school)
        refused += contradicted(reading, row)
        if held is not None and held.school not in {None, school}:
            refused.append(at_cell(reading, row, "school_code", "other-post", "This person holds a post at %(school)s.",
                                   "A person changes schools by appointment (调动、聘任), not by a list.", school=register.names.get(held.school or 0, "")))
        if refused:
            found.refusals += refused
            continue
        if held is None:
            found.added.append(Posting(row, None, school, stage))
            continue
        given = set(reading.heads[row.sheet].columns.values())
        changes = tuple((key, held.values.get(key), row.values[key]) for key in (*PERSON, *POST)
                        if key in given and row.values[key] is not None and row.values[key] != held.values.get(key))
        if changes or held.school is None:
            found.changed.append(Posting(row, held, school, stage, changes, held.school is None))
        else:
            found.unchanged += 1
    return found


def who(reading: Reading, row: Taken, register: StaffRegister) -> tuple[HeldMember | None, list[Refusal]]:
    """The member of staff that a row means by code or identity number; None for a new one."""
    code, identity = row.values.get("code"), row.values.get("identity_number")
    by_code = register.by_code.get(str(code)) if code else None
    by_number = register.by_identity.get(str(identity)) if identity else None
    if code and by_code is None:
        return None, [at_cell(reading, row, "code", "unknown-member", "Nobody within your reach has the code %(member)s.",
                              "Leave it empty for somebody new.", member=str(code))]
    if identity and str(identity) in register.everywhere:
        return None, [at_cell(reading, row, "identity_number", "posted-elsewhere", "This number belongs to somebody who holds a post at another school.",
                              "A person changes schools by appointment (调动、聘任), not by a list.")]
    if by_code and by_number and by_code.id != by_number.id:
        return None, [at_cell(reading, row, "identity_number", "two-members", "Code and identity number belong to two people.",
                              "Correct the one that is wrong.")]
    return by_code or by_number, []


def stage_of(reading: Reading, row: Taken, register: StaffRegister, school: int) -> tuple[str, list[Refusal]]:
    """The stage of a row's post: as said, or the only one that the school runs, kindergarten classes aside."""
    said, runs = row.values.get("stage"), register.stages[school]
    if said:
        wrong = [] if said in runs else [at_cell(reading, row, "stage", "not-its-stage", "%(school)s does not run this stage.",
                                                 "Correct the grade or the school.", school=register.names[school])]
        return str(said), wrong
    usual = sorted(runs - {"kindergarten"}) or sorted(runs)
    if len(usual) == 1:
        return usual[0], []
    return "", [at_cell(reading, row, "stage", "which-stage", "%(school)s runs more than one stage.", "Fill in 任教学段.",
                        school=register.names[school])]
