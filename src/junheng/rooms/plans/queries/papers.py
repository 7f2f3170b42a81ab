"""Papers of this room: the task table from a reading, and from living tasks; ledger; bulletin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from junheng.ground.documents.official import Heading, Paper, Paragraph, Table, official_paper
from junheng.ground.documents.slip import processing_slip
from junheng.ground.people.values import Person
from junheng.ground.units.queries import tree
from junheng.rooms.plans import access, sheets
from junheng.rooms.plans.engine.bulletin import bulletin_text
from junheng.rooms.plans.engine.candidates import propose
from junheng.rooms.plans.engine.wording import due_words, numbered, several, written, years_of
from junheng.rooms.plans.models import Commitment, Measure, Plan, Report
from junheng.rooms.plans.queries.rules import county_format, house_lexicon
from junheng.rooms.plans.queries.tasks import measure_target, task_rows
from junheng.rooms.plans.values import Light, PlanReading, Target


def task_table(reading: PlanReading, *, created: datetime) -> bytes:
    """The 任务分解表 (.xlsx) of a plan just read."""
    return sheets.task_table(reading, lexicon=house_lexicon(), created=created)


def task_paper(reading: PlanReading, *, created: datetime) -> bytes:
    """The 任务分解表 (.docx) of a plan just read: one table laid across, the columns of the workbook."""
    years, unknown = years_of(reading), created.year
    rows: list[tuple[str, ...]] = []
    groups: dict[int, str] = {}
    chapter = None
    for count, found in enumerate(propose(reading, period=years or (unknown, unknown)), start=1):
        if found.chapter != chapter:
            chapter = found.chapter
            groups[len(rows)] = chapter
        rows.append((str(count), found.title, numbered(found.measures), written(found.target) if found.target else "",
                     due_words(found.due, year_known=bool(years) or found.due.year != unknown), "", found.lead, found.support, ""))
    table = Table(PAPER_HEAD, tuple(rows), PAPER_WIDTHS, groups, PAPER_CENTRED)
    return official_paper(Paper(title=f"{reading.title or '工作要点'}任务分解表", issuer=reading.issuer or "",
                                blocks=(table,), across=True), created=created)


ADDRESSEES = "局机关各股室、直属各单位，各中心校："
PAPER_HEAD = ("序号", "目标任务", "具体举措", "量化指标", "完成时限", "责任领导", "牵头科室", "配合单位", "责任人")
PAPER_WIDTHS = (11, 48, 62, 24, 34, 18, 22, 26, 16)
PAPER_CENTRED = (0, 3, 4, 5, 6, 8)


def living_table(person: Person, plan_id: int, *, today: date, created: datetime) -> tuple[str, bytes]:
    """The 任务分解表 of a plan's tasks, with what this person may see."""
    plan, rows = seen(person, plan_id, today)
    tasks = Commitment.objects.filter(pk__in=[row.id for row in rows])
    content = sheets.living_table(
        plan.title, rows, created=created, lexicon=house_lexicon(), quotes=dict(tasks.values_list("pk", "quote")),
        steps=dict(tasks.values_list("pk", "measures_text")), numbers=written_numbers([row.id for row in rows]),
    )
    return f"{plan.title}任务分解表.xlsx", content


def ledger(person: Person, plan_id: int, *, today: date, created: datetime) -> tuple[str, bytes]:
    """The 督办台账 of a plan's tasks."""
    plan, rows = seen(person, plan_id, today)
    ids = [row.id for row in rows]
    return f"{plan.title}督办台账.xlsx", sheets.ledger(
        plan.title, rows, created=created, words=latest_words(ids),
        light_names={light.value: _(light.label) for light in Light}, numbers=written_numbers(ids),
        steps=dict(Commitment.objects.filter(pk__in=ids).values_list("pk", "measures_text")),
    )


def bulletin(person: Person, plan_id: int, *, today: date, created: datetime, red_head: bool = False) -> tuple[str, bytes]:
    """The monthly 督查通报 as an official paper; its number is left to the office."""
    access.check_may_in_general(person, "change", "plans/bulletin")
    plan, rows = seen(person, plan_id, today)
    text = bulletin_text(rows, today=today, words=latest_words([row.id for row in rows]),
                         light_names={light.value: _(light.label) for light in Light})
    record = county_format().get("record", {})
    paper = Paper(
        title=bulletin_title(plan, today), issuer=plan.issuer or plan.bureau.name,
        number=blank_number(today), addressees=ADDRESSEES,
        blocks=tuple(Heading(words, 1) if kind == "heading" else Paragraph(words) for kind, words in text),
        signature=plan.issuer or plan.bureau.name, date=day_words(today), red_head=red_head,
        printer=record.get("printer") or f"{plan.issuer or plan.bureau.name}办公室", copies=record.get("copies", ""),
        printed_on=day_words(today),
    )
    return f"{paper.title}.docx", official_paper(paper, created=created)


def bulletin_slip(person: Person, plan_id: int, *, today: date, created: datetime) -> tuple[str, bytes]:
    """The 发文处理笺 that goes with the 督查通报 through the bureau."""
    access.check_may_in_general(person, "change", "plans/bulletin")
    plan, _rows = seen(person, plan_id, today)
    title = bulletin_title(plan, today)
    known = {"发文字号": blank_number(today), "标题": title, "主送": ADDRESSEES.rstrip("："), "拟稿人": person.name,
             "拟稿单位": drafting_unit(person, today)}
    return f"发文处理笺（{title}）.docx", processing_slip(known, created=created, fields=county_format().get("slip"))


def bulletin_title(plan: Plan, today: date) -> str:
    """The title of a month's 督查通报; a plan's title that ends in a digit stands in book quotes, apart from the month."""
    name = f"《{plan.title}》" if plan.title[-1:].isdecimal() else plan.title
    return f"关于{name}{today.month}月份推进情况的通报"


def blank_number(today: date) -> str:
    """The number of a paper as the office finds it: the county's 代字, or room for it, the year, and room for the number."""
    return f"{county_format().get('numbers', {}).get('bulletin', '　　　')}〔{today.year}〕　　号"


def day_words(day: date) -> str:
    """A day as papers date themselves."""
    return f"{day.year}年{day.month}月{day.day}日"


def drafting_unit(person: Person, today: date) -> str:
    """The unit at which a person drafts: that of the first appointment."""
    units = tree(today)
    return next((units.name(each.unit_id) for each in person.appointments if each.unit_id in units), "")


def written_numbers(task_ids: list[int]) -> dict[int, str]:
    """The measurable targets of each task as papers write them."""
    found: dict[int, list[Target]] = {}
    titles: dict[int, str] = {}
    for measure in Measure.objects.filter(commitment_id__in=task_ids).select_related("commitment").order_by("position", "id"):
        said = replace(measure_target(measure), quote=measure.quote, firmness=measure.commitment.firmness or None)
        found.setdefault(measure.commitment_id, []).append(said)
        titles[measure.commitment_id] = measure.commitment.title
    return {task_id: several(targets, titles[task_id]) for task_id, targets in found.items()}


def seen(person: Person, plan_id: int, today: date) -> tuple[Plan, tuple]:
    """The plan and those of its tasks that a person may see."""
    access.check_may_in_general(person, "see", "plans/export")
    plan = Plan.objects.select_related("bureau").get(pk=plan_id)
    access.check_may_see_plan(person, plan)
    return plan, task_rows(person, today=today, where=Q(plan_id=plan_id), withdrawn=True)


def latest_words(task_ids: list[int]) -> dict[int, tuple[str, str, str]]:
    """The latest report of each task: progress, problems, next steps."""
    found: dict[int, tuple[str, str, str]] = {}
    for report in Report.objects.filter(commitment_id__in=task_ids).order_by("on", "id"):
        found[report.commitment_id] = (report.progress, report.problems, report.next_steps)
    return found
