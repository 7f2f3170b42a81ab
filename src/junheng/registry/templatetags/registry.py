"""How codes, areas and numbers of the hall look; presentation only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils import translation

from junheng.registry.values.coverage import KNOWN
from junheng.registry.values.grades import grade_words
from junheng.registry.values.peoples import PEOPLES

register = template.Library()


@register.filter
def word(code: Any) -> str:
    """The word of a code: 九年一贯制学校, or "nine year" in English."""
    if not code:
        return ""
    return str(code.chinese) if (translation.get_language() or "zh").startswith("zh") else code.value.replace("_", " ")


@register.filter
def page(number: int, name: str) -> str:
    """The address of a school, class, pupil or member of staff: what stands in every row of a list is looked up once."""
    return f"{before_number(name)}{number}/"


@lru_cache(maxsize=16)
def before_number(name: str) -> str:
    """An address up to its number."""
    return reverse(f"registry:{name}", args=[0]).removesuffix("0/")


@register.filter
def beside(cells: Iterable[Any], columns: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Each cell with its column."""
    return zip(cells, columns, strict=True)


@register.filter
def kind_word(code: str) -> str:
    """The word of a plain code of a kind of room, ground or paper, or of a stage."""
    return str(word(KNOWN.get(code, code)))


@register.filter
def percent(per_mille: int) -> str:
    """Thousandths in per cent, one decimal."""
    return f"{Decimal(per_mille) / 10:f}%"


@register.filter
def spoken(words: Any) -> str:
    """A sentence that a declared file gives in both languages."""
    return str(words.said(translation.get_language() or "zh"))


@register.filter
def grade(row: Any) -> str:
    """三年级, 高二."""
    return grade_words(row.stage, row.grade)


@register.filter
def square_metres(area: int) -> str:
    """An area of square decimetres in square metres, one decimal."""
    return f"{Decimal(area) / 100:,.1f}"


@register.filter
def many(count: int) -> str:
    """A count with thousands marked."""
    return f"{count:,}"


@register.filter
def people(code: str) -> str:
    """汉族."""
    return PEOPLES.get(code, code)


@register.filter
def per_class(pupils: int, classes: int | None) -> str:
    """Pupils of a class in the mean, one decimal; "" where there is none."""
    return f"{Decimal(pupils) / classes:.1f}" if classes else ""


@register.filter
def age(born: date, day: date) -> int:
    """Full years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@register.filter
def at_key(held: dict[Any, Any], key: Any) -> Any:
    """What a mapping holds for a key."""
    return held.get(key)
