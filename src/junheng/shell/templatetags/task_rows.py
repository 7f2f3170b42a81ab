"""Rows of lists of tasks, made in Python: a page of a hundred rows would spend most of its time in template tags.

Markup alone; what is the same in many rows is made once in each language and kept. They stand in the shell because they
put the house's lights and dates around a room's values.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from junheng.rooms.plans.templatetags.plans import task_address, word
from junheng.rooms.plans.values import Light, ProofKind, TaskRow
from junheng.shell.templatetags.house import bar_in, day_in, dot_of, light_in, month_day, workdays_in

register = template.Library()
# What may be done with a row of my work: message id, and what follows the task's address.
DEEDS = {"report": ("Report", "?form=report#form"), "answer": ("Answer", "#orders"), "decide": ("Decide", "#changes"),
         "press": ("Supervisory order", "?form=order#form"), "check": ("Check", "")}


@register.simple_tag
def board_row(row: TaskRow, rooms: Iterable[str], names: dict[str, str]) -> SafeString:
    """A task on the board: number, title with its mark, section, how far it is, its light where it is done, its proof."""
    language, address = get_language(), task_address(row.id)
    title, lead = escape(row.title), escape(row.lead)
    mark = f' <span class="mk">{escape(word(row.mark, language))}</span>' if row.mark else ""
    lights = "".join(
        address.join(room_light(names[room], row.light, language)) if room in row.columns else '<td class="c"></td>'
        for room in rooms
    )
    return mark_safe(  # noqa: S308 (escaped or our own, part by part)
        f'<tr id="t{row.id}" class="{row.light.value}-r"><td class="p">{escape(row.number)}</td>'
        f'<td class="ti"><a class="cut" href="{address}" title="{title}">{title}</a>{mark}</td>'
        f'<td class="sc cut" title="{lead}">{lead_link(row)}</td>{progress_cells(row, language)}{lights}'
        f"{proof_cell(row, address, language)}</tr>")


@register.simple_tag
def lead_link(row: TaskRow) -> SafeString:
    """The lead section, as the way to its own page."""
    return section_link(row.lead_unit_id, row.lead) if row.lead_unit_id else escape(row.lead)


@lru_cache(maxsize=256)
def section_link(unit_id: int, name: str) -> SafeString:
    """The way to a section's page: made once, shown in every row."""
    return format_html('<a href="{}">{}</a>', reverse("plans:section", args=[unit_id]), name)


def progress_cells(row: TaskRow, language: str | None) -> SafeString:
    """How far a task is: light, due date, bar and figure, or why there is none."""
    light, due = light_in(row.light.value, row.light.label, language), month_day(row.due)
    if row.share is None:
        return format_html('<td class="st">{0}</td><td class="du">{1}</td><td class="pr un" colspan="2" title="{2}">{2}</td>',
                           light, due, word(row.missing or "cannot compute", language))
    bar = bar_in(row.share, row.expected, row.light.value, language)
    return mark_safe(  # noqa: S308 (our own markup and whole numbers)
        f'<td class="st">{light}</td><td class="du">{due}</td><td class="pr">{bar}</td><td class="n pc">{row.share}</td>')


@lru_cache(maxsize=512)
def room_light(name: str, light: Light, language: str | None) -> tuple[str, str]:
    """A room's cell in one language, before and after the task's address: made once, shown in every row."""
    return '<td class="c"><a href="', format_html(
        '" aria-label="{}: {}"><svg class="l {}" aria-hidden="true"><use href="#light-{}"/></svg></a></td>',
        word(name, language), word(light.label, language), light.value, light.value)


def proof_cell(row: TaskRow, address: str, language: str | None) -> SafeString:
    """The kind of the task's proof, or the way to bring the first one."""
    if row.settled:
        kind = word(ProofKind(row.proof_kind).label, language) if row.proof_kind else ""
        return format_html('<td class="pf">{}</td>', kind)
    return format_html('<td class="pf"><a class="np" href="{}?form=proof">{}</a></td>', address,
                       word("no proof yet", language))


@register.simple_tag(takes_context=True)
def work_row(context: Any, row: TaskRow, act: str, many: bool) -> SafeString:
    """A task in my work: what waits, by when, whose it is, and the one thing to do about it."""
    language, work, year = get_language(), context["work"], context["today"].year
    order, asked = work.orders.get(row.id), work.requests.get(row.id)
    if act == "decide" and asked:
        moved = f'　<span class="nb">{escape(asked.old)} → {escape(asked.new)}</span>' if asked.new else ""
        said = f"{escape(asked.asked_by)}　{escape(word(asked.kind.label, language))}{moved}"
    else:
        said = how_it_stands(row.light, row.workdays, language)
    whose = "　".join(escape(part) for part in (
        day_in(row.due, year, language), row.lead, row.owner, row.plan if many else "") if part)
    return mark_safe(  # noqa: S308 (escaped or our own, part by part)
        f'<li><a href="{task_address(row.id)}">{dot_of(row.light.value)}<span class="tx"><b>{escape(row.number)} '
        f'{escape(row.title)}</b><span class="w">{said}</span><span class="mute">{whose}</span>'
        f"{order_line(order, year, language) if order and not row.light.over else ''}</span></a>"
        f"{deed(row, 'answer' if act == 'report' and order else act, language)}</li>")


@lru_cache(maxsize=1024)
def how_it_stands(light: Light, days: int, language: str | None) -> SafeString:
    """The light's word with the working days that are left; overdue ones say how long they have been."""
    if light is Light.OVERDUE:
        return format_html('<span class="overdue">{}</span>', workdays_in(days, language))
    left = format_html('　<span class="mute">{}</span>', workdays_in(days, language)) if not light.over else ""
    return format_html("{}{}", word(light.label, language), left)


def order_line(order: Any, year: int, language: str | None) -> SafeString:
    """The supervisory order that is to be answered first."""
    said = _("Supervisory order %(number)s was to be answered by %(day)s") if order.late else _(
        "Supervisory order %(number)s: answer by %(day)s")
    return format_html('<span class="{}">{}</span>', "overdue" if order.late else "mute",
                       said % {"number": order.number, "day": day_in(order.answer_by, year, language)})


def deed(row: TaskRow, act: str, language: str | None) -> str:
    """The button of a row; its whole name is read out with the task's title."""
    if act not in DEEDS:
        return ""
    label, after = DEEDS[act]
    return (f'<a class="btn0" href="{task_address(row.id)}{after}">{escape(word(label, language))}'
            f'<span class="sr"> {escape(row.title)}</span></a>')


@register.simple_tag
def day_leads(day: Any) -> SafeString:
    """The tasks of a day of the calendar, under the sections that lead them."""
    if not day.leads:
        return mark_safe("")
    language = get_language()
    nobody = escape(word("no lead section yet", language))
    found = "".join(
        f"<div><h3>{section_link(lead.unit_id, lead.name) if lead.unit_id else nobody} "
        f'<span class="mute">{len(lead.rows)}</span></h3><ul>{"".join(day_row(row, language) for row in lead.rows)}</ul></div>'
        for lead in day.leads)
    return mark_safe(f'<div class="leads">{found}</div>')  # noqa: S308 (escaped or our own, part by part)


def day_row(row: TaskRow, language: str | None) -> str:
    """A task on a day of the calendar."""
    title = escape(row.title)
    return (f'<li class="{row.light.value}-r"><a href="{task_address(row.id)}" title="{title}">{dot_of(row.light.value)}'
            f'<span class="sr">{escape(word(row.light.label, language))}</span>'
            f'<span class="cut">{escape(row.number)} {title}</span></a></li>')


@register.simple_tag
def month_weeks(month: Any, today: date) -> SafeString:
    """A month's grid, week by week."""
    events = word("milestones and answers", get_language())
    return mark_safe("".join(  # noqa: S308 (escaped or our own, part by part)
        f"<tr>{''.join(day_cell(cell, today, events) for cell in week)}</tr>" for week in month.weeks))


def day_cell(cell: Any, today: date, events: str) -> str:
    """A day of the grid: its number, how many tasks it holds, a mark for milestones and answers."""
    if cell is None:
        return "<td></td>"
    kinds = " ".join(name for name, holds in (("rest", not cell.works), ("now", cell.day == today)) if holds)
    now = ' aria-current="date"' if cell.day == today else ""
    said = f"<span>{cell.day.day}</span>"
    if cell.held:
        tasks = f"<b>{cell.held.tasks}</b>" if cell.held.tasks else ""
        mark = f'<i aria-label="{escape(events)}" role="img">◆</i>' if cell.held.events else ""
        said = f'<a href="#d{cell.day.isoformat()}">{said}{tasks}{mark}</a>'
    return f'<td class="{kinds}"{now}>{said}</td>'


@register.simple_tag
def year_line(line: Any, shown: Any) -> SafeString:
    """A task along its plan: a hairline, the ends of years, today, the due date, the first due date where it was moved."""
    moved = format_html('<path d="M{0} 8H{1}" class="moved"/><path d="M{0} 2V14" class="was"/>', line.first_due_at,
                        line.due_at) if line.row.first_due != line.row.due else ""
    ends = format_html_join("", '<path d="M{} 0V16" class="hair"/>', ((at,) for _, at in shown.year_ends))
    return format_html(
        '<svg class="yl {}" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="M0 8H1000" class="hair"/>{}<path d="M0 8H{}" class="run"/><path d="M{} 0V16" class="now"/>{}'
        '<rect x="{}" y="3" width="8" height="10" class="end"/></svg>',
        line.row.light.value, ends, min(line.due_at, line.first_due_at), shown.today_at, moved, max(0, line.due_at - 8),
    )
