"""Transcripts and notices: made, sealed, and checked line by line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from junheng.ground.draws.engine import seeds
from junheng.ground.draws.engine.cells import normal
from junheng.ground.draws.engine.lists import described, parting
from junheng.ground.draws.engine.order import in_order
from junheng.ground.draws.engine.shapes import misshapen
from junheng.ground.draws.values import (
    EXACT,
    FORMAT,
    NOTICE_FORMAT,
    FrozenList,
    Line,
    Lists,
    Replay,
    Verdict,
)
from junheng.ground.kernel.findings import Refused

ANNOUNCED = ("kind", "algorithm", "lists", "rules")


def canonical(held: Mapping[str, Any]) -> bytes:
    """The canonical text of an object without its `digest`. Raises ValueError for numbers that are not exact."""
    if not exact(held):
        raise ValueError("a draw holds texts and integers below 2^53 only")
    bare = {key: value for key, value in held.items() if key != "digest"}
    return json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def exact(held: Any) -> bool:
    """Whether an object holds only what every language keeps exactly."""
    if isinstance(held, Mapping):
        return all(isinstance(key, str) and exact(key) and exact(value) for key, value in held.items())
    if isinstance(held, list | tuple):
        if set(map(type, held)) == {int}:
            return bool(min(held) >= -EXACT and max(held) <= EXACT)
        return all(map(exact, held))
    if isinstance(held, str):
        # Half a surrogate pair is no character: nothing in UTF-8 stands for it.
        return held.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in held)
    return held is None or isinstance(held, bool) or (isinstance(held, int) and -EXACT <= held <= EXACT)


def with_digest(held: Mapping[str, Any]) -> dict[str, Any]:
    """An object with its digest at the end."""
    return {**held, "digest": sha256(canonical(held)).hexdigest()}


def written(held: Mapping[str, Any]) -> bytes:
    """A transcript or notice as it is published: the same object gives the same bytes everywhere.

    One line for each key, so that a person can read it and a long outcome stays one line.
    """
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in held.items())
    return f"{{\n{lines}\n}}\n".encode()


def transcript(*, kind: str, algorithm: str, lists: Sequence[FrozenList], rules: Mapping[str, Any], seed: str,
               outcome: Mapping[str, Any], notice: str | None = None) -> dict[str, Any]:
    """The record of one run, sealed."""
    return with_digest({
        "format": FORMAT, "kind": kind, "algorithm": algorithm, "notice": notice,
        "lists": [described(each) for each in lists], "rules": dict(rules), "seed": seed, "outcome": dict(outcome),
    })


def notice(*, title: str, kind: str, algorithm: str, lists: Sequence[FrozenList], rules: Mapping[str, Any],
           seed_made: Mapping[str, Any], at: Mapping[str, Any], witnesses: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is published before the seed is made, sealed."""
    return with_digest({
        "format": NOTICE_FORMAT, "title": title, "kind": kind, "algorithm": algorithm,
        "lists": [described(each) for each in lists], "rules": dict(rules), "seed_made": dict(seed_made),
        "at": dict(at), "witnesses": [dict(each) for each in witnesses],
    })


def run_order(rules: Mapping[str, Any], seed: str, lists: Lists) -> dict[str, Any]:
    """A draw of kind `order`: line numbers in the order drawn, the first `take` of them. Raises ValueError."""
    take = rules.get("take", 0)
    if type(take) is not int or take < 0:
        raise ValueError("how many are drawn is a whole number, 0 for all")
    names = lists["roster"].ids
    places = in_order(seed=seed, names=names, source=str(rules.get("source", "ticket")),
                      first=str(rules.get("first", "lowest")))
    return {"order": [place + 1 for place in places[:take or len(places)]]}


def check(held: Mapping[str, Any], lists: Lists, *, replays: Mapping[tuple[str, str], Replay],
          announced: Mapping[str, Any] | None = None, shares: Sequence[str | None] = ()) -> Verdict:
    """This will hold a transcript against lists, notice and replay, line by line, as docs/reference/draws.md says.

    `replays` gives the replay of each (kind, algorithm) that the caller knows.
    """
    where = unknown(held, replays)
    lines = [Line("format", not where, where)]
    if where:
        return Verdict(lines)
    if not exact(held):
        return Verdict([*lines, Line("seal", False, "numbers")])
    lines.append(Line("seal", held["digest"] == sha256(canonical(held)).hexdigest()))
    if announced is not None:
        lines.append(against_notice(held, announced))
    for named in held["lists"]:
        mine = lists.get(named["name"])
        where = "missing" if mine is None else parting(named, mine)
        lines.append(Line(f"list {named['name']}", not where, where))
        if where:
            return Verdict(lines)
    lines.append(seed_line(held["seed"], announced, shares))
    lines.append(outcome_line(held, lists, replays[(held["kind"], held["algorithm"])]))
    return Verdict(lines)


def unknown(held: Mapping[str, Any], replays: Mapping[tuple[str, str], Replay]) -> str:
    """What of a transcript is not known here: its format, kind and algorithm, or the key that is not as it must be."""
    form, kind, algorithm = (said if isinstance(said, str) else "?" for said in map(held.get, ("format", "kind", "algorithm")))
    if form != FORMAT or (kind, algorithm) not in replays:
        return f"{form} {kind} {algorithm}"
    return misshapen(held)


def against_notice(held: Mapping[str, Any], announced: Mapping[str, Any]) -> Line:
    """Whether a draw is the one announced."""
    if not exact(announced) or announced.get("digest") != sha256(canonical(announced)).hexdigest():
        return Line("notice", False, "digest")
    if held.get("notice") != announced["digest"]:
        return Line("notice", False, "another notice")
    differs = next((key for key in ANNOUNCED if difference(held.get(key), announced.get(key))), "")
    return Line("notice", not differs, differs)


def seed_line(seed: str, announced: Mapping[str, Any] | None, shares: Sequence[str | None]) -> Line:
    """Whether the seed is normal, and follows from sealed shares where they are known."""
    if not seed or seed != normal(seed):
        return Line("seed", False, "not normal")
    made = (announced or {}).get("seed_made")
    if shares and isinstance(made, Mapping) and made.get("how") == "shares" and made.get("missing") != "balls":
        try:
            follows = seeds.joined(made, shares) == seed
        except (Refused, KeyError, TypeError):
            follows = False
        return Line("seed", follows, "" if follows else "shares")
    return Line("seed", True)


def outcome_line(held: Mapping[str, Any], lists: Lists, replay: Replay) -> Line:
    """Whether a replay gives the same outcome."""
    try:
        again = replay(held["rules"], str(held["seed"]), lists)
    except (Refused, ValueError, KeyError, TypeError, IndexError, ZeroDivisionError) as fault:
        return Line("outcome", False, f"cannot run: {fault}")
    where = difference(held.get("outcome"), dict(again))
    return Line("outcome", not where, where)


def difference(said: Any, again: Any, path: str = "") -> str:
    """The first place in which two outcomes differ: "" when nowhere."""
    if isinstance(said, Mapping) and isinstance(again, Mapping):
        if set(said) != set(again):
            return f"{path or 'keys'} {' '.join(sorted(set(said) ^ set(again)))}"
        return next((found for key in sorted(said) if (found := difference(said[key], again[key], f"{path}{key}"))), "")
    if isinstance(said, list | tuple) and isinstance(again, list | tuple):
        if len(said) != len(again):
            return f"{path} has {len(said)} entries, {len(again)} follow"
        return next((found for place, (a, b) in enumerate(zip(said, again, strict=True), start=1)
                     if (found := difference(a, b, f"{path} {place}"))), "")
    if type(said) is type(again) and said == again:
        return ""
    return f"{path}: {json.dumps(said, ensure_ascii=False)} stands, {json.dumps(again, ensure_ascii=False)} follows"
