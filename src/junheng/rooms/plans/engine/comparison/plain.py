"""Comparisons as plain JSON, for the command line and the API."""

from __future__ import annotations

from typing import Any

from junheng.rooms.plans.engine.comparison.levels import Coverage, LevelComparison
from junheng.rooms.plans.engine.comparison.versions import VersionComparison
from junheng.rooms.plans.values import Target, number


def levels_as_json(found: LevelComparison) -> dict[str, Any]:
    """An upper plan against a lower one. `state` is covered, unsure or open; `likeness` runs from 0 to 1."""
    return {
        "covered": found.count("covered"), "unsure": found.count("unsure"), "open": found.count("open"),
        "shared": found.shared, "disagreeing": found.disagreeing,
        "clauses": [clause_as_json(clause) for clause in found.clauses],
        "own": [{"path": list(path), "heading": heading} for path, heading in found.own],
    }


def clause_as_json(clause: Coverage) -> dict[str, Any]:
    """One clause of the upper plan."""
    return {
        "path": list(clause.path), "heading": clause.heading, "text": clause.text, "state": clause.state,
        "systems": list(clause.systems), "leads": list(clause.leads),
        "links": [{"path": list(link.path), "heading": link.heading, "likeness": link.likeness} for link in clause.links],
        "numbers": [{"agreement": pair.agreement.value, "upper": target_as_json(pair.upper),
                     "lower": target_as_json(pair.lower)} for pair in clause.numbers],
    }


def versions_as_json(found: VersionComparison) -> dict[str, Any]:
    """Two versions. `kind` is same, changed, moved, added or removed."""
    return {
        "items": [
            {"kind": change.kind, "old_path": list(change.old.path) if change.old else None,
             "new_path": list(change.new.path) if change.new else None,
             "runs": [[run.kind, run.text] for run in change.runs]}
            for change in found.items
        ],
        "targets": [
            {"kind": change.kind, "old": target_as_json(change.old), "new": target_as_json(change.new)}
            for change in found.targets
        ],
    }


def target_as_json(target: Target | None) -> dict[str, Any] | None:
    """What a target promises, and where."""
    if target is None:
        return None
    return {
        "item_path": list(target.item_path), "subject": target.subject, "value": number(target.value),
        "value_high": number(target.value_high), "unit": target.unit, "comparator": target.comparator.value,
        "per": target.per, "deadline": target.deadline, "quote": target.quote,
    }
