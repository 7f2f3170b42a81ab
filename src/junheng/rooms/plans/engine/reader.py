"""The reader: one cleaned document in, everything that can be said of its plan out."""

from __future__ import annotations

from dataclasses import replace

from junheng.ground.documents.values import Document
from junheng.rooms.plans.engine.bodies import BRACKET, organisations, responsibilities
from junheng.rooms.plans.engine.head import read_head
from junheng.rooms.plans.engine.outline import outline
from junheng.rooms.plans.engine.papers import find_papers
from junheng.rooms.plans.engine.projects import find_projects
from junheng.rooms.plans.engine.systems import Lexicon, systems_of, systems_of_opening
from junheng.rooms.plans.engine.targets import find_targets
from junheng.rooms.plans.values import Item, PlanReading


def read_plan(document: Document, *, lexicon: Lexicon | None = None) -> PlanReading:
    """This will read a plan: items, targets, papers, bodies, projects, each with its span in `document.text`.

    A text in which nothing is found gives empty lists. The same document gives the same reading on any machine.
    """
    text = document.text
    items = outline(text)
    first = items[0].start if items else len(text)
    last = items[-1].end if items else len(text)
    head = read_head(text, first, last, document.metadata)
    if lexicon is not None:
        items = with_systems(items, lexicon)
    responsible = responsibilities(text, items)
    return PlanReading(
        text=text,
        items=items,
        targets=find_targets(text, items, period=head.period),
        documents=find_papers(text, items),
        organisations=organisations(text, responsible),
        projects=find_projects(text, items),
        responsible=responsible,
        title=head.title,
        issuer=head.issuer,
        doc_number=head.doc_number,
        date_issued=head.date_issued,
        period=head.period,
    )


def with_systems(items: tuple[Item, ...], lexicon: Lexicon) -> tuple[Item, ...]:
    """The items, each with the systems that its own words call for, those on who is responsible apart; a heading over
    other items leaves that to them."""
    above = {item.path[:depth] for item in items for depth in range(1, len(item.path))}
    return tuple(
        item if item.path in above and not item.text else
        replace(item, systems=systems_of(item.heading, BRACKET.sub("", item.text), lexicon) if item.path
                else systems_of_opening(item.text, lexicon))
        for item in items
    )
