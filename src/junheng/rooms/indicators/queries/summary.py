"""A measurement in a few lines, for whoever asked at the command line."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from junheng.rooms.indicators.values.definitions import Standard
from junheng.rooms.indicators.values.explained import Explained
from junheng.rooms.indicators.values.inputs import STAGE_LABELS
from junheng.rooms.indicators.values.results import Measured

COUNTIES = 20


def summary(standard: Standard, measured: Measured, language: str | None) -> Iterator[str]:
    """The verdict of each county (the first twenty), its stages, and what cannot be computed."""
    yield standard.titles["en" if (language or "").startswith("en") else "zh"]
    for county in measured.counties[:COUNTIES]:
        yield f"{county.county}: {verdict(county.met)}"
        for stage in county.stages:
            reached = sum(1 for school in stage.schools if school.met)
            yield _("  %(stage)s: %(verdict)s, %(schools)s schools, %(met)s of them meet it, %(left)s left out") % {
                "stage": _(STAGE_LABELS[stage.stage]), "verdict": verdict(stage.met), "schools": len(stage.schools), "met": reached, "left": len(stage.excluded)}
    if len(measured.counties) > COUNTIES:
        yield _("… and %(count)s counties more") % {"count": len(measured.counties) - COUNTIES}
    for gap in measured.cannot_compute:
        yield _("%(id)s cannot be computed: %(missing)s is missing") % {"id": gap.id, "missing": gap.missing} + (
            f" ({gap.county} {_(STAGE_LABELS[gap.stage]) if gap.stage else ''} {' '.join(gap.schools[:5])})" if gap.county else "")


def verdict(met: bool | None) -> str:
    """A verdict in words."""
    return {True: _("meets"), False: _("does not meet"), None: _("not known")}[met]


def in_words(found: Explained, language: str | None) -> Iterator[str]:
    """How a figure came about, in a few lines."""
    yield found.titles["en" if (language or "").startswith("en") else "zh"]
    yield found.formula
    yield found.in_numbers
    if found.limit is not None:
        yield _("threshold %(limit)s") % {"limit": f"{found.limit:g}"}
    for source in dict.fromkeys(each for each in (found.formula_source, found.limit_source) if each is not None):
        yield f"{source.document} {source.number} {source.clause} [{source.mark}]"
    for row in found.rows[:5]:
        yield "  " + "  ".join(f"{key} {value:.6g}" if isinstance(value, float) else f"{key} {value}" for key, value in row.items() if value is not None)
