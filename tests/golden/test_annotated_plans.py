"""Whole plans of counties that do not exist, read as a person would: every item, target, paper and body, no more.

A target is written as in `engine/targets/tests/test_clauses.py` (`>=95%`, `3..5所`, `+500个`, `all`), between bars with
its item, subject, deadline, per and firmness; `-` stands for nothing.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.reader import read_plan
from junheng.rooms.plans.values import Comparator, PlanReading, Target

PLANS = sorted((Path(__file__).parent / "annotated").glob("*.txt"))
SIGNS = {Comparator.AT_LEAST: ">=", Comparator.AT_MOST: "<=", Comparator.EQUAL: "=", Comparator.ABOUT: "~",
         Comparator.INCREASE: "+", Comparator.DECREASE: "-", Comparator.RANGE: ""}


def said(target: Target) -> str:
    """A target in one line."""
    if target.comparator is Comparator.COMPLETE:
        number = "all"
    else:
        value = "?" if target.value is None else f"{target.value.normalize():f}"
        high = f"..{target.value_high.normalize():f}" if target.value_high is not None else ""
        sign = SIGNS[target.comparator]
        number = f"{sign[:1] if target.strict else sign}{value}{high}{target.unit or ''}"
    return row("/".join(target.item_path), number, target.subject, target.deadline, target.per, target.firmness)


def row(*cells: str | None) -> str:
    """Cells between bars."""
    return " | ".join(cell or "-" for cell in cells)


@pytest.fixture(scope="module", params=PLANS, ids=lambda place: place.stem)
def plan(request: pytest.FixtureRequest) -> tuple[PlanReading, dict]:
    """A plan as read, and as annotated."""
    reading = read_plan(read_document(request.param.read_bytes(), request.param.name))
    return reading, tomllib.loads(request.param.with_suffix(".toml").read_text(encoding="utf-8"))


def test_its_head_is_read(plan):
    reading, true = plan
    assert (reading.title, reading.issuer, reading.doc_number, reading.date_issued) == (
        true["title"], true["issuer"], true["doc_number"], true["date_issued"])
    assert [reading.period.start, reading.period.end] == true["period"]


def test_every_item_is_found_with_its_heading(plan):
    reading, true = plan
    assert [f"{'/'.join(item.path)} | {item.heading.replace(' ', '')}" for item in reading.items if item.path] == true["items"]


def test_every_target_is_found_and_nothing_else(plan):
    reading, true = plan
    assert [said(target) for target in reading.targets] == true["targets"]


def test_every_paper_is_named_once_with_what_is_done_with_it(plan):
    reading, true = plan
    assert [f"{paper.name} | {paper.action.value}" for paper in reading.documents] == true["documents"]


def test_who_answers_for_an_item_is_read(plan):
    reading, true = plan
    assert [row("/".join(each.item_path), "、".join(each.lead), "、".join(each.support), each.deadline)
            for each in reading.responsible] == true["responsible"]
