"""Real published plans, where a folder of them is named; a stranger's run reads the example county's own plan."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.candidates import is_opening, propose
from junheng.rooms.plans.engine.clauses import (
    DATE,
    JOINTS,
    clauses,
    first_word,
    printed,
    responsibility_spans,
    sentences,
)
from junheng.rooms.plans.engine.reader import read_plan

EXAMPLE = Path(__file__).resolve().parents[2] / "counties" / "example" / "plan-2026.txt"
NAMED = os.environ.get("JUNHENG_PLANS")
PLANS = sorted(Path(NAMED).glob("*.txt")) if NAMED else [EXAMPLE]


@pytest.mark.parametrize("place", PLANS, ids=lambda place: place.stem)
def test_every_span_of_a_reading_quotes_its_text(place):
    found = read_plan(read_document(place.read_bytes(), place.name))
    assert found.items
    assert found.targets
    for target in found.targets:
        assert found.text[target.start:target.end] == target.quote
    for item in found.items:
        assert found.text.startswith(item.marker, item.start)


def test_the_example_plan_is_read_as_its_authors_wrote_it():
    found = read_plan(read_document(EXAMPLE.read_bytes(), EXAMPLE.name))
    assert (found.title, found.doc_number, found.issuer) == ("云溪县2026年教育工作要点", "云教字〔2026〕8号", "云溪县教育局")
    assert len([item for item in found.items if item.path]) == 37
    numbers = {(str(target.value), target.unit, target.comparator.value) for target in found.targets}
    for expected in (("92", "%", ">="), ("540", "个", "increase"), ("0.50", None, "<="), ("86", "名", "="),
                     ("0.6", "个百分点", "decrease"), ("99.5", "%", ">=")):
        assert expected in numbers
    assert not any("2100" in target.quote or "92名" in target.quote for target in found.targets)
    assert len(found.responsible) == 29


@pytest.mark.parametrize("place", [*PLANS, EXAMPLE] if NAMED else PLANS, ids=lambda place: place.stem)
def test_every_clause_of_a_plan_goes_into_a_task_once(place):
    reading = read_plan(read_document(place.read_bytes(), place.name))
    items = {item.path: item for item in reading.items}
    parents = {path[:depth] for path in items for depth in range(1, len(path))}
    tasks = propose(reading, period=(2026, 2026))
    lost, twice = [], []
    for item in reading.items:
        if not item.path or item.path in parents or is_opening(item, items):
            continue
        begin = first_word(reading.text, item)
        body = begin + len(item.heading) if item.heading and item.text else begin
        own = [task for task in tasks if item.start <= task.start < item.end]
        measures = [line for task in own for line in task.measures.splitlines()]
        twice += [line for line in measures if measures.count(line) > 1]
        for sentence in sentences(reading.text, body, item.end, responsibility_spans(item, reading)):
            for start, end in clauses(reading.text, *sentence):
                lost += [words for words in left(reading.text, start, end, own) if not any(words in line for line in measures)]
    assert (lost, twice) == ([], [])


def left(text, start, end, tasks):
    """What of a clause stands in no task's own words: not dates, and not the 和 between two counts."""
    kept = "".join("\n" if any(task.start <= at < task.end for task in tasks) else text[at] for at in range(start, end))
    bare = (JOINTS.sub("", printed(part).strip("、和及与")) for part in kept.split("\n"))
    return [words for words in bare if words and not DATE.fullmatch(words)]
