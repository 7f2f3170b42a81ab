"""How this room's values read: targets, reasons, proofs, sentences, texts to copy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from junheng.rooms.plans.engine.wording import display
from junheng.rooms.plans.values import Comparator, Light, ProofKind, TargetWords, TaskRow

register = template.Library()


@register.filter
def at(mapping: dict[str, Any], key: str) -> Any:
    """A value of a mapping by a key that only the template knows."""
    return mapping.get(key, "")


@register.filter
def count_of(comparison: Any, kind: str) -> int:
    """How many clauses of a comparison are of a kind."""
    return int(comparison.count(kind))


@lru_cache(maxsize=1)
def address_form() -> tuple[str, str]:
    """What stands before and after the number in a task's address: reversed once, not for each row."""
    before, after = reverse("plans:task", args=[0]).rsplit("0", 1)
    return before, after


@register.filter
def task_address(task_id: int) -> str:
    """The address of a task's page."""
    before, after = address_form()
    return mark_safe(f"{before}{task_id}{after}")  # noqa: S308 (a number between the parts of our own address)


@register.filter
def tasks_counted(count: int) -> str:
    """12条任务; nothing where there is none."""
    return word("%(count)s tasks", get_language()) % {"count": count} if count else ""


@register.simple_tag
def trans_label(message: str) -> str:
    """A message id from the pure layers in the reader's language."""
    return word(str(message), get_language()) if message else ""


@register.simple_tag
def reason(message: str, values: dict[str, Any] | None = None) -> str:
    """A reason from the engine in the reader's language, its slots filled."""
    if not message:
        return ""
    # Words that a person wrote have no slots, and may hold a per cent sign.
    return _(message) % values if values else _(message)


@register.simple_tag
def target_words(target: Any) -> str:
    """A target as it is written in a table: ≥ 95%, 增加 540 个, 全部."""
    if target is None or target == "":
        return ""
    return display(target.target if isinstance(target, TargetWords) else target)


@register.filter
def target_text(target: Any) -> str:
    """The same as a filter, for a slot of a sentence."""
    return target_words(target)


@register.simple_tag
def change_side(said: Any) -> SafeString | str:
    """The old or the new side of a change: words, or a target; a dash where there is nothing."""
    return (target_words(said) if isinstance(said, TargetWords) else said) or "—"


@register.simple_tag
def comparator_words(comparator: Comparator) -> str:
    """A comparator in a list to choose from."""
    return _({
        Comparator.AT_LEAST: "at least", Comparator.AT_MOST: "at most", Comparator.EQUAL: "exactly",
        Comparator.ABOUT: "about", Comparator.RANGE: "from … to", Comparator.INCREASE: "increase by",
        Comparator.DECREASE: "decrease by", Comparator.COMPLETE: "all of them",
    }[comparator])


@register.simple_tag
def plain_number(value: Decimal | None) -> str:
    """A decimal for a field: no trailing zeros, no exponent."""
    return "" if value is None else f"{value.normalize():f}"


@register.simple_tag
def typed_or(typed: Any, name: str, value: Any) -> Any:
    """What a person typed into a field of a form that came back, else the value as it stands."""
    return typed[name] if typed and name in typed else value


@register.simple_tag
def permille(share: float) -> int:
    """A share as parts of a thousand, for a progress bar."""
    return round(share * 1000)


@register.simple_tag
def percent1(share: float) -> str:
    """A share as per cent with one decimal."""
    return f"{share * 100:.1f}%"


@register.simple_tag
def proof_words(kind: str) -> str:
    """The word for a kind of proof."""
    return word(ProofKind(kind).label, get_language()) if kind else ""


@register.simple_tag
def field_errors(errors: Any, name: str) -> SafeString | str:
    """What is wrong with one field, at the field."""
    found = errors.get(name) if errors else None
    if not found:
        return ""
    return format_html('<p class="err" role="alert">{}</p>', " ".join(str(each) for each in found))


@register.simple_tag
def marked(runs: Iterable[tuple[str, bool]]) -> SafeString:
    """Text in runs, the changed ones marked."""
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", text) if changed else text,)
                                       for text, changed in runs))


HEAD_LABELS = {
    "overdue": "Supervision: %(count)s tasks overdue, as of %(date)s",
    "urgent": "Reminder: %(count)s tasks overdue or due within 10 working days, as of %(date)s",
    "unproved": "Reminder: %(count)s tasks without proof, as of %(date)s",
    "mine": "My work: %(count)s tasks, as of %(date)s",
    "list": "Tasks: %(count)s, as of %(date)s",
    "task": "Reminder of a task, as of %(date)s",
}
REQUEST_LABELS = {
    "overdue": "Please say why, by when it will be done, and report progress today.",
    "urgent": "Please press on by the due dates and report progress in time.",
    "unproved": "Please add the proof that each task needs.",
    "task": "Please press on by the due date and report progress in time.",
}


@register.simple_tag
def several_plans(rows: Iterable[TaskRow]) -> bool:
    """Whether a list holds tasks of more than one plan, so that each names its own."""
    return len({row.plan_id for row in rows}) > 1


@register.simple_tag(takes_context=True)
def task_text(context: Any, row: TaskRow) -> str:
    """One task as a text that can be posted in the work group as it stands."""
    return posted(context, [row], "task")


@register.simple_tag(takes_context=True)
def overdue_text(context: Any, rows: Iterable[TaskRow], kind: str = "overdue") -> str:
    """A list of tasks as a text that can be posted in the work group as it stands."""
    return posted(context, list(rows), kind)


def posted(context: Any, rows: list[TaskRow], kind: str) -> str:
    """Heading, what is asked, the tasks, who sends it and when; "" for an empty list."""
    if not rows:
        return ""
    day, language, asked = context["today"], get_language(), REQUEST_LABELS.get(kind, "")
    head = _(HEAD_LABELS.get(kind, HEAD_LABELS["list"])) % {"count": len(rows), "date": day_words(day, 0, language)}
    lines = [line_of(row, day.year, language) for row in rows]
    if len(lines) > 1:
        lines = [f"{count}. {line}" for count, line in enumerate(lines, start=1)]
    sender = "　".join(part for part in (str(context["bureau"]), context["who"].get("name", "")) if part)
    return "\n".join([_("[%(head)s]") % {"head": head}, *([_(asked)] if asked else []), *lines, sender,
                      day_words(day, 0, language)])


def line_of(row: TaskRow, year: int, language: str | None) -> str:
    """The line in one language, put together from words that are looked up once for a whole list."""
    late = row.light is Light.OVERDUE
    parts = [f"{row.number} {row.title}", "" if late else word(row.light.label, language),
             word("due %(date)s", language) % {"date": day_words(row.due, year, language)}]
    if late:
        parts.append(days_overdue(-row.workdays, language))
    parts.append(" ".join(part for part in (row.lead, row.owner) if part))
    return word(", ", language).join(part for part in parts if part)


def day_words(day: date, year: int, language: str | None) -> str:
    """A day as one writes it, without its year where that is this one."""
    if not (language or "zh").startswith("zh"):
        return day.isoformat()
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=1024)
def word(message: str, language: str | None) -> str:
    """A message id of the house in one language."""
    del language
    return _(message)


@lru_cache(maxsize=1024)
def days_overdue(days: int, language: str | None) -> str:
    """How long something has been overdue, in one language."""
    del language
    return ngettext("overdue by %(days)s working day", "overdue by %(days)s working days", days) % {"days": days}
