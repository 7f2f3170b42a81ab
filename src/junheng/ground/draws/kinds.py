"""Kinds of draws that a ceremony can be held for. This floor knows `order`; rooms register theirs in the shell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from junheng.ground.draws import engine
from junheng.ground.draws.values import Changed, FrozenList, Lists, Replay
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets import read_table

# Titles under which offices keep identifiers and names.
TITLES = {"编号": "id", "派位码": "id", "序号码": "id", "学籍号": "id", "学号": "id", "准考证号": "id", "单位代码": "id",
          "姓名": "name", "学生姓名": "name", "名称": "name", "学校": "name", "学校名称": "name"}
RULE_LABELS = {"lowest": "The lowest ticket goes first", "highest": "The highest ticket goes first", "ring": "Start and step",
               "take": "%(take)s are drawn of %(count)s"}
LIST_LABELS = {"roster": "List"}
ORDER_LABELS = {"kind": "Names drawn from a list", "rank": "Rank drawn", "id": "Identifier", "name": "Name",
                "drawn": "%(count)s drawn", "mine": "Drawn as number %(place)s.", "not mine": "Not drawn."}


# A message id and what fills its slots.
Said = tuple[str, Mapping[str, Any]]
# Files as they were sent: name and content.
Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was drawn, for screens and papers.

    `said` tells it in one sentence; `cards` are pairs of texts that a hall can read at once, under `card_head`; `rows` is
    the whole, under `head`, to be printed and signed. Titles are message ids.
    """

    said: Said
    card_head: tuple[str, str]
    cards: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def summed(self) -> bool:
        """Whether the cards sum the rows up rather than name them."""
        return self.cards != tuple(row[:2] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Taken:
    """Lists as they were read: frozen, with what normalisation changed in each, and where each came from; what is asked of
    the draw and its rules in full, which may stand on the columns of a list."""

    lists: tuple[FrozenList, ...]
    changed: Mapping[str, tuple[Changed, ...]]
    files: Mapping[str, str]
    asked: Mapping[str, Any]
    rules: Mapping[str, Any]


def distinct(lists: Lists) -> int:
    """How many different identifiers the roster has."""
    return len(set(lists["roster"].ids))


@dataclass(frozen=True, slots=True)
class DrawKind:
    """How draws of one kind are read, checked, run and told.

    `lists` names the lists that must be there; families find themselves in the first. `taken(asked, files, day)` reads
    them; `checked(rules, lists)` raises Refused for what cannot be run; `said(rules, lists)` gives the rules, also before
    there are lists; `told(rules, outcome, lists)` the outcome, `mine(outcome, lists, line)` what became of one line. Lists of
    a `private` kind say more of a child than a number: they are never open, and every line gets a receipt code.
    `list_labels` are the names of its lists, as message ids. Lists of a kind that `reads_alike` are read the same way
    whatever is asked. `carried` are the parts of what is asked that came in with a file; a correction keeps them. `circle(lists)`
    is how many stand in the ring where start and step are drawn.
    """

    kind: str
    algorithm: str
    label: str
    lists: tuple[str, ...]
    replay: Replay
    taken: Callable[[Mapping[str, Any], Files, date], Taken]
    checked: Callable[[Mapping[str, Any], Lists], None]
    said: Callable[[Mapping[str, Any], Lists], Sequence[Said]]
    told: Callable[[Mapping[str, Any], Mapping[str, Any], Lists], Outcome]
    mine: Callable[[Mapping[str, Any], Lists, int], Said]
    private: bool = False
    list_labels: Mapping[str, str] = field(default_factory=LIST_LABELS.copy)
    reads_alike: bool = False
    carried: tuple[str, ...] = ()
    circle: Callable[[Lists], int] = distinct


KINDS: dict[tuple[str, str], DrawKind] = {}


def register(kind: DrawKind) -> None:
    """This will make a kind known to the house. Raises ValueError for a second one of the same name."""
    key = (kind.kind, kind.algorithm)
    if KINDS.setdefault(key, kind) is not kind:
        raise ValueError(f"two kinds of draw called {key}")


def kind_of(kind: str, algorithm: str) -> DrawKind:
    """The kind with a name. Raises KeyError."""
    return KINDS[kind, algorithm]


def replays() -> dict[tuple[str, str], Replay]:
    """How each kind of draw is run again."""
    return {key: kind.replay for key, kind in KINDS.items()}


def refused(code: str, message: str, remedy: str, /, *, file: str = "", row: int | None = None, **values: str | int) -> Refused:
    """A refusal of a list or a rule."""
    return Refused(Finding(code, message, remedy, Place(file=file or None, row=row), values | ({"row": row} if row else {})))


def take_roster(asked: Mapping[str, Any], files: Files, day: date) -> Taken:
    """The one list of a draw of kind `order`; its rules are what is asked."""
    del day
    file, content = only(files)
    held, changed = frozen_roster(content, file)
    return Taken((held,), {"roster": changed}, {"roster": file}, asked, asked)


def only(files: Files) -> tuple[str, bytes]:
    """The one file sent. Raises Refused."""
    if len(files) != 1:
        raise refused("one-file", "This draw has one list; %(count)s files were sent.", "Send the list alone.", count=len(files))
    return files[0]


def frozen_roster(content: bytes, file: str) -> tuple[FrozenList, tuple[Changed, ...]]:
    """A list of children, people or places from a file: an identifier in each line, once, and a name where there is one."""
    table = read_table(content, file, required=["id"], titles=TITLES)
    columns = ["id", *(["name"] if "name" in table.columns else [])]
    said = {to: title for title, to in reversed(TITLES.items())}
    titles = [said[column] for column in columns]
    held, changed = engine.freeze("roster", columns, table.chosen(columns), titles=titles)
    if not held.rows:
        raise refused("list-empty", "%(name)s has no line below its head.", "Fill in the list and read the file again.",
                      file=file, name=file)
    first: dict[str, int] = {}
    for cells, number in zip(held.rows, table.numbers, strict=True):
        line = cells[0]
        if any("\0" in cell for cell in cells):
            raise refused("sign-unreadable", "Row %(row)s holds a sign that is no letter and no digit.",
                          "Type the row anew and read the file again.", file=file, row=number)
        if not line:
            raise refused("id-empty", "Row %(row)s has no identifier.", "Give every line its own identifier.", file=file,
                          row=number)
        if line in first:
            raise refused("id-twice", "“%(id)s” stands in row %(first)s and again in row %(row)s.",
                          "Take one of them out, or correct the identifier.", file=file, row=number, id=line,
                          first=first[line])
        first[line] = number
    return held, changed


def check_order(rules: Mapping[str, Any], lists: Lists) -> None:
    """This will refuse to draw more than there are."""
    count = len(lists["roster"].rows)
    if rules["take"] > count:
        raise refused("take-too-many", "%(take)s are to be drawn, and the list has %(count)s lines.",
                      "Correct the number to be drawn, or the list.", take=rules["take"], count=count)


def order_said(rules: Mapping[str, Any], lists: Lists) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """The rules of a draw of kind `order`."""
    count = len(lists["roster"].rows) if "roster" in lists else 0
    name = "ring" if rules["source"] == "ring" else rules["first"]
    return [(RULE_LABELS[name], {}),
            (RULE_LABELS["take"], {"take": rules["take"] or count, "count": count})]


def order_told(rules: Mapping[str, Any], outcome: Mapping[str, Any], lists: Lists) -> Outcome:
    """Who was drawn, in order."""
    del rules
    rows = lists["roster"].rows
    named = "name" in lists["roster"].columns
    drawn = tuple((str(place), rows[line - 1][0], *((rows[line - 1][1],) if named else ()))
                  for place, line in enumerate(outcome["order"], start=1))
    rank, identifier = ORDER_LABELS["rank"], ORDER_LABELS["id"]
    return Outcome((ORDER_LABELS["drawn"], {"count": len(drawn)}), (rank, identifier), tuple(row[:2] for row in drawn),
                   (rank, identifier, *((ORDER_LABELS["name"],) if named else ())), drawn)


def order_mine(outcome: Mapping[str, Any], lists: Lists, line: int) -> Said:
    """As which number a line was drawn."""
    del lists
    order = outcome["order"]
    return (ORDER_LABELS["mine"], {"place": order.index(line) + 1}) if line in order else (ORDER_LABELS["not mine"], {})


register(DrawKind(kind="order", algorithm="order/1", label=ORDER_LABELS["kind"], lists=("roster",), replay=engine.run_order,
                  taken=take_roster, checked=check_order, said=order_said, told=order_told, mine=order_mine, reads_alike=True))
