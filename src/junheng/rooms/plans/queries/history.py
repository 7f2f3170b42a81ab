"""What happened to a task, the latest day first: each act as a sentence, with the words that went with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from junheng.ground.audit import queries as audit
from junheng.rooms.plans.models import Change, Commitment, MeasuredValue, Order, Proof, Report

MOST = 100
Told = dict[tuple[str, int, datetime], str]
# How an act's sentence begins, by the table whose words belong to it.
BEGINNINGS = {"reported on": "report", "issued a supervisory order": "order", "answered the supervisory order": "answer",
              "asked for": "change", "gave ": "value", "added the proof": "proof"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One act: when, by whom, as a sentence, and in which words."""

    at: datetime
    who: str
    sentence: str
    text: str


def history(task: Commitment) -> tuple[Happening, ...]:
    """This will tell a task's history by the days on which things happened, not by the order of entry."""
    found = audit.entries(kind="plans/commitment", ref=str(task.pk), limit=MOST)
    words = told(task)
    return tuple(sorted((Happening(entry.at, audit.who(entry), audit.said(entry), words_of(entry, words)) for entry in found),
                        key=lambda happening: happening.at, reverse=True))


def words_of(entry: Any, words: Told) -> str:
    """The words that went with an act, "" where its sentence says all."""
    kind = next((kind for start, kind in BEGINNINGS.items() if entry.sentence.startswith(start)), "")
    return words.get((kind, entry.actor_id or 0, entry.at), "")


def told(task: Commitment) -> Told:
    """What was written on each occasion, by kind, account and moment. Five queries."""
    found: Told = {}
    for report in Report.objects.filter(commitment=task):
        found["report", report.by_id, report.at] = joined(report.progress, report.problems, report.next_steps)
    for order in Order.objects.filter(commitment=task):
        found["order", order.by_id, order.at] = joined(order.number, order.text)
        if order.answered_at:
            found["answer", order.answered_by_id, order.answered_at] = order.answer
    for change in Change.objects.filter(commitment=task):
        moved = " → ".join(said["due"] for said in (change.old, change.new) if said.get("due"))
        found["change", change.asked_by_id, change.asked_at] = joined(moved, change.new.get("title", ""), change.reason)
    for value in MeasuredValue.objects.filter(measure__commitment=task):
        found["value", value.by_id, value.at] = value.source
    for proof in Proof.objects.filter(commitment=task):
        found["proof", proof.by_id, proof.at] = joined(proof.number, proof.source)
    return found


def joined(*parts: str) -> str:
    """Those parts that say something, with a gap between them."""
    return "　".join(part for part in parts if part)
