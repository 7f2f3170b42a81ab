"""Draws made for the tests: rosters as people send them, rules, seeds, notices, and changes of a single field."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from junheng.ground.draws import engine
from junheng.ground.draws.engine.transcripts import with_digest


@dataclass(frozen=True, slots=True)
class Case:
    """What a checker is given: the bytes of transcript and notice, of each list by name, and the shares."""

    transcript: bytes
    files: Mapping[str, bytes]
    notice: bytes | None = None
    shares: Sequence[str] = field(default=())


NAMES = ("张三", "欧阳若兮", "Ａｎｎ", "o'Brien", "𠮷田", "ﾊﾝｶｸ", "阿依古丽·买买提", "", "李 四", '引"号', "逗,号", "换\n行")
SPACES = ("", "", "", " ", "　", "​", "\ufeff", "\xa0")
TITLES = {"pupil_id": "学号", "name": "姓名", "score": "成绩", "receipt": "回执码"}


def csv_bytes(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """Rows as a .csv."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def roster(chance: Random, size: int, *, distinct: bool = True) -> list[dict[str, str]]:
    """Children with identifiers that carry stray spaces, wide digits and signs beyond the basic plane."""
    found = []
    for number in range(size):
        code = f"{chance.choice('PQ学𠮷')}{number if distinct else chance.randrange(max(1, size // 2)):04d}"
        if chance.random() < 0.2:
            code = "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() else sign for sign in code)
        found.append({"pupil_id": chance.choice(SPACES) + code + chance.choice(SPACES), "name": chance.choice(NAMES),
                      "score": chance.choice(("", "085.50", "-0", "+7", "１００", "99.990")),
                      "receipt": f"{chance.randrange(10**8):08d}"})
    return found


def drawn(chance: Random, *, announced: bool = True) -> tuple[dict[str, Any], dict[str, Any] | None, bytes]:
    """A transcript of kind `order`, its notice where there is one, and the .csv of its roster."""
    columns = ["pupil_id", *chance.sample(["name", "score", "receipt"], chance.randrange(4))]
    numeric = [column for column in columns if column == "score" and chance.random() < 0.7]
    children = roster(chance, chance.choice((1, 2, 3, 7, 20, 40)), distinct=chance.random() < 0.8)
    titles = [TITLES[column] for column in columns] if chance.random() < 0.5 else []
    held, _ = engine.freeze("roster", columns, [[child[column] for column in columns] for child in children],
                            numeric=numeric, titles=titles)
    source = chance.choice(("ticket", "ticket", "ring"))
    circle = len(set(held.ids))
    seed = (f"{chance.randint(1, circle)},{chance.randint(1, circle)}" if source == "ring"
            else chance.choice(("20260825", "3-8-0-5", "种子𠮷", f"{chance.randrange(10**6):06d}")))
    rules = {"source": source, "take": chance.choice((0, 1, len(children) // 2, len(children) + 3))}
    if source == "ticket":
        rules["first"] = chance.choice(("lowest", "highest"))
    common = {"kind": "order", "algorithm": "order/1", "lists": [held], "rules": rules}
    notice = engine.notice(title="摇号", seed_made={"how": "balls", "digits": 6}, at={"day": "2026-08-26", "place": "礼堂"},
                           witnesses=[{"role": "家长代表", "name": "王桂兰"}], **common) if announced else None
    outcome = engine.run_order(rules, seed, {"roster": held})
    transcript = engine.transcript(seed=seed, outcome=outcome, notice=notice and notice["digest"], **common)
    return transcript, notice, as_sent(chance, children, columns, titles)


def as_sent(chance: Random, children: Sequence[Mapping[str, str]], columns: Sequence[str], titles: Sequence[str]) -> bytes:
    """The roster as somebody saved it: a line above the head, columns in another order, one more, blank lines."""
    order = list(range(len(columns)))
    chance.shuffle(order)
    names = titles or columns
    rows: list[list[str]] = [["某县名单"]] if chance.random() < 0.3 else []
    rows.append([chance.choice(("", " ")) + names[place] for place in order] + ["备注"])
    for child in children:
        rows.append([child[columns[place]] for place in order] + chance.choice(([], ["无"])))
        if chance.random() < 0.05:
            rows.append(["", " "])
    encoding = chance.choice(("utf-8", "utf-8-sig", "gb18030"))
    return csv_bytes(rows, encoding=encoding, end=chance.choice(("\r\n", "\n")))


def case_of(transcript: Mapping[str, Any], notice: Mapping[str, Any] | None, content: bytes, *, name: str = "roster",
            shares: Sequence[str] = ()) -> Case:
    """Objects and a roster as a checker is given them."""
    return Case(as_json(transcript), {name: content}, as_json(notice) if notice is not None else None, shares)


def as_json(held: Any) -> bytes:
    """An object as somebody else's program writes it."""
    return json.dumps(held, ensure_ascii=True, indent=1).encode()


def sealed_anew(held: Mapping[str, Any]) -> dict[str, Any]:
    """A transcript whose forger also computes the digest anew."""
    return with_digest({key: value for key, value in held.items() if key != "digest"})


def changes(held: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every change of one field: another value, another type, gone, one more, two swapped; with its path."""
    if isinstance(held, dict):
        for key, value in held.items():
            yield (*path, key, "gone"), {other: each for other, each in held.items() if other != key}
            for where, changed in changes(value, (*path, key)):
                yield where, {**held, key: changed}
        yield (*path, "one more"), {**held, "one more": 1}
    elif isinstance(held, list):
        for place, value in enumerate(held):
            yield (*path, place, "gone"), [*held[:place], *held[place + 1:]]
            for where, changed in changes(value, (*path, place)):
                yield where, [*held[:place], changed, *held[place + 1:]]
        yield (*path, "one more"), [*held, copy.deepcopy(held[-1]) if held else 1]
        if len(held) > 1 and held[0] != held[1]:
            yield (*path, "swapped"), [held[1], held[0], *held[2:]]
    else:
        yield path, other_than(held)
        yield (*path, "null"), 0 if held is None else None


def other_than(held: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(held, str):
        return held[:-1] + ("0" if held[-1] != "0" else "1") if held else "x"
    return "x" if held is None else held + 1
