"""The published tables that a measurement reads (contract part 2): their columns, and the words that may stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from junheng.registry.values import Locale, Ownership, SchoolKind
from junheng.registry.values.counting import COUNTED, STAGES

COMBINED = ("nine_year", "complete_secondary", "twelve_year")
# Stages in which a school of a kind may stand in published tables of any county; kindergarten classes may be attached to any.
RUNS = {
    "primary": {"primary"}, "teaching_point": {"primary"}, "junior": {"junior"}, "nine_year": {"primary", "junior"},
    "complete_secondary": {"junior", "senior"}, "twelve_year": {"primary", "junior", "senior"}, "senior": {"senior"},
    "vocational": {"senior"}, "special": {"primary", "junior", "senior"}, "kindergarten": set(),
}
ATTACHED = "kindergarten"
WORDS = {
    "kind": tuple(each.value for each in SchoolKind), "stage": tuple(each.value for each in STAGES),
    "locale": tuple(each.value for each in Locale), "ownership": tuple(each.value for each in Ownership),
}
# English message ids.
STAGE_LABELS = {"kindergarten": "kindergarten stage", "primary": "primary stage", "junior": "junior stage", "senior": "senior stage"}
RESOURCES = COUNTED


class Cell(StrEnum):
    """What a cell holds: a text, a word of a list, a whole number, an amount."""

    TEXT = "text"
    WORD = "word"
    WHOLE = "whole"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Input:
    """A table: the columns that must be there, and those that may; `key` names a row."""

    name: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    columns: dict[str, Cell]


INPUTS = {
    each.name: each for each in (
        Input("schools", ("school_code",), ("school_code", "county", "kind"), {
            "school_code": Cell.TEXT, "name": Cell.TEXT, "county": Cell.TEXT, "township": Cell.TEXT, "locale": Cell.WORD, "kind": Cell.WORD,
            "ownership": Cell.WORD, **dict.fromkeys(RESOURCES, Cell.AMOUNT)}),
        Input("stages", ("school_code", "stage"), ("school_code", "stage", "pupils"), {
            "school_code": Cell.TEXT, "stage": Cell.WORD, "pupils": Cell.WHOLE, "classes": Cell.WHOLE, **dict.fromkeys(RESOURCES, Cell.AMOUNT)}),
        Input("classes", ("school_code", "stage", "grade", "class_no"), ("school_code", "stage", "grade", "class_no", "pupils"), {
            "school_code": Cell.TEXT, "stage": Cell.WORD, "grade": Cell.WHOLE, "class_no": Cell.WHOLE, "pupils": Cell.WHOLE}),
        Input("population", ("township", "age"), ("township", "age", "children"), {
            "township": Cell.TEXT, "age": Cell.WHOLE, "children": Cell.WHOLE}),
    )
}
# What a measurement of schools cannot do without.
NEEDED = ("schools", "stages")
