"""A round of admissions as a ceremony holds it: read, checked, run and told in the hall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from junheng.ground.draws.kinds import DrawKind, Files, Outcome, Said, Taken
from junheng.ground.draws.values import Lists
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.admissions import engine
from junheng.rooms.admissions.queries.rounds import LISTS, round_of
from junheng.rooms.admissions.values import MECHANISM_LABELS, Mechanism

# What offices call the files of a round.
FILE_WORDS = {"applicants": ("报名", "志愿"), "priorities": ("顺位", "资格"), "schools": ("学校", "学位", "招生计划"), "reserves": ("预留",)}
KIND_LABEL = "Pupils matched with schools"
RULE_LABELS = {
    "lowest": "The lowest ticket goes first", "highest": "The highest ticket goes first",
    "pick_in_ticket_order": "whoever is left gets a school with seats, by ticket", "together": "twins are kept together",
    "reserves": "reserved seats first", "lists": "%(schools)s schools, %(seats)s seats",
}
TOLD_LABELS = {"placed": "%(placed)s of %(count)s placed", "school": "School", "seats": "Admitted / seats", "id": "Identifier",
               "choice": "Choice", "mine": "Admitted by %(school)s.", "chosen": "Admitted by %(school)s, choice %(choice)s.",
               "not mine": "Not placed in this round."}


def draw_kinds() -> list[DrawKind]:
    """The kinds of draw that a round can be."""
    replays = engine.replays()
    return [DrawKind(kind="match", algorithm=mechanism.algorithm, label=KIND_LABEL, lists=("applicants", "schools"),
                     replay=replays["match", mechanism.algorithm], taken=take, checked=check, said=said, told=told, mine=mine, private=True)
            for mechanism in Mechanism]


def take(asked: Mapping[str, Any], files: Files, day: date) -> Taken:
    """This will read the lists of a round, each from the file that is named after it. Raises Refused with all faults.

    `asked` holds `mechanism` and any of the words of round.toml.
    """
    del day
    named: dict[str, tuple[str, bytes]] = {}
    for file, content in files:
        name = list_of(file)
        if name in named:
            raise Refused(Finding("list-twice", "“%(first)s” and “%(second)s” are both the list %(name)s.", "Send one of them.",
                                  Place(file=file), {"first": named[name][0], "second": file, "name": name}))
        named[name] = (file, content)
    frozen = round_of(named, asked)
    return Taken(tuple(frozen.lists.values()), {name: sheet.changed for name, sheet in frozen.sheets.items()},
                 {name: sheet.file for name, sheet in frozen.sheets.items()}, asked, frozen.rules)


def list_of(file: str) -> str:
    """The list that a file holds, by its name. Raises Refused."""
    stem = PurePath(file).stem.lower()
    for name in LISTS:
        if stem == name:
            return name
    # 预留学位 are reserves, 学位 alone are the schools: the rarer word goes first.
    for name in reversed(LISTS):
        if any(word in stem for word in FILE_WORDS[name]):
            return name
    raise Refused(Finding("list-unknown", "“%(file)s” does not say which list it is.",
                          "Name the files applicants, priorities, schools, reserves, or 报名, 顺位, 学校, 预留.",
                          Place(file=file), {"file": file}))


def check(rules: Mapping[str, Any], lists: Lists) -> None:
    """Whatever can be wrong with a round was said when its lists were read."""
    del rules, lists


def said(rules: Mapping[str, Any], lists: Lists) -> Sequence[Said]:
    """The rules of a round, and how many seats there are."""
    found: list[Said] = [(MECHANISM_LABELS[Mechanism(rules["mechanism"])], {})]
    found += [(RULE_LABELS[word], {}) for word in (rules.get("ticket_order", "lowest"), rules.get("remainder"), rules.get("twins"))
              if word in RULE_LABELS]
    if rules.get("reserves") == "listed":
        found.append((RULE_LABELS["reserves"], {}))
    if "schools" in lists:
        seats = [int(cell) for cell in lists["schools"].column("seats")]
        found.append((RULE_LABELS["lists"], {"schools": len(seats), "seats": sum(seats)}))
    return found


def told(rules: Mapping[str, Any], outcome: Mapping[str, Any], lists: Lists) -> Outcome:
    """Who goes to which school; in the hall how many each has admitted."""
    del rules
    codes, seats, ids = lists["schools"].ids, lists["schools"].column("seats"), lists["applicants"].ids
    admitted = Counter(outcome["schools"])
    cards = tuple((code, f"{admitted[line]} / {seat}") for line, (code, seat) in enumerate(zip(codes, seats, strict=True), start=1))
    rows = tuple((own, codes[school - 1] if school else "", str(choice or ""))
                 for own, school, choice in zip(ids, outcome["schools"], outcome["choices"], strict=True))
    placed = len(ids) - admitted[0]
    return Outcome((TOLD_LABELS["placed"], {"placed": placed, "count": len(ids)}), (TOLD_LABELS["school"], TOLD_LABELS["seats"]), cards,
                   (TOLD_LABELS["id"], TOLD_LABELS["school"], TOLD_LABELS["choice"]), rows)


def mine(outcome: Mapping[str, Any], lists: Lists, line: int) -> Said:
    """The school of one line."""
    school, choice = outcome["schools"][line - 1], outcome["choices"][line - 1]
    if not school:
        return TOLD_LABELS["not mine"], {}
    return TOLD_LABELS["chosen" if choice else "mine"], {"school": lists["schools"].ids[school - 1], "choice": choice}
