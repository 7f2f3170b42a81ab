"""The measurable targets of a task in a form: which of them a person gives another number, unit or comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from junheng.ground.kernel.findings import Finding, Refused
from junheng.rooms.plans.queries import MeasureCard
from junheng.rooms.plans.values import Comparator


class TargetForm(forms.Form):
    """One target: 不低于 95 %."""

    subject = forms.CharField(max_length=300, required=False)
    comparator = forms.ChoiceField(choices=[("", ""), *((each.value, each.value) for each in Comparator)], required=False)
    value = forms.DecimalField(max_digits=20, decimal_places=6, required=False)
    value_high = forms.DecimalField(max_digits=20, decimal_places=6, required=False)
    unit = forms.CharField(max_length=40, required=False)

    def target(self) -> dict[str, Any]:
        """The target as actions take it. Raises Refused where a number is none."""
        if not self.is_valid():
            raise Refused(Finding(code="target-unclear", message="A target's number or comparison cannot be read.",
                                  remedy="Write the number in digits, without its unit."))
        said = self.cleaned_data
        high = said["value_high"] if said["comparator"] == Comparator.RANGE else None
        return {**said, "value": plain(said["value"]), "value_high": plain(high)}


def changed_targets(sent: Mapping[str, Any], measures: Sequence[MeasureCard]) -> list[dict[str, Any]]:
    """The targets of a task that a form gives anew. Raises Refused where a number is none."""
    found = []
    for card in measures:
        form = TargetForm(sent, prefix=card.stem)  # type: ignore[arg-type]
        if form.add_prefix("comparator") not in sent:
            continue
        target, now = form.target(), card.target
        asked = (target["comparator"], target["value"], target["value_high"], target["unit"])
        if asked != (now.comparator.value, plain(now.value), plain(now.value_high), now.unit or ""):
            found.append({"id": card.id, **target, "subject": card.subject})
    return found


def plain(value: Decimal | None) -> str | None:
    """A number as text, without trailing zeros."""
    return None if value is None else f"{value.normalize():f}"
