"""Combined scores: marks and a formula in, everybody's total, place and what decided it out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from junheng.ground.draws.engine import plain_number
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.admissions import sheets
from junheng.rooms.admissions.engine import checks
from junheng.rooms.admissions.engine.scores import Formula, Standing, combined, parted
from junheng.rooms.admissions.queries.listing import (
    SIGNS,
    WHOLE,
    Done,
    Files,
    Kind,
    Listing,
    certificate,
    changes,
    lists_in,
    refuse_all,
    ticket_keys,
)

LISTS, FORMULA = ("marks",), "formula.toml"
SCORES = ("applicant_id", "total", "place", "decided_by")
LABELS = {"total": "the total", "tie": "tie rule %(number)s", "ticket": "the ticket", "equal": "equal to the end"}


def scores_combined(files: Files, settings: bytes | None, *, seed: str | None, first: str = "lowest") -> Done:
    """This will add up everybody's weighted marks and place them, the highest total first: scores.csv and certificate.json.

    `files` gives name and content of marks, `settings` is formula.toml: `[weights]` by title of a column, `ties`, lists of titles
    whose sums decide between equal totals, one after the other. `seed` in normal form parts whoever is equal to the end; without
    one they share a place. Raises Refused.
    """
    formula = formula_of(settings)
    used = list(dict.fromkeys([*formula.weights, *(name for tie in formula.ties for name in tie)]))
    lists = lists_in(files, {"marks": Kind(sheets.APPLICANT, ("applicant_id", *used), numeric=tuple(used))}, LISTS)
    marks = lists["marks"]
    refuse_all([*checks.repeated(marks, "applicant_id", ("applicant_id",)), *(
        finding for name in used for finding in checks.empty(marks, name, "Write a score for every applicant; 0 where there is none."))])
    ids = marks.frozen.ids
    standings = combined({name: marks.frozen.column(name) for name in used}, formula)
    equal = sum(each.decided_by < 0 for each in standings)
    if seed is not None:
        standings = parted(standings, ticket_keys(ids, seed, first))
    told = certificate("scores", lists, rules={"weights": dict(formula.weights), "ties": [list(tie) for tie in formula.ties], "ticket_order": first},
                       seed=seed, applicants=len(ids), equal=equal)
    said = "%(count)s totals placed; %(equal)s of them equal to the one before and sharing its place." if seed is None else \
        "%(count)s totals placed; %(equal)s of them equal to the one before and placed by ticket."
    return Done({"scores.csv": sheets.as_csv(SCORES, rows_of(marks, standings, drawn=seed is not None)), "certificate.json": told},
                said, {"count": len(ids), "equal": equal}, changes(lists))


def formula_of(content: bytes | None) -> Formula:
    """What formula.toml says. Raises Refused."""
    if content is None:
        raise wrong("The file %(name)s is not in the folder.", "Write it: [weights] with a number for each column, and ties where wanted.",
                    name=FORMULA)
    try:
        said = tomllib.loads(content.decode("utf-8-sig"), parse_float=str)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise wrong("%(name)s cannot be read: %(why)s.", "Correct the line, put titles of columns in quotes, and save the file as UTF-8.",
                    name=FORMULA, why=str(fault)) from None
    if loose := sorted(said.keys() - {"weights", "ties"}):
        raise wrong("The formula does not know “%(key)s”.", "Write ties above [weights]; put the name of a column in quotes.", key=loose[0])
    weights, ties = said.get("weights"), said.get("ties", [])
    if not isinstance(weights, Mapping) or not weights:
        raise wrong("The formula has no weights.", "Write it: [weights] with a number for each column, and ties where wanted.")
    for name, weight in weights.items():
        if not is_weight(weight):
            raise wrong("The weight of “%(name)s” is not a number above 0.", "Write it in digits, with a point at most, and read the file again.", name=name)
    ties = [[tie] if isinstance(tie, str) else tie for tie in ties] if isinstance(ties, list) else [None]
    if not all(isinstance(tie, list) and tie and all(isinstance(name, str) for name in tie) for tie in ties):
        raise wrong("The ties of the formula are not lists of columns.", "Write them like ties = [[\"语文\", \"数学\"], [\"语文\"]].")
    if "applicant_id" in {*weights, *(name for tie in ties for name in tie)}:
        raise wrong("The formula does not know “%(key)s”.", "Name columns of marks.", key="applicant_id")
    return Formula({name: plain_number(str(weight)) for name, weight in weights.items()}, tuple(map(tuple, ties)))


def is_weight(said: Any) -> bool:
    """Whether it is a number above 0 in plain digits."""
    text = str(said)
    return (isinstance(said, int | str) and not isinstance(said, bool) and len(text) <= SIGNS and len(text.partition(".")[0]) <= WHOLE
            and sheets.is_number(text) and Decimal(plain_number(text) or 0) > 0)


def wrong(message: str, remedy: str, **values: str) -> Refused:
    """The refusal of a formula."""
    return Refused(Finding("formula", message, remedy, Place(file=FORMULA), values))


def rows_of(marks: Listing, standings: Sequence[Standing], *, drawn: bool) -> Iterator[tuple[Any, ...]]:
    """The lines of scores.csv, in the order of the marks."""
    last = gettext(LABELS["ticket" if drawn else "equal"])
    for name, one in zip(marks.frozen.ids, standings, strict=True):
        key = last if one.decided_by < 0 else gettext(LABELS["tie"]) % {"number": one.decided_by} if one.decided_by else gettext(LABELS["total"])
        yield name, spelled(one), one.place, key


def spelled(one: Standing) -> str:
    """A total in plain digits."""
    digits = f"{abs(one.total):0{one.decimals + 1}d}"
    at = len(digits) - one.decimals
    return plain_number(f"{'-' if one.total < 0 else ''}{digits[:at]}.{digits[at:] or '0'}")
