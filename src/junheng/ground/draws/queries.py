"""Questions about draws: lists of them, one draw with its ceremony, what everybody may see."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from junheng.ground.draws import access, engine
from junheng.ground.draws.ceremony import HALL_LABELS, CeremonyStep, ceremony
from junheng.ground.draws.kinds import DrawKind, Outcome, kind_of
from junheng.ground.draws.models import Draw, DrawList, Run, SeedEntry, StepDone
from junheng.ground.draws.values import FrozenList
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person


def frozen(row: DrawList) -> FrozenList:
    """A list as the engine takes it."""
    return FrozenList(row.name, tuple(row.columns), tuple(map(tuple, row.rows)), tuple(row.numeric), tuple(row.titles))


def frozen_lists(draw: Draw) -> dict[str, FrozenList]:
    """All lists of a draw by name."""
    return {row.name: frozen(row) for row in draw.lists.all()}


def first_change(known: DrawList, again: FrozenList) -> tuple[int, str, str] | None:
    """Where a list read anew parts from the published one, receipt codes aside: line, what was published, what is read."""
    columns = [column for column in known.columns if column != "receipt"]
    if list(again.columns) != columns:
        return 0, " ".join(columns), " ".join(again.columns)
    for line, (one, other) in enumerate(zip_longest(known.rows, again.rows, fillvalue=()), start=1):
        if tuple(one[:len(columns)]) != tuple(other):
            return line, " ".join(one[:len(columns)]), " ".join(other)
    return None


def steps_done(draw: Draw, number: int) -> dict[str, StepDone]:
    """The steps of a round that are done; what comes before the seed holds for every round."""
    codes = [each.code for each in ceremony()]
    before = set(codes[:codes.index("seeded")])
    return {row.code: row for row in draw.steps.all() if row.round == number or row.code in before}


def last_attempt(draw: Draw, number: int) -> dict[int, SeedEntry]:
    """The entries of the latest attempt at the seed, by place."""
    rows = [row for row in draw.entries.all() if row.round == number]
    last = max((row.attempt for row in rows), default=0)
    return {row.place: row for row in rows if row.attempt == last}


def next_attempt(entries: Mapping[int, SeedEntry]) -> int:
    """The attempt in which the next entry stands: the same until both were made."""
    last = max((row.attempt for row in entries.values()), default=1)
    return last + 1 if len(entries) == 2 else last


def seed_of(draw: Draw, number: int) -> str:
    """The seed of a round: "" while there is none."""
    row = draw.steps.filter(round=number, code="seeded").first()
    return str(row.said["seed"]) if row else ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ceremony and whether it is done."""

    step: CeremonyStep
    done: StepDone | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Hall:
    """One draw with its ceremony, as screens and papers show it."""

    draw: Draw
    kind: DrawKind
    unit_name: str
    lists: Mapping[str, FrozenList]
    said: list[tuple[str, Mapping[str, Any]]]
    round: int
    steps: list[Step]
    part: str
    attempt: Mapping[int, SeedEntry]
    next_attempt: int
    seed: str
    runs: list[Run]
    run: Run | None
    outcome: Outcome | None

    @property
    def roster(self) -> FrozenList | None:
        """The list drawn from."""
        return self.lists.get(self.kind.lists[0])

    @property
    def named_lists(self) -> list[tuple[str, str, str]]:
        """Name, message id and file name of each list."""
        return [(name, self.kind.list_labels[name], f"{name}.csv") for name in self.lists]

    @property
    def identifier(self) -> str:
        """What the list calls its identifiers; "" while there is none."""
        return next(iter(self.roster.titles), "") if self.roster else ""

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.roster.rows) if self.roster else 0

    @property
    def digest(self) -> str:
        """The digest of the list, as it is read aloud."""
        if self.draw.notice is None:
            return ""
        return grouped(self.draw.notice["lists"][0]["digest"])

    @property
    def differs(self) -> int:
        """The first place in which two entries differ; 0 when they do not, or one is still to come."""
        if len(self.attempt) < 2 or self.seed:
            return 0
        one, other = self.attempt[1].text, self.attempt[2].text
        return next((place for place, (a, b) in enumerate(zip(one, other, strict=False), start=1) if a != b),
                    min(len(one), len(other)) + 1)

    @property
    def is_posted(self) -> bool:
        """Whether the result is open to everybody."""
        return any(each.step.code == "published" and each.done for each in self.steps)

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """The parts of the hall screen: code, message id, and whether `past`, `cur` or to come."""
        codes = list(HALL_LABELS)
        here = codes.index(self.part)
        return [(code, HALL_LABELS[code], "past" if place < here else "cur" if place == here else "")
                for place, code in enumerate(codes)]

    def steps_of(self, part: str) -> list[Step]:
        """The steps of one part."""
        return [each for each in self.steps if each.step.hall == part]


def grouped(digest: str) -> str:
    """The first twelve digits of a digest in groups of four."""
    return " ".join(digest[place:place + 4] for place in (0, 4, 8))


def hall_of(draw: Draw) -> Hall:
    """A draw with everything that its screens show."""
    kind, number = kind_of(draw.kind, draw.algorithm), 1 + draw.reruns.filter(approved=True).count()
    there = steps_done(draw, number)
    who = names(row.by_id for row in there.values())
    steps = [Step(each, there.get(each.code), who.get(there[each.code].by_id, "") if each.code in there else "")
             for each in ceremony()]
    missing = [each.step for each in steps if each.done is None and not each.step.optional]
    # The parts end with the result, also when everything is done.
    part = missing[0].hall if missing else "result"
    runs = list(draw.runs.all())
    run = next((each for each in runs if each.round == number), None)
    lists, attempt = frozen_lists(draw), last_attempt(draw, number)
    return Hall(draw=draw, kind=kind, unit_name=draw.unit.name, lists=lists, said=list(kind.said(draw.rules, lists)), round=number,
                steps=steps, part=part, attempt=attempt, next_attempt=next_attempt(attempt),
                seed=seed_of(draw, number), runs=runs, run=run,
                outcome=kind.told(draw.rules, run.transcript["outcome"], lists) if run else None)


def draws_of(person: Person) -> list[Draw]:
    """The draws that a person may see, the latest first."""
    return list(access.visible(person, Draw.objects.select_related("unit").prefetch_related("runs", "steps")))


def draw_of(person: Person, draw_id: int) -> Draw:
    """A draw that the person may see. Raises Draw.DoesNotExist for anybody else."""
    return access.visible(person, Draw.objects.select_related("unit")).get(pk=draw_id)


def published_draws() -> list[Draw]:
    """Draws whose notice is open to everybody."""
    return list(Draw.objects.exclude(published_at=None).select_related("unit"))


def published_draw(draw_id: int) -> Draw:
    """A draw whose notice is open to everybody. Raises Draw.DoesNotExist."""
    return Draw.objects.exclude(published_at=None).select_related("unit").get(pk=draw_id)


def notice_file(draw: Draw) -> bytes:
    """notice.json as published."""
    return engine.written(draw.notice or {})


def transcript_file(draw: Draw, number: int | None = None) -> bytes:
    """transcript.json of a round, else of the one that stands. Raises ObjectDoesNotExist before the result is published."""
    hall = hall_of(draw)
    chosen = hall.run if number is None else next((each for each in hall.runs if each.round == number), None)
    if chosen is None or (not hall.is_posted and chosen == hall.run):
        raise ObjectDoesNotExist
    return engine.written(chosen.transcript)


def list_file(draw: Draw, name: str = "") -> bytes:
    """A frozen list as .csv (UTF-8 with BOM), as checkers take it: the first one unless another is named."""
    row = draw.lists.get(name=name or kind_of(draw.kind, draw.algorithm).lists[0])
    out = io.StringIO(newline="")
    csv.writer(out).writerows([row.titles or row.columns, *row.rows])
    return out.getvalue().encode("utf-8-sig")


def line_of(draw: Draw, identifier: str, receipt: str) -> int | None:
    """The line on which a family finds its child in the list as frozen; None when nowhere."""
    held = frozen(draw.lists.get(name=kind_of(draw.kind, draw.algorithm).lists[0]))
    wanted, code = engine.normal(identifier), "".join(engine.normal(receipt).split())
    named = (draw.notice or {})["lists"][0]
    for row in held.rows:
        if row[0] == wanted and ("receipt" not in held.columns or row[-1] == code):
            return engine.line_of(named, row)
    return None


def day_of(moment: datetime) -> str:
    """A day as papers write it."""
    return f"{moment.year}年{moment.month}月{moment.day}日"
