"""Findings as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from junheng.ground.kernel.findings import Finding, Place, Refused


def said(refused: Refused) -> list[dict[str, str]]:
    """What is wrong, where, and what to do, translated; what stands at a field of the form is not said twice."""
    return worded(finding for finding in refused.findings if not at_field(finding))


def worded(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings in the reader's language: message, remedy, place."""
    return [
        {
            "message": _(finding.message) % finding.values,
            "remedy": _(finding.remedy) % finding.values,
            "place": place_words(finding.place),
        }
        for finding in findings
    ]


def spoken(finding: Finding) -> dict[str, Any]:
    """A finding as a program is told of it: code, message and remedy in the asker's language, place."""
    place = {"file": finding.place.file, "sheet": finding.place.sheet, "row": finding.place.row, "column": finding.place.column}
    return {"code": finding.code, "message": _(finding.message) % finding.values, "remedy": _(finding.remedy) % finding.values,
            "place": {key: each for key, each in place.items() if each}}


def at_field(finding: Finding) -> bool:
    """Whether a finding belongs to one field of a form rather than to a file."""
    place = finding.place
    return bool(place.column) and place.file is None and place.sheet is None and place.row is None


def at_fields(refused: Refused) -> dict[str, list[str]]:
    """What is wrong with single fields, by field, translated."""
    return {str(finding.place.column): [_(finding.message) % finding.values, _(finding.remedy) % finding.values]
            for finding in refused.findings if at_field(finding)}


def place_words(place: Place) -> str:
    """Where it is: file, sheet, row, column."""
    parts = [place.file, place.sheet, _("row %(row)s") % {"row": place.row} if place.row else None, place.column]
    return _(", ").join(part for part in parts if part)
