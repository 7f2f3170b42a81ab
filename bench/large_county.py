"""A county of full size: 200 units, 5 adopted plans, 400 tasks with the traces of a year. The same rows every time.

Units and accounts of the example county are opened by the house's own actions; the many rows on top are written in
bulk, in the shapes that the actions leave. Everything is invented.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count, cycle

from django.utils import timezone

from junheng.ground.files.models import Attachment
from junheng.ground.people.models import Account
from junheng.ground.units.models import Placement, Unit
from junheng.ground.units.values import Kind, Tree
from junheng.rooms.plans.models import (
    Change,
    Commitment,
    Measure,
    MeasuredValue,
    Milestone,
    Order,
    Plan,
    Proof,
    Report,
    Version,
)
from junheng.rooms.plans.queries.rules import house_lexicon
from junheng.rooms.plans.values import ProofKind
from junheng.shell import demo

TODAY = date(2026, 11, 20)
UNITS, TASKS_PER_PLAN = 200, 80
PERIODS = ((2026, 2026), (2026, 2026), (2025, 2025), (2025, 2027), (2021, 2025))
CHAPTERS = ("一、党建引领", "二、学前教育", "三、义务教育", "四、普通高中和职业教育", "五、教师队伍", "六、学生发展",
            "七、安全稳定", "八、保障能力")
SUBJECTS = ("学前三年毛入园率", "九年义务教育巩固率", "公办园在园幼儿占比", "优良校舍占比", "交流轮岗教师占比",
            "体质健康优良率", "课后服务覆盖率", "持证上岗率", "高中阶段毛入学率", "校园安防达标率", "图书配备达标率")
WORKS = ("改扩建乡镇寄宿制学校并补齐运动场地", "办好教师全员培训和骨干教师跟岗研修", "开展规范办园行为督导评估并公开结果",
         "完成标准化食堂和直饮水改造", "建立学位预警机制并公布学区划分", "推进集团化办学和城乡学校结对",
         "做好家庭经济困难学生精准资助")
OWNERS = ("bangong", "xueqian", "jijiao", "renshi", "caiwu", "xiangmu", "anquan", "tiwei", "dudao", "jiaoyan")


def moment(day: date) -> datetime:
    """Ten in the morning."""
    return timezone.make_aware(datetime.combine(day, time(10)))


def build() -> list[int]:
    """This will build the county in an empty database; the ids of its plans."""
    demo.open_accounts()
    open_schools()
    return [adopted_plan(place, first, last) for place, (first, last) in enumerate(PERIODS, start=1)]


def open_schools() -> None:
    """Schools below the central schools and sections, up to the full number of units."""
    above = {unit.code: unit for unit in Unit.objects.filter(code__in=["Z01", "Z02", "Z03", "S02", "S03", "C"])}
    parents = cycle(unit for code, unit in sorted(above.items()) if code != "C")
    missing = UNITS - Unit.objects.count()
    opened = Unit.objects.bulk_create(
        Unit(code=f"Y{number:03}", name=f"云溪县第{number}完全小学", short_name=f"第{number}完小", kind=Kind.SCHOOL,
             since=demo.FOUNDED)
        for number in range(1, missing + 1)
    )
    Placement.objects.bulk_create(
        Placement(unit=unit, tree=tree, parent=parent if tree is Tree.MANAGING else above["C"], since=demo.FOUNDED)
        for unit, parent in zip(opened, parents, strict=False) for tree in Tree
    )


def adopted_plan(place: int, first: int, last: int) -> int:
    """One plan with its file, its text and its tasks."""
    office, since = Account.objects.get(username="bangong"), date(first, 3, 2)
    bureau = Unit.objects.get(code="B")
    plan = Plan.objects.create(
        status=Plan.Status.ADOPTED, title=f"云溪县{first}年教育工作计划（之{place}）", issuer="云溪县教育局",
        doc_number=f"云教字〔{first}〕{place}号", date_issued=since, period_start=date(first, 1, 1),
        period_end=date(last, 12, 31), bureau=bureau, created_at=moment(since), created_by=office,
        adopted_at=moment(since), adopted_by=office,
    )
    tasks = unsaved_tasks(plan, place)
    text = "\n".join(task.quote for task in tasks)
    file = Attachment.objects.create(sha256=f"{place:064}", name="plan.txt", kind="txt", size=len(text.encode()),
                                     owner_kind="plans/plan", owner_ref=str(plan.pk), at=moment(since),
                                     by_id=office.pk)
    Version.objects.create(
        plan=plan, number=1, attachment=file, file_name="plan.txt", sha256=file.sha256, text=text,
        blocks=[{"start": task.start, "end": task.end} for task in tasks], read_at=moment(since),
        created_at=moment(since), created_by=office,
    )
    live(Commitment.objects.bulk_create(tasks))
    return plan.pk


def unsaved_tasks(plan: Plan, place: int) -> list[Commitment]:
    """A plan's tasks, chapter by chapter: a fifth closed, a few handed in; of years gone by nearly all closed."""
    accounts = {account.username: account for account in Account.objects.filter(username__in=OWNERS)}
    units = {unit.code: unit for unit in Unit.objects.all()}
    at = {username: units[code] for username, _, _, code in demo.PEOPLE}
    leaders = (units["L1"], units["L2"], units["L3"])
    systems = sorted(key for key, system in house_lexicon().systems.items() if system.room not in {"registry"})
    checker = Account.objects.get(username="juzhang")
    days = (plan.period_end - plan.period_start).days
    tasks, start = [], 0
    for number in range(TASKS_PER_PLAN):
        step = number * 7 + place
        owner = accounts[OWNERS[step % len(OWNERS)]]
        title = SUBJECTS[step % len(SUBJECTS)] + "达到90%以上" if step % 5 < 3 else WORKS[step % len(WORKS)]
        quote = f"{number + 1}.{title}，由有关股室牵头，年底前完成并公开结果。"
        due = plan.period_start + timedelta(days=days * (step * 13 % 40 + 60) // 100)
        closed = step % 20 > 0 if plan.period_end < TODAY else step % 5 == 4
        asked = closed or step % 17 == 3
        tasks.append(Commitment(
            plan=plan, number=f"{number // 10 + 1}.{number % 10 + 1}", position=number + 1, title=title, quote=quote,
            chapter=CHAPTERS[number // 10], item_path=[str(number // 10 + 1), str(number % 10 + 1)], start=start,
            end=start + len(quote), systems=[systems[(step * skip) % len(systems)] for skip in (1, 3)],
            leader=leaders[step % 3], lead_unit=at[owner.username], support_text="各中心校、县直各学校",
            owner=owner if step % 11 else None, begins=plan.period_start, due=due, first_due=due,
            proof_kind="" if step % 13 == 0 else list(ProofKind)[step % 6].value,
            closed_at=moment(due) if closed else None, closed_by=checker if closed else None,
            closing_asked_at=moment(due) if asked else None, closing_asked_by=owner if asked else None,
        ))
        start += len(quote) + 1
    return tasks


def live(tasks: list[Commitment]) -> None:
    """Figures, steps, reports, proofs, orders and changes of some tasks."""
    office = Account.objects.get(username="bangong")
    running = count(tasks[0].pk)
    measures, steps, reports, proofs, orders, changes = [], [], [], [], [], []
    for task, number in zip(tasks, running, strict=False):
        by = {"at": moment(task.begins), "by": task.owner or office}
        if "达到" in task.title:
            measures.append(Measure(
                commitment=task, subject=task.title[:-7], comparator=">=", value=Decimal(90), unit="%",
                quote=task.title, source="教育事业统计" if number % 4 else "", baseline_on=task.begins,
                baseline_value=Decimal(80 + number % 5)))
        elif number % 2:
            steps += [Milestone(commitment=task, name=name, planned=task.begins + timedelta(days=30 * month),
                                reached=task.begins + timedelta(days=30 * month) if month < 6 else None)
                      for month, name in ((3, "方案印发"), (5, "开工"), (9, "完工"))]
        reports += [Report(commitment=task, on=task.begins + timedelta(days=40 * turn), key=f"{task.pk}:{turn}",
                           progress="已按计划推进，各校情况已汇总。", **by) for turn in range(1, 1 + number % 4)]
        if (number % 2 or task.closed_at) and task.proof_kind:
            proofs.append(Proof(commitment=task, kind=task.proof_kind, title="汇总表", number="云教函〔2026〕3号",
                                on=task.begins + timedelta(days=60), source="有关股室", **by))
        if number % 9 == 0:
            orders.append(Order(commitment=task, number="督〔2026〕1号", text="请报进展。", on=task.begins,
                                answer_by=task.due, at=by["at"], by=office))
        if number % 23 == 0:
            changes.append(Change(commitment=task, kind="postponed", basis="局长办公会纪要", basis_number="〔2026〕5号",
                                  asked_at=by["at"], asked_by=office))
    saved = Measure.objects.bulk_create(measures)
    MeasuredValue.objects.bulk_create(
        MeasuredValue(measure=one, on=one.baseline_on + timedelta(days=90 * turn), source="教育事业统计", by=office,
                      value=one.baseline_value + Decimal(turn * (place % 4)), at=moment(one.baseline_on))
        for place, one in enumerate(saved) if place % 6 for turn in (1, 2, 3)
    )
    for model, rows in ((Milestone, steps), (Report, reports), (Proof, proofs), (Order, orders), (Change, changes)):
        model.objects.bulk_create(rows)
