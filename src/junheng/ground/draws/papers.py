"""The minutes of a ceremony as an official paper, ready to sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from junheng.ground.documents.official import Heading, Paper, Paragraph, Table, official_paper
from junheng.ground.draws.models import Rerun
from junheng.ground.draws.queries import Hall, day_of, grouped
from junheng.ground.people.queries import names

HEAD, WIDTHS = ("步骤", "时间", "记录", "操作人"), (52, 22, 62, 20)
SIGN, SIGN_WIDTHS = ("身份", "姓名", "签字"), (46, 40, 70)
SHOWN = 60


def minutes(hall: Hall, *, created: datetime) -> tuple[str, bytes]:
    """The 现场记录 of a draw: list, rules, witnesses, steps, seed, run, result, and lines to sign on."""
    title = f"{hall.draw.title}现场记录"
    blocks: list[Heading | Paragraph | Table] = [
        *announced(hall), Heading("二、现场经过", 1), Table(HEAD, steps(hall), WIDTHS), *seed(hall), *result(hall), *again(hall),
        Heading("五、签字", 1), Paragraph("以上记录属实。见证人逐一签字："), Table(SIGN, signed(hall), SIGN_WIDTHS),
    ]
    return f"{title}.docx", official_paper(Paper(title=title, issuer=hall.unit_name, blocks=tuple(blocks), signature=hall.unit_name,
                                                 date=day_of(localtime(hall.draw.held_at))), created=created)


def announced(hall: Hall) -> list[Heading | Paragraph | Table]:
    """What was published beforehand."""
    draw, moment = hall.draw, localtime(hall.draw.held_at)
    published = day_of(localtime(draw.published_at)) if draw.published_at else ""
    rules = "；".join(_(text) % values for text, values in hall.said)
    notice = draw.notice or {}
    return [
        Heading("一、公告事项", 1),
        Paragraph(f"时间：{day_of(moment)}{moment:%H:%M}。地点：{draw.place}。咨询电话：{draw.phone}。"),
        Paragraph(f"公告于{published}公布，此后名单和规则没有改动。名单共{hall.count}行，名单摘要{hall.digest}。规则：{rules}。"),
        Paragraph(f"公告摘要（SHA-256）：{notice.get('digest', '')}。"),
        *(Paragraph(f"{_(hall.kind.list_labels[each['name']])}摘要（SHA-256）：{each['digest']}。") for each in notice.get("lists", ())),
    ]


def steps(hall: Hall) -> tuple[tuple[str, ...], ...]:
    """Each step that was done, with its moment and what was written down."""
    rows = []
    for each in hall.steps:
        if each.done is not None:
            said = each.done.said.get("names") or each.done.said.get("note") or ""
            rows.append((_(each.step.label), f"{localtime(each.done.at):%H:%M:%S}", str(said), each.by_name))
    return tuple(rows)


def seed(hall: Hall) -> list[Heading | Paragraph | Table]:
    """How the seed was made, entries that differed included."""
    blocks: list[Heading | Paragraph | Table] = [Heading("三、种子数", 1)]
    entries = [row for row in hall.draw.entries.all() if row.round == hall.round]
    if entries:
        blocks += [Paragraph("由两人分别录入，一致后生效。"),
                   Table(("次序", "录入人", "录入内容", "时间"),
                         tuple((f"第{row.attempt}次 录入{'一二'[row.place - 1]}", row.who, row.text, f"{localtime(row.at):%H:%M:%S}")
                               for row in entries), (30, 56, 44, 26))]
    elif hall.seed:
        blocks.append(Paragraph("由见证人当场公布事先密封的数，按公告的办法合成。"))
    blocks.append(Paragraph(f"种子数：{hall.seed or '尚未产生'}。"))
    return blocks


def result(hall: Hall) -> list[Heading | Paragraph | Table]:
    """The run and its outcome; long outcomes go on in the signed print."""
    blocks: list[Heading | Paragraph | Table] = [Heading("四、运行和结果", 1)]
    if hall.run is None or hall.outcome is None:
        return [*blocks, Paragraph("尚未运行。")]
    moment = localtime(hall.run.at)
    text, values = hall.outcome.said
    blocks += [
        Paragraph(f"试运行{hall.draw.trials.count()}次，只在副本上进行，不作数。{day_of(moment)}{moment:%H:%M:%S}由{hall.run.pressed_by_name}按键运行，只运行一次。"),
        Paragraph(f"结果：{_(text) % values}。过程记录摘要（SHA-256）：{hall.run.transcript['digest']}。"),
    ]
    if hall.outcome.summed:
        # What sums the result up stands nowhere else, so all of it stands here.
        blocks.append(Table(tuple(_(title) for title in hall.outcome.card_head), hall.outcome.cards, (96, 60)))
    else:
        head = hall.outcome.head
        blocks.append(Table(tuple(_(title) for title in head), hall.outcome.rows[:SHOWN], widths(len(head))))
    long = not hall.outcome.summed and len(hall.outcome.rows) > SHOWN
    if long or hall.outcome.summed:
        blocks.append(Paragraph(f"{f'以上为前{SHOWN}行，' if long else ''}全部结果见逐页签字的打印件，打印件与过程记录摘要{grouped(hall.run.transcript['digest'])}相符。"))
    return blocks


def widths(columns: int) -> tuple[int, ...]:
    """Column widths in millimetres that fill the page."""
    return (20, *((136 // (columns - 1),) * (columns - 1)))


def again(hall: Hall) -> list[Heading | Paragraph | Table]:
    """Wishes to run the draw once more, and the runs before this one."""
    wishes: Sequence[Rerun] = list(hall.draw.reruns.all())
    if not wishes:
        return []
    who = names([row.asked_by_id for row in wishes] + [row.decided_by_id for row in wishes if row.decided_by_id])
    said = [f"{day_of(localtime(row.asked_at))}{who[row.asked_by_id]}申请重新运行，理由：{row.reason}。"
            + (f"{who[row.decided_by_id]}{'批准' if row.approved else '不批准'}。" if row.decided_by_id else "尚未答复。") for row in wishes]
    before = [f"第{row.round}次运行的过程记录保留，摘要{grouped(row.transcript['digest'])}。" for row in hall.runs if row != hall.run]
    return [Heading("重新运行", 2), *map(Paragraph, [*said, *before])]


def signed(hall: Hall) -> tuple[tuple[str, ...], ...]:
    """A line for each witness, the two who typed, who pressed the key, and the operator."""
    rows = [(each.get("role", ""), each.get("name", "")) for each in hall.draw.witnesses]
    rows += [("录入种子数", row.who) for row in hall.attempt.values()]
    rows += [("按键运行", hall.run.pressed_by_name)] if hall.run else []
    # A second line in the empty cell leaves room for a hand.
    return tuple((role, name, "\n") for role, name in (*rows, ("操作人", ""), ("记录人", "")))
