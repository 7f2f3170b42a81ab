"""What changes said: old and new beside each other, and what a target asked before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from junheng.rooms.plans.values import Comparator, Target, TargetWords


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that a change gives anew. `label` is a message id; old and new are text or a target."""

    label: str
    subject: str
    old: str | TargetWords
    new: str | TargetWords


@dataclass(frozen=True, slots=True)
class EarlierTarget:
    """What a target asked until a change was approved."""

    words: TargetWords
    until: date
    basis_number: str


LINE_LABELS = {"title": "Wording", "due": "Due date", "quote": "Clause"}


def lines_of(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[ChangeLine, ...]:
    """Old and new of everything that a change gives anew."""
    lines = [ChangeLine(label, "", str(old.get(name, "")), str(new[name])) for name, label in LINE_LABELS.items() if name in new]
    before = {target["id"]: target for target in old.get("measures", ())}
    for target in new.get("measures", ()):
        was = before.get(target["id"])
        dropped = target.get("dropped", False)
        subject = target.get("subject") or (was or {}).get("subject", "")
        lines.append(ChangeLine("Measurable target", subject, words_of(was) if was else "", "" if dropped else words_of(target)))
    return tuple(lines)


def earlier_targets(changes: Iterable[Any]) -> dict[int, tuple[EarlierTarget, ...]]:
    """What each measure asked before its approved changes, the first first."""
    found: dict[int, list[EarlierTarget]] = {}
    for change in changes:
        if change.approved:
            for target in change.old.get("measures", ()):
                found.setdefault(target["id"], []).append(
                    EarlierTarget(words_of(target), change.decided_at.date(), change.basis_number))
    return {measure_id: tuple(targets) for measure_id, targets in found.items()}


def words_of(target: Mapping[str, Any]) -> TargetWords:
    """A target of a change as pages turn it into words."""
    return TargetWords(Target(
        item_path=(), subject=target.get("subject", ""), value=number(target.get("value")), unit=target.get("unit") or None,
        comparator=Comparator(target["comparator"]), quote="", start=0, end=0, value_high=number(target.get("value_high")),
        strict=target.get("strict", False), per=target.get("per") or None,
    ))


def number(text: str | None) -> Decimal | None:
    """A number of a change, None where it has none."""
    return None if text is None else Decimal(text)
