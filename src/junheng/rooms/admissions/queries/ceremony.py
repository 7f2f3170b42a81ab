"""A round of admissions as a ceremony holds it: read, checked, run and told in the hall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext

from junheng.ground.draws.engine import freeze
from junheng.ground.draws.kinds import DrawKind, Files, Outcome, Said, Taken
from junheng.ground.draws.values import Changed, FrozenList, Lists
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets import read_table
from junheng.rooms.admissions import engine
from junheng.rooms.admissions.queries.rounds import LISTS, round_of
from junheng.rooms.admissions.sheets import TITLES
from junheng.rooms.admissions.values import MECHANISM_LABELS, Mechanism

# What offices call the files of a round.
FILE_WORDS = {"applicants": ("报名", "志愿"), "priorities": ("顺位", "资格"), "schools": ("学校", "学位", "招生计划"), "reserves": ("预留",)}
# Titles under which offices keep the names of schools, the plainest first.
NAMES = ("学校名称", "学校", "名称", "name")
LIST_LABELS = {"applicants": "Applicants with their choices", "priorities": "Priorities", "schools": "Schools and seats",
               "reserves": "Reserved seats"}
KIND_LABEL = "Pupils matched with schools"
RULE_LABELS = {
    "lowest": "The lowest ticket goes first", "highest": "The highest ticket goes first", "ring": "Start and step",
    "pick_in_ticket_order": "whoever is left gets a school with seats, by ticket", "together": "twins are kept together",
    "reserves": "reserved seats first", "lists": "%(schools)s schools, %(seats)s seats",
}
TOLD_LABELS = {"placed": "%(placed)s of %(count)s placed", "school": "School", "seats": "Admitted / seats", "id": "Identifier",
               "choice": "Choice", "mine": "Admitted by %(school)s.", "chosen": "Admitted by %(school)s, choice %(choice)s.",
               "not mine": "Not placed in this round.",
               "code": "School code", "nowhere": "not placed", "bureau": "placed by the bureau"}


def draw_kinds() -> list[DrawKind]:
    """The kinds of draw that a round can be."""
    replays = engine.replays()
    return [DrawKind(kind="match", algorithm=mechanism.algorithm, label=KIND_LABEL, lists=("applicants", "schools"),
                     replay=replays["match", mechanism.algorithm], taken=take, checked=check, said=said, told=told, mine=mine, private=True,
                     list_labels=LIST_LABELS, circle=families)
            for mechanism in Mechanism]


def families(lists: Lists) -> int:
    """How many stand in a ring: children of one household stand there once."""
    return len(set(engine.labels_of(lists["applicants"])))


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
    lists, changed = frozen.lists, {name: sheet.changed for name, sheet in frozen.sheets.items()}
    lists["schools"], changed["schools"] = with_names(lists["schools"], *named["schools"])
    return Taken(tuple(lists.values()), changed, {name: sheet.file for name, sheet in frozen.sheets.items()}, asked, frozen.rules)


def with_names(schools: FrozenList, file: str, content: bytes) -> tuple[FrozenList, tuple[Changed, ...]]:
    """The schools with the names that stand in their file, and what normalisation changed. Names are shown, nothing is drawn by them."""
    table = read_table(content, file, required=schools.columns, titles=TITLES["schools"])
    title = next((each for each in NAMES if each in table.columns), None)
    columns = [*schools.columns, *([title] if title else [])]
    return freeze("schools", ["name" if column == title else column for column in columns], table.chosen(columns),
                  numeric=schools.numeric, titles=[table.title(column) for column in columns])


def names_of(schools: FrozenList) -> list[str]:
    """What each school is called where people read it: its name, with the code where two share one; else its code."""
    names = [name or code for name, code in zip(schools.column("name"), schools.ids, strict=True)]
    often = Counter(names)
    return [f"{name}（{code}）" if often[name] > 1 else name for name, code in zip(names, schools.ids, strict=True)]


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
    order = "ring" if rules.get("source") == "ring" else rules.get("ticket_order", "lowest")
    found += [(RULE_LABELS[word], {}) for word in (order, rules.get("remainder"), rules.get("twins"))
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
    schools, ids = lists["schools"], lists["applicants"].ids
    names, seats = names_of(schools), schools.column("seats")
    admitted = Counter(outcome["schools"])
    cards = tuple((name, f"{admitted[line]} / {seat}") for line, (name, seat) in enumerate(zip(names, seats, strict=True), start=1))
    nowhere, bureau = gettext(TOLD_LABELS["nowhere"]), gettext(TOLD_LABELS["bureau"])
    coded = "name" in schools.columns
    # Beside its code a name needs no other mark.
    places = [(code, name) if coded else (code,) for code, name in zip(schools.ids, schools.column("name"), strict=True)]
    none = ("", nowhere) if coded else (nowhere,)
    rows = tuple((own, *(places[school - 1] if school else none), str(choice or (bureau if school else "")))
                 for own, school, choice in zip(ids, outcome["schools"], outcome["choices"], strict=True))
    placed = len(ids) - admitted[0]
    return Outcome((TOLD_LABELS["placed"], {"placed": placed, "count": len(ids)}), (TOLD_LABELS["school"], TOLD_LABELS["seats"]), cards,
                   (TOLD_LABELS["id"], *((TOLD_LABELS["code"],) if coded else ()), TOLD_LABELS["school"], TOLD_LABELS["choice"]), rows)


def mine(outcome: Mapping[str, Any], lists: Lists, line: int) -> Said:
    """The school of one line."""
    school, choice = outcome["schools"][line - 1], outcome["choices"][line - 1]
    if not school:
        return TOLD_LABELS["not mine"], {}
    return TOLD_LABELS["chosen" if choice else "mine"], {"school": names_of(lists["schools"])[school - 1], "choice": choice}
