"""A round frozen from its files, announced, matched."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from junheng.ground.draws import engine as draws
from junheng.ground.draws.values import FrozenList
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.admissions import engine, sheets
from junheng.rooms.admissions.values import REASON_LABELS, RULE_WORDS, Mechanism, Placement, Round, Tally

Files = Mapping[str, tuple[str, bytes]]
ROUND = "round.toml"
LISTS = ("applicants", "priorities", "schools", "reserves")
# What a notice adds to the lists and rules; round.toml may hold it.
ANNOUNCED = ("title", "seed_made", "at", "witnesses")
SHOWN = 50
# From so many choices on, loading the compiled engine pays.
COMPILED_FROM = 20_000


@dataclass(frozen=True, slots=True)
class FrozenRound:
    """A round before its seed is known: rules, lists, and what a person should hear about them."""

    rules: Mapping[str, str]
    sheets: Mapping[str, sheets.Sheet]
    said: Mapping[str, Any]
    notes: Sequence[Finding]

    @property
    def lists(self) -> dict[str, FrozenList]:
        """The lists in the order of transcripts."""
        return {name: sheet.frozen for name, sheet in self.sheets.items()}

    @property
    def algorithm(self) -> str:
        """Name and version of the mechanism."""
        return Mechanism(self.rules["mechanism"]).algorithm


@dataclass(frozen=True, slots=True)
class Matched:
    """A round matched: the files to be written, and the round in a few numbers."""

    files: Mapping[str, bytes]
    tally: Tally


def replays() -> dict[tuple[str, str], Any]:
    """How the draws of this room are run again."""
    return engine.replays()


def frozen_round(files: Files, settings: bytes | None, *, mechanism: str | None = None) -> FrozenRound:
    """This will read the files of a round and freeze its lists.

    `files` gives name and content by list (applicants, priorities, schools, reserves), `settings` is round.toml; the
    mechanism named beside it goes before it. Raises Refused with everything that is wrong.
    """
    said = settings_of(settings)
    return round_of(files, {**said, **({"mechanism": mechanism} if mechanism else {})})


def round_of(files: Files, said: Mapping[str, Any]) -> FrozenRound:
    """The same with what round.toml would say. Raises Refused."""
    rules, notes = rules_of(said, files)
    wanted = [name for name in LISTS if name in files and rules.get(name) != "none"]
    more = ["score"] if rules["mechanism"] == Mechanism.SCORE_PARALLEL else []
    read: dict[str, sheets.Sheet] = {}
    odd: list[Finding] = []
    for name in reversed(wanted):
        if name == "applicants" and "reserves" in read and read["reserves"].rows:
            more.append("group")
        try:
            read[name] = sheets.read_list(name, *files[name], more=more if name == "applicants" else ())
        except Refused as fault:
            odd[:0] = fault.findings
    odd += () if odd else engine.faults(read, scored="score" in more)
    if odd:
        raise Refused(*odd[:SHOWN])
    return FrozenRound(rules, {name: read[name] for name in wanted}, said,
                       [*notes, *changes(read), *engine.groups_of_nobody(read)])


def settings_of(content: bytes | None) -> dict[str, Any]:
    """What round.toml says; nothing where there is none. Raises Refused."""
    try:
        return tomllib.loads((content or b"").decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Refused(Finding("broken", "%(name)s cannot be read: %(why)s.", "Correct the line and save the file as UTF-8.",
                              Place(file=ROUND), {"name": ROUND, "why": str(fault)})) from None


def rules_of(said: Mapping[str, Any], files: Files) -> tuple[dict[str, str], list[Finding]]:
    """The rules in full, and what a person should hear about them. Raises Refused."""
    if "mechanism" not in said:
        raise Refused(Finding("no-mechanism", "No mechanism is named.",
                              "Write mechanism = “%(words)s” into round.toml, as the published rule says.",
                              Place(file=ROUND), {"words": "” | “".join(Mechanism)}))
    parallel = said["mechanism"] == Mechanism.SCORE_PARALLEL
    usual = {"priorities": "none" if parallel and "priorities" not in files else "listed",
             "reserves": "listed" if "reserves" in files else "none"}
    rules: dict[str, str] = {}
    for key, words in {"mechanism": tuple(Mechanism), **RULE_WORDS}.items():
        word = usual["reserves"] if key == "reserves" else said.get(key, usual.get(key, words[0]))
        if word not in words:
            raise Refused(Finding("no-such-word", "%(key)s is “%(word)s”, which is none of “%(words)s”.", "Write one of them.",
                                  Place(file=ROUND), {"key": key, "word": str(word), "words": "” | “".join(words)}))
        rules[key] = str(word)
    needed = ("applicants", "schools", *(("priorities",) if rules["priorities"] == "listed" else ()))
    missing = [name for name in needed if name not in files]
    if missing:
        raise Refused(*(Finding(
            "no-file", "The list %(name)s is not in the folder.",
            "Add it as .csv, .xlsx, .xls, .ods or .parquet; for a round without priorities write priorities = “none” into round.toml.",
            Place(file=name), {"name": name}) for name in missing))
    loose = [key for key in said if key not in {"mechanism", *RULE_WORDS, *ANNOUNCED}]
    return rules, [Finding("no-such-rule", "“%(key)s” is no rule of a round and is passed over.", "Correct its name or take it out.",
                           Place(file=ROUND), {"key": key}, level="note") for key in loose]


def changes(read: Mapping[str, sheets.Sheet]) -> list[Finding]:
    """Cells that normalisation changed, as notes."""
    return [Finding("normalised", "“%(was)s” counts as “%(now)s”.", "", Place(
        file=sheet.file, row=sheet.rows[each.line - 1], column=sheet.title(each.column)),
        {"was": each.was, "now": each.now}, level="note") for sheet in read.values() for each in sheet.changed]


def announced_as(frozen: FrozenRound, notice: Mapping[str, Any]) -> FrozenRound:
    """The round as its notice announced it. Raises Refused where lists or rules are others now, with the first changed line."""
    named = {str(each.get("name")): each for each in notice.get("lists", ())}
    if named.keys() != frozen.sheets.keys():
        odd = sorted(named.keys() ^ frozen.sheets.keys())[0]
        raise Refused(Finding("list-other", "The notice and the folder do not hold the same lists: %(name)s.",
                              "Put the folder back as it was announced, or publish a new notice with the reason.", Place(file=odd), {"name": odd}))
    for name, sheet in frozen.sheets.items():
        where = draws.parting(named[name], sheet.frozen)
        if where:
            line = int(where.split()[1]) if where.startswith("line ") else len(sheet.rows)
            row = sheet.rows[line - 1] if 0 < line <= len(sheet.rows) else 1
            raise Refused(Finding(
                "list-changed", "The list is not the one announced; it parts from the notice at %(where)s.",
                "Put the list back as it was announced, or publish a new notice with the reason.",
                Place(file=sheet.file, row=row), {"where": where}))
    for key, mine in (("kind", "match"), ("algorithm", frozen.algorithm), ("rules", dict(frozen.rules))):
        if notice.get(key) != mine:
            raise Refused(Finding("rules-changed", "The rules are not those announced: %(key)s.",
                                  "Put round.toml back as it was announced, or publish a new notice with the reason.",
                                  Place(file=ROUND), {"key": key}))
    return replace(frozen, sheets={
        name: replace(sheet, frozen=replace(sheet.frozen, titles=tuple(named[name].get("titles", ()))))
        for name, sheet in frozen.sheets.items()})


def announcement(frozen: FrozenRound) -> bytes:
    """The notice of a round, to be published before its seed is made."""
    said = frozen.said
    return draws.written(draws.notice(
        title=str(said.get("title", "")), kind="match", algorithm=frozen.algorithm, lists=list(frozen.lists.values()),
        rules=frozen.rules, seed_made=said.get("seed_made", {"how": "balls"}),
        at={key: str(value) for key, value in said.get("at", {}).items()}, witnesses=said.get("witnesses", ()),
    ))


def match(frozen: FrozenRound, *, seed: str, notice: str | None = None) -> Matched:
    """This will run a round and write its four files. `seed` in normal form; `notice` is the digest of its notice.

    Raises Refused where the seed does not go with the rules.
    """
    lists = frozen.lists
    try:
        held = engine.build(frozen.rules, seed, lists)
    except ValueError as fault:
        raise Refused(Finding("no-seed", "The seed does not go with the rules: %(why)s.",
                              "For a ring write start and step, like 6,3.", values={"why": str(fault)})) from None
    now = engine.run(held, compiled=len(held.school) >= COMPILED_FROM)
    record = draws.transcript(kind="match", algorithm=frozen.algorithm, lists=list(lists.values()), rules=frozen.rules,
                              seed=seed, outcome=engine.outcome(now), notice=notice)
    return Matched({**tables(held, now, lists), "transcript.json": draws.written(record)}, engine.tally(now))


def tables(held: Round, now: Placement, lists: Mapping[str, FrozenList]) -> dict[str, bytes]:
    """offers.csv, waiting.csv and explanations.csv of a round that was run."""
    ids, codes = ([sheets.cell(name) for name in lists[which].ids] for which in ("applicants", "schools"))
    words = {reason: sheets.cell(gettext(label)) for reason, label in REASON_LABELS.items()}
    places = engine.positions(held)
    return {
        "offers.csv": sheets.as_lines(sheets.OFFERS, (
            f"{own},{codes[school] if school >= 0 else ''},{number or ''}"
            for own, school, number in zip(ids, now.school, now.choice, strict=True))),
        "waiting.csv": sheets.as_lines(sheets.WAITING, (
            f"{codes[school]},{position},{ids[one]}" for school, position, one in engine.waiting(held, now, places))),
        "explanations.csv": sheets.as_lines(sheets.EXPLANATIONS, (
            f"{ids[one]},{number or ''},{codes[school]},{words[reason]},{own or ''},{last or ''}"
            for one, number, school, reason, own, last in engine.explained(held, now, places))),
    }
