"""How dates, lights, bars and figures look; presentation only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from junheng.ground.jobs import clock

register = template.Library()
WEEKDAYS = "一二三四五六日"


def day_of(value: date | datetime) -> date:
    """The local day of a date or a moment."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (translation.get_language() or "zh").startswith("zh")


@register.filter
def cn_date(value: date | datetime | None) -> str:
    """2026年11月20日, or 2026-11-20 in English."""
    if not value:
        return ""
    day = day_of(value)
    return f"{day.year}年{day.month}月{day.day}日" if chinese() else day.isoformat()


@register.filter
def cn_day(value: date | datetime | None) -> str:
    """11月20日, or 20 Nov in English; with its year where that is not this one."""
    return day_in(day_of(value), clock.today().year, translation.get_language()) if value else ""


@lru_cache(maxsize=2048)
def day_in(day: date, year: int, language: str | None) -> str:
    """The same in one language, where it is that year."""
    if day.year != year:
        return cn_date(day)
    return f"{day.month}月{day.day}日" if (language or "zh").startswith("zh") else f"{day:%d %b}"


@register.filter
def month_day(value: date | None) -> str:
    """11-20, for narrow columns; 2027-02-28 where the year is not this one."""
    if not value:
        return ""
    return f"{value.month:02}-{value.day:02}" if value.year == clock.today().year else value.isoformat()


@register.filter
def iso(value: date | None) -> str:
    """2026-11-20, for machines."""
    return day_of(value).isoformat() if value else ""


@register.filter
def cn_month(value: date) -> str:
    """2026年11月, or 2026-11 in English."""
    return f"{value.year}年{value.month}月" if chinese() else f"{value:%Y-%m}"


@register.filter
def weekday(value: date | None) -> str:
    """星期五, or Friday in English."""
    if not value:
        return ""
    return f"星期{WEEKDAYS[value.weekday()]}" if chinese() else f"{value:%A}"


@register.filter
def workdays(days: int) -> str:
    """余5个工作日, 今天到期, 逾期15个工作日."""
    return workdays_in(days, translation.get_language())


@lru_cache(maxsize=1024)
def workdays_in(days: int, language: str | None) -> str:
    """The same in one language."""
    del language
    if days == 0:
        return _("due today")
    if days > 0:
        return ngettext("%(days)s working day left", "%(days)s working days left", days) % {"days": days}
    return ngettext("overdue by %(days)s working day", "overdue by %(days)s working days", -days) % {"days": -days}


@register.filter
def figure(value: Decimal | None) -> str:
    """A figure: thousands marked, four decimals at most under one and two above, no trailing zeros."""
    if value is None:
        return ""
    if abs(value) < 1 and value != 0:
        return f"{value:.4f}".rstrip("0").rstrip(".")
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text or "0"


@register.filter
def figure_to(value: Decimal | None, places: int) -> str:
    """A figure with a number of decimals: one number of them for all that stand together."""
    return "" if value is None else f"{value:,.{places}f}"


@register.simple_tag
def light(kind: object) -> SafeString:
    """A light with its shape and word."""
    return light_in(kind.value, kind.label, translation.get_language())  # type: ignore[attr-defined]


@lru_cache(maxsize=64)
def light_in(name: str, label: str, language: str | None) -> SafeString:
    """A light in one language: made once, shown in every row."""
    del language
    return format_html(
        '<span class="light {0}"><svg class="l {0}" aria-hidden="true"><use href="#light-{0}"/></svg>{1}</span>', name, _(label),
    )


@register.simple_tag
def dot(kind: object) -> SafeString:
    """A light's shape alone, where the word stands elsewhere."""
    return dot_of(kind.value)  # type: ignore[attr-defined]


@lru_cache(maxsize=16)
def dot_of(name: str) -> SafeString:
    """The shape: made once, shown in every row."""
    return format_html('<svg class="l {0}" aria-hidden="true"><use href="#light-{0}"/></svg>', name)


@register.simple_tag
def bar(share: int, expected: int, kind: object) -> SafeString:
    """序时进度: the fill is what has been reached, the tick where the schedule stands."""
    return bar_in(share, expected, kind.value, translation.get_language())  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def bar_in(share: int, expected: int, name: str, language: str | None) -> SafeString:
    """A bar in one language: the same figures look the same in every row."""
    del language
    return format_html(
        '<svg class="sb {0}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{1}">'
        '<rect y="2" width="100" height="6" class="sbg"/><rect y="2" width="{2}" height="6" class="fill"/>'
        '<rect x="{3}" width="2.5" height="10" class="tick"/></svg>',
        name, _("%(share)s%% reached, schedule at %(expected)s%%") % {"share": share, "expected": expected},
        max(0, min(100, share)), min(98, max(0, expected)),
    )


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "UOS", "Kylin", "Linux")


@register.filter
def device(agent: str) -> str:
    """A browser as people know it: Chrome 142, Windows. What is not known stays as it came, cut."""
    version = next((f"{name} {agent.partition(mark)[2].partition('.')[0]}" for mark, name in BROWSERS if mark in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    return ", ".join(part for part in (version, system) if part) or agent[:40]


@register.simple_tag
def filled(text: str, values: Any) -> str:
    """A message id with its slots filled, in the reader's language."""
    return _(text) % values


@register.simple_tag
def said(sentence: tuple[str, Any]) -> str:
    """A message id with what fills its slots, in the reader's language."""
    text, values = sentence
    return _(text) % values


@register.filter
def fours(digits: str) -> str:
    """Digits in groups of four, to be read from paper."""
    return " ".join(digits[place:place + 4] for place in range(0, len(digits), 4))


@register.filter
def twelve(digest: str) -> str:
    """The first twelve digits of a digest in groups of four."""
    return fours(digest[:12])


@register.filter
def entry(hall: Any, place: int) -> Any:
    """What the first or second person typed in the attempt at the seed that is going on; None where it is still to come."""
    return None if len(hall.attempt) == 2 and not hall.seed else hall.attempt.get(place)


@register.simple_tag
def room_links(lines: Iterable[tuple[str | None, str, str]]) -> SafeString:
    """The rooms of the rail or the dock; those that are not built yet as words."""
    return room_links_in(tuple(lines), translation.get_language())


@lru_cache(maxsize=64)
def room_links_in(lines: tuple[tuple[str | None, str, str], ...], language: str | None) -> SafeString:
    """The same in one language: made once for all who see the same rooms."""
    del language
    closed = _("not opened yet")
    return format_html_join("", "{}", ((
        mark_safe("<hr>") if key is None
        else format_html('<a href="{}" data-room="{}">{}</a>', address, key, _(name)) if address
        else format_html('<span class="notyet" title="{}">{}</span>', closed, _(name)),
    ) for key, name, address in lines))
