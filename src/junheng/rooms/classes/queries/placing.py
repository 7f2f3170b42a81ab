"""One run from the files: roster and rules in, placement out; nothing is written here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from junheng.ground.draws.engine import normal, transcript
from junheng.ground.draws.engine.lists import described
from junheng.ground.draws.engine.transcripts import canonical, exact
from junheng.ground.draws.values import LOCATOR, FrozenList
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.classes.engine import REPLAYS, balance_of
from junheng.rooms.classes.engine.rules import rules_of
from junheng.rooms.classes.queries.books import stages, steps
from junheng.rooms.classes.queries.rosters import Roster, freeze_roster, read_roster
from junheng.rooms.classes.values import Mode, Placement


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a run: roster and rule file as bytes with their names, number of classes, mode, stage."""

    roster: bytes
    name: str
    classes: int
    mode: Mode = Mode.BALANCED
    rules: bytes = b""
    rules_name: str = ""
    stage: str = ""


def prepared(asked: Asked, *, today: date, more: Sequence[str] = ()) -> tuple[Roster, dict[str, Any], FrozenList, tuple[Finding, ...]]:
    """Roster, rules in full, frozen list, notes. Raises Refused."""
    roster = read_roster(asked.roster, asked.name)
    said = rule_file(asked.rules, asked.rules_name)
    stage = None
    if name := str(said.get("stage") or asked.stage):
        if name not in stages(today):
            raise Refused(Finding("stage-unknown", "There is no stage “%(stage)s”; there are %(stages)s.", "Correct the stage.",
                                  Place(file=asked.rules_name), {"stage": name, "stages": "、".join(stages(today))}))
        stage = stages(today)[name]
    if not said.get("covariates") and stage is None and "sex" not in roster.table.columns:
        raise Refused(Finding("sex-missing", "%(name)s has no column sex (性别).",
                              "Add the column, or give rules that name what to balance.",
                              roster.place(None, "sex"), {"name": asked.name}))
    rules = rules_of(said=said, stage=stage, mode=asked.mode, classes=asked.classes, columns=roster.table.columns,
                     pupils=len(roster.table.rows), steps=steps(today), file=asked.rules_name)
    frozen, notes = freeze_roster(roster, rules, more=more)
    return roster, rules, frozen, notes


def rule_file(data: bytes, name: str) -> Mapping[str, Any]:
    """A rule file as a table. Raises Refused."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Refused(Finding("rules-toml", "%(name)s is not a file of rules (TOML in UTF-8): %(fault)s.", "Correct the rules.",
                              Place(file=name), {"name": name, "fault": str(fault)})) from None


def place(asked: Asked, *, seed: str, today: date, announced: Mapping[str, Any] | None = None) -> Placement:
    """This will place the pupils of a roster. Raises Refused, also where list or rules are not those announced."""
    roster, rules, frozen, notes = prepared(asked, today=today)
    return run(roster, rules, frozen, notes, algorithm=f"{asked.mode}/1", seed=seed, announced=announced)


def place_late(asked: Asked, *, seed: str, today: date) -> Placement:
    """This will give a class to those of a roster who have none in column `class`. Raises Refused."""
    roster, rules, frozen, notes = prepared(asked, today=today, more=["class"])
    if "class" not in roster.table.columns:
        raise Refused(Finding("class-missing", "%(name)s has no column class (班级).",
                              "Add it with each pupil's class; leave it empty for late pupils.",
                              roster.place(None, "class"), {"name": asked.name}))
    for line, cell in enumerate(frozen.column("class"), start=1):
        if cell and not (cell.isascii() and cell.isdecimal()):
            at = roster.place(line, "class")
            raise Refused(Finding("class-number", "“%(cell)s” in row %(row)s is not the number of a class.",
                                  "Write 1, 2, 3 …, or leave the cell empty for a late pupil.", at,
                                  {"cell": cell, "row": at.row or 0}))
    return run(roster, rules, frozen, notes, algorithm="late/1", seed=seed, announced=None)


def run(roster: Roster, rules: Mapping[str, Any], frozen: FrozenList, notes: tuple[Finding, ...], *, algorithm: str, seed: str,
        announced: Mapping[str, Any] | None) -> Placement:
    """The run itself, its balance and its transcript."""
    if announced is not None:
        check_announced(frozen, rules, algorithm, announced, roster)
    known = normal(seed)
    if known != seed:
        notes = (*notes, Finding("seed-changed", "The seed “%(was)s” is taken as “%(now)s”.", "",
                                 values={"was": seed, "now": known}, level="note"))
    try:
        outcome = REPLAYS[algorithm](rules, known, {"roster": frozen})
    except Refused as refused:
        raise roster.told(refused) from None
    except ValueError as fault:
        raise Refused(Finding("cannot-draw", "The draw cannot be run: %(fault)s.",
                              "Look at the seed and the rules, and run it again.", Place(file=roster.name),
                              {"fault": str(fault)})) from None
    held = transcript(kind="placement", algorithm=algorithm, lists=[frozen], rules=rules, seed=known, outcome=outcome,
                      notice=None if announced is None else str(announced.get("digest")))
    return Placement(frozen.ids, tuple(outcome["classes"]), balance_of(rules, frozen, outcome["classes"]), held, notes)


def check_announced(frozen: FrozenList, rules: Mapping[str, Any], algorithm: str, announced: Mapping[str, Any],
                    roster: Roster) -> None:
    """Raises Refused where a run is not the one announced: the notice damaged, list changed since, rules changed since."""
    if not exact(announced) or announced.get("digest") != sha256(canonical(announced)).hexdigest():
        raise Refused(Finding("notice-damaged", "The notice does not fit its own digest.", "Use the notice as it was published."))
    mine, theirs = described(frozen), next(iter(announced.get("lists", ())), {})
    if mine != theirs:
        at = first_change(mine, theirs)
        where = roster.place(min(at, mine["lines"]) if mine["lines"] else None, "pupil_id") if at else Place(file=roster.name)
        if at:
            raise Refused(Finding(
                "list-changed", "The roster is not the one announced: it first differs in row %(row)s (%(lines)s pupils; announced: %(announced)s).",
                "Draw from the list as announced, or publish a new notice for the new list.", where,
                {"row": where.row or 0, "lines": mine["lines"], "announced": theirs.get("lines", 0)}))
        raise Refused(Finding("columns-changed", "The roster has other columns than the one announced: %(columns)s.",
                              "Draw from the list as announced, or publish a new notice for the new list.", where,
                              {"columns": "、".join(mine["columns"])}))
    promised = announced.get("rules") or {}
    changed = [key for key in sorted({*rules, *promised}) if rules.get(key) != promised.get(key)]
    if (announced.get("kind"), announced.get("algorithm")) != ("placement", algorithm):
        changed = ["algorithm"]
    if changed:
        raise Refused(Finding("rules-changed", "The rules are not those announced: %(key)s.",
                              "Draw by the rules as announced, or publish a new notice.", values={"key": "、".join(changed)}))


def first_change(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> int:
    """The first line (1 is the first) in which two lists of the same columns differ; 0 when their columns differ."""
    if any(mine[key] != theirs.get(key) for key in ("columns", "numeric", "titles")):
        return 0
    known, now = str(theirs.get("locators", "")), mine["locators"]
    most = max(len(known), len(now)) // LOCATOR
    return next((line + 1 for line in range(most)
                 if known[line * LOCATOR:(line + 1) * LOCATOR] != now[line * LOCATOR:(line + 1) * LOCATOR]), 1)
