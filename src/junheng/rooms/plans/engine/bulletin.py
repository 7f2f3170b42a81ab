"""The words of the monthly 督查通报, from the rows of a plan: counts first, then what is late, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from junheng.rooms.plans.values import Light, TaskRow


def bulletin_text(rows: Sequence[TaskRow], *, today: date, words: Mapping[int, tuple[str, str, str]],
                  light_names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Blocks of the paper as (heading or paragraph, words). Sections are named, never ranked."""
    counts = {light: sum(1 for row in rows if row.light is light) for light in Light}
    text: list[tuple[str, str]] = [("paragraph", (
        f"截至{today.year}年{today.month}月{today.day}日，共{len(rows)}项任务："
        + "，".join(f"{light_names[light.value]}{counts[light]}项" for light in Light) + "。现将有关情况通报如下。"
    ))]
    parts: tuple[tuple[str, list[TaskRow], str], ...] = (("一、总体进展", [row for row in rows if row.light is Light.DONE], "已办结"),
             ("二、逾期事项", [row for row in rows if row.light is Light.OVERDUE], ""),
             ("三、未达序时进度事项", [row for row in rows if row.light is Light.BEHIND], ""),
             ("四、未启动和无来源事项", [row for row in rows if row.light in {Light.IDLE, Light.NO_SOURCE}], ""))
    ended = [row for row in rows if row.light is Light.ENDED]
    if ended:
        parts = (*parts, ("五、终止事项", ended, "已终止"))
    for title, found, note in parts:
        text.append(("heading", title))
        if not found:
            text.append(("paragraph", "无。"))
        for count, row in enumerate(found, start=1):
            text.append(("paragraph", line(count, row, words.get(row.id), note)))
    text.append(("heading", f"{'六' if ended else '五'}、有关要求"))
    text.append(("paragraph", "请各牵头单位对照序时进度，按时限推进；逾期事项于收到通报后5个工作日内向办公室书面说明原因和办结时间。"))
    return text


def line(count: int, row: TaskRow, said: tuple[str, str, str] | None, note: str) -> str:
    """One task as a sentence."""
    who = "，".join(part for part in (row.lead, row.owner) if part)
    when = f"完成时限{row.due.month}月{row.due.day}日"
    if row.light is Light.OVERDUE:
        when += f"，逾期{-row.workdays}个工作日"
    problem = f"存在问题：{said[1].rstrip('。')}。" if said and said[1] else ""
    return f"{count}．{row.title}（{'；'.join(part for part in (who, when, note) if part)}）。{problem}"
