"""Files of indicators and standards made into values; nonsense is refused with the file, the key and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.standards import Book, Entry
from junheng.ground.standards.book import Source
from junheng.rooms.indicators.values.definitions import (
    Better,
    Indicator,
    Item,
    Part,
    Rule,
    Scope,
    Shape,
    Standard,
)
from junheng.rooms.indicators.values.inputs import INPUTS, WORDS

INDICATOR_KEYS = {"titles", "why", "shape", "better", "per", "unit", "lacking", "numerator", "denominator", "source", "cases"}
STANDARD_KEYS = {"title", "titles", "stages", "kinds_out", "ownership_out", "source", "items", "values", "cases"}
ITEM_KEYS = {"id", "indicator", "titles", "sizes"}


def indicator(name: str, said: Mapping[str, Any]) -> Indicator:
    """An indicator from its file. Raises Refused."""
    known(name, said, INDICATOR_KEYS)
    shape, better = word(name, said, "shape", Shape), word(name, said, "better", Better)
    per = said.get("per", 1)
    if not isinstance(per, int) or isinstance(per, bool) or per < 1:
        raise wrong(name, "per", "“%(key)s” is a whole number, 1 or more.")
    denominator = part(name, said, "denominator") if "denominator" in said else None
    if (denominator is None) != (shape is Shape.WITHIN):
        raise wrong(name, "denominator", "A ratio or a share has a denominator, and nothing else has one.")
    if not str(said.get("source", {}).get("document", "")).strip():
        raise wrong(name, "source", "The formula has no source.")
    return Indicator(name, titles(name, said), said.get("why", {}), shape, better, per, str(said.get("unit", "")),
                     part(name, said, "numerator"), denominator, str(said.get("lacking", "")), source(said["source"]))


def source(said: Mapping[str, Any]) -> Source:
    """Where a formula comes from."""
    document, number, clause, mark, entered_by, checked_by = (str(said.get(key, "")) for key in ("document", "number", "clause", "mark", "entered_by", "checked_by"))
    return Source(document, number, clause, mark, entered_by, checked_by, said.get("review_by"))


def part(name: str, said: Mapping[str, Any], key: str) -> Part:
    """The numerator or the denominator."""
    body = said.get(key)
    if not isinstance(body, Mapping) or body.get("table") not in INPUTS:
        raise wrong(name, key, "“%(key)s” names no published table.")
    held = INPUTS[body["table"]].columns
    about = held if body["table"] == "population" else {**INPUTS["schools"].columns, **held}
    for column in (body.get("column"), *body.get("where", {})):
        if column not in about:
            raise wrong(name, key, "“%(key)s” names a column that the published table does not have: %(column)s.", column=str(column))
    for column, allowed in body.get("where", {}).items():
        if lost := set(allowed) - set(WORDS.get(column, allowed)):
            raise wrong(name, key, "“%(key)s” names a value that column does not have: %(column)s.", column=sorted(lost)[0])
    return Part(body["table"], body["column"], {column: tuple(allowed) for column, allowed in body.get("where", {}).items()})


def standard(name: str, said: Mapping[str, Any], indicators: Mapping[str, Indicator], book: Book, subject: str, on: date) -> Standard:
    """A standard set as it stands on a day, thresholds resolved from county to nation. Raises Refused."""
    known(name, said, STANDARD_KEYS)
    stages = tuple(said.get("stages", ()))
    if not stages or set(stages) - set(WORDS["stage"]):
        raise wrong(name, "stages", "“%(key)s” names stages: kindergarten, primary, junior, senior.")
    entry = book.at(on).get(subject)
    if entry is None or not any(entry.chains.values()):
        raise wrong(name, "values", "No value of this standard is in force on %(day)s.", day=on.isoformat())
    entries = book.at(on)
    items = tuple(item(name, each, indicators, entry, entries, stages) for each in said.get("items", ()))
    if len({each.id for each in items}) < len(items) or not items:
        raise wrong(name, "items", "Two items have one number, or there is none.")
    for key in entry.chains:
        if key not in RULES | {each.id for each in items} | {str(each.get("sizes", "")) for each in said["items"]}:
            raise wrong(name, key, "“%(key)s” belongs to no item of the standard.")
    return Standard(name, titles(name, said), stages, items,
                    Scope(tuple(said.get("kinds_out", ())), tuple(said.get("ownership_out", ())), int(plain(entry, "small_point") or 0)),
                    rule(entry, stages), by_stage(entry, "weight", WORDS["stage"]))


RULES = {"reach", "floor", "spread", "composite", "small_point", "weight"}


def item(name: str, said: Mapping[str, Any], indicators: Mapping[str, Indicator], entry: Entry, entries: Mapping[str, Entry],
         stages: Iterable[str]) -> Item:
    """One item of a standard."""
    known(name, said, ITEM_KEYS)
    key = str(said.get("id", ""))
    if not key:
        raise wrong(name, "items", "An item has no number.")
    if "indicator" not in said:
        return Item(key, titles(name, said))
    found = indicators.get(said["indicator"])
    if found is None:
        raise wrong(name, key, "%(key)s: there is no indicator “%(column)s”.", column=str(said["indicator"]))
    sizes: dict[str, Fraction] = {}
    if found.shape is Shape.WITHIN:
        subject, _, own = str(said.get("sizes", "")).rpartition(":")
        held = entries.get(subject, entry) if subject else entry
        sizes = by_stage(held, own, {each.stage for each in held.chains.get(own, ())})
        if not sizes:
            raise wrong(name, key, "%(key)s: the sizes of “%(column)s” are not given.", column=str(said.get("sizes", "")))
    limits = by_stage(entry, key, stages if found.shape is Shape.RATIO else ("",))
    dated = next((each for stage in limits for each in entry.chain(key, stage=stage)), None)
    return Item(key, said.get("titles", found.titles), found, limits, sizes, dated.source if dated else None)


def rule(entry: Entry, stages: Iterable[str]) -> Rule:
    """The rule of schools and stages."""
    reach = plain(entry, "reach")
    return Rule(None if reach is None else int(reach), plain(entry, "floor"), by_stage(entry, "spread", stages), by_stage(entry, "composite", stages))


def plain(entry: Entry, key: str) -> Fraction | None:
    """A value for all stages, where there is one."""
    found = by_stage(entry, key, ("",))
    return found.get("")


def by_stage(entry: Entry, key: str, stages: Iterable[str]) -> dict[str, Fraction]:
    """The values in force by stage; a stage without one is not there."""
    found = {}
    for stage in stages:
        for dated in entry.chain(key, stage=stage):
            if isinstance(dated.value, Decimal):
                found[stage] = Fraction(dated.value)
                break
    return found


def word(name: str, said: Mapping[str, Any], key: str, kind: type[Any]) -> Any:
    """A word of a list."""
    try:
        return kind(said.get(key))
    except ValueError:
        raise wrong(name, key, "“%(key)s” is one of: %(column)s.", column=", ".join(str(each) for each in kind)) from None


def titles(name: str, said: Mapping[str, Any]) -> Mapping[str, str]:
    """The title in both languages."""
    found = said.get("titles", {})
    if not isinstance(found, Mapping) or not (str(found.get("zh", "")).strip() and str(found.get("en", "")).strip()):
        raise wrong(name, "titles", "A title in Chinese (zh) and one in English (en) are asked for.")
    return {key: str(value) for key, value in found.items()}


def known(name: str, said: Mapping[str, Any], keys: set[str]) -> None:
    """This will refuse a key that nobody reads: it is a slip of the pen."""
    for key in said:
        if key not in keys:
            raise wrong(name, key, "“%(key)s” means nothing here.")


def wrong(name: str, key: str, message: str, **values: str) -> Refused:
    """A refusal that names the file and the key."""
    return Refused(Finding(code="indicator", message=message, remedy="Correct the file and load it again.",
                           place=Place(file=name, column=key), values={"key": key, **values}))
