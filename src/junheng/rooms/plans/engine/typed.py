"""A figure as a person types it: 92%, 1,234, ９２, 12所; and whether a measure can have such a value at all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.kernel.numerals import decimal_number, share
from junheng.rooms.plans.values import Comparator

PER_CENT = "%"
WHOLE = Decimal(100)
PLACES = 6  # digits behind the point that a value keeps
LARGEST = Decimal(10) ** 13
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d{1,4}(,\d{4})+(\.\d+)?|[^,]*")
MINUS = re.compile(r"^[-−–]\s*")
# Words of measures that may well lie above the whole, or below nothing: growth, gross enrolment, plans overfulfilled.
UNBOUNDED = ("增长", "增幅", "增速", "增量", "同比", "毛入", "超额", "倍", "净流", "变化率")


@dataclass(frozen=True, slots=True)
class Scale:
    """What a measure's values are counted in. `goal` and `baseline` in its own unit, None when not known."""

    subject: str
    unit: str
    comparator: Comparator
    goal: Decimal | None = None
    baseline: Decimal | None = None

    @property
    def percent(self) -> bool:
        """Whether values are per cent."""
        return self.unit in {PER_CENT, "个百分点"} or self.comparator is Comparator.COMPLETE

    @property
    def free(self) -> bool:
        """Whether values may lie outside what a share or a count can be."""
        return any(word in self.subject for word in UNBOUNDED)

    @property
    def bounded(self) -> bool:
        """Whether values are a share of something, which no more than all of it can be."""
        known = [value for value in (self.goal, self.baseline) if value is not None]
        return self.percent and not self.free and all(value <= WHOLE for value in known)


def figure_typed(text: str, scale: Scale, *, field: str = "value") -> Decimal:
    """This will read a typed figure. Raises Refused, with the field's name as the place, for what cannot be one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    negative = bool(MINUS.match(plain))
    plain = MINUS.sub("", plain).replace(" ", "")
    per_cent = plain.endswith(PER_CENT) or "分之" in plain or "成" in plain
    if per_cent and not scale.percent:
        raise refused("figure-not-a-share", "This measure is not counted in per cent.",
                      "Enter the number alone, counted in %(unit)s.", field, unit=scale.unit or "-")
    if not per_cent and scale.unit and plain.endswith(scale.unit):
        plain = plain.removesuffix(scale.unit)
    value = None
    if GROUPED.fullmatch(plain):
        value = share(plain) if per_cent else decimal_number(plain)
    if value is None:
        raise refused("figure-unread", "“%(text)s” is not read as a number.",
                      "Enter digits, for instance 92.5, 92%% or 1,234.", field, text=text.strip()[:40])
    return check_possible(-value if negative else value, scale, field=field)


def check_possible(value: Decimal, scale: Scale, *, field: str = "value") -> Decimal:
    """The value to its last kept digit. Raises Refused for one that the measure cannot have, with the reason."""
    if abs(value) >= LARGEST:
        raise refused("figure-too-large", "%(value)s is larger than any figure of a county.",
                      "Check the number of digits.", field, value=f"{value:f}"[:40])
    if value < 0 and not scale.free:
        raise refused("figure-negative", "%(value)s is less than nothing: %(subject)s cannot be negative.",
                      "Enter what has been reached in all, not the difference.", field, value=written(value),
                      subject=scale.subject[:60])
    if scale.bounded and value > WHOLE:
        raise refused("figure-above-all", "%(value)s is more than all: %(subject)s is a share of 100%% at most.",
                      "Enter the share in per cent, from 0 to 100.", field, value=written(value),
                      subject=scale.subject[:60])
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -PLACES else round(value, PLACES)


def written(value: Decimal) -> str:
    """A value without trailing zeros or exponent."""
    return f"{value.normalize():f}"


def refused(code: str, message: str, remedy: str, field: str, **values: str) -> Refused:
    """A refusal that stands at its field."""
    return Refused(Finding(code=code, message=message, remedy=remedy, place=Place(column=field), values=values))
