"""Title, issuer, number, date and period of a plan: from its head, its signature and the page's metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from junheng.ground.documents.values import Metadata
from junheng.ground.kernel.numerals import whole_number
from junheng.rooms.plans.values import Period

NUMBER = re.compile(r"([\u4e00-\u9fffA-Z]{2,14})[〔\[（(【]\s*((?:19|20)\d{2})\s*[〕\]）)】]\s*第?\s*(\d{1,4})\s*号")
DATE = re.compile(r"^\s*(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*$")
CN_DATE = re.compile(r"^\s*(二[〇○ＯOo零0]{1}[〇○ＯOo零0一二三四五六七八九]{2})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日\s*$")
CN_DIGITS = str.maketrans("〇○ＯOo零一二三四五六七八九", "000000123456789")
TITLE = re.compile(r"(?:要点|规划|计划|方案|意见|行动|纲要|办法|通知|安排|部署|报告|实施细则|任务|实事(?:项目)?|分解表|分工表?|清单|20\d\d年[^，,。]{2,16}工作)(?:[（(][^（）()]{2,16}[)）])?$")
NOTICE = re.compile(r"(?:关于)?(?:印发|转发|下发|发布)《?(?P<inner>.+?)》?的?通知$")
SPAN_OF_YEARS = re.compile(r"(20\d\d)\s*年?\s*[-—–~～至到]+\s*(20\d\d)\s*年?")
FIVE = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030), "十六五": (2031, 2035)}
GOAL_YEAR = re.compile(r"到\s*(20\d\d)\s*年")
PLANNED = re.compile(r"(?:总结|情况|回顾).{0,6}?(20\d\d)\s*年.{0,8}(?:计划|要点|打算|安排|思路|部署|谋划)")
LONGEST = 5  # years; goals farther off are visions
YEAR = re.compile(r"(20\d\d)\s*年")
SECOND_HALF = 5  # characters: 实施方案 alone is the second half of a title
BODY = re.compile(r"^(?P<body>[^，,。；;：:《》\s]{3,30}?(?:教育(?:和体育|体育)?局|教体局|教育委员会|教委|人民政府办公室|人民政府|教育厅|委员会办公室|办公室|教育工委|领导小组))(?:文件)?$")
IN_TITLE = re.compile(r"^(?P<body>[\u4e00-\u9fff]{2,12}[省市县区州旗](?:人民政府(?:办公室)?|教育(?:和体育|体育)?局|教体局|教育委员会))(?=20\d\d|关于|印发)")
MAIN_BODY = re.compile(r"^[^，,。；;：:]{4,30}(?:局|政府|办公室|委员会|厅|小组|工委)$")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head and the foot of a plan say."""

    title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    date_issued: str | None = None
    period: Period = field(default_factory=Period)


def read_head(text: str, first: int, last: int, metadata: Metadata) -> Head:
    """This will read title, issuer, number, date and period from the lines before `first` and after `last`."""
    above = [line.strip() for line in text[:first].split("\n") if line.strip()]
    below = [line.strip() for line in text[last:].split("\n") if line.strip()]
    title = title_of(above) or metadata.title
    number = next((f"{m.group(1)}〔{m.group(2)}〕{m.group(3)}号" for line in above if len(line) <= 40
                   for m in [NUMBER.search(line)] if m), None)
    issued = next((day for line in (*above, *below) if (day := date_of(line))), None)
    return Head(
        title=title,
        issuer=issuer_of(above, below) or metadata.issuer or named_in(title or ""),
        doc_number=number or metadata.doc_number,
        date_issued=issued or metadata.date_issued,
        period=period_of(title or "", [line for line in above if line != title], issued or metadata.date_issued,
                         text[:first], text[first:last]),
    )


def title_of(lines: list[str]) -> str | None:
    """The plan's own title: the last one before the text; of a notice, what it sends out."""
    found: list[str] = []
    for index, line in enumerate(lines):
        if len(line) > 60 or re.search(r"[。；;]", line) or line.endswith(("：", ":")) or line.startswith("附件"):
            continue
        if TITLE.search(line) and not date_of(line):
            before = lines[index - 1] if index else ""
            whole = before + line if is_first_half(before) or (len(line) <= SECOND_HALF and TITLE.search(before)) else line
            found.append(whole)
        elif index + 1 < len(lines) and re.match(r"^[（(]20\d\d", lines[index + 1]) and "“" in line:
            found.append(line)
    if not found:
        return None
    plain = [line for line in found if not line.endswith("通知")]
    if plain:
        return re.sub(r"[（(]20\d\d\s*[-—–~至]+\s*20\d\d年?[)）]$", "", plain[-1]) or plain[-1]
    inner = NOTICE.search(found[-1])
    return inner.group("inner") if inner else found[-1]


def is_first_half(line: str) -> bool:
    """Whether a line is the first half of a title set in two lines."""
    return bool(re.search(r"^关于印发|20\d\d年$|(?:县|市|区)$", line)) and not TITLE.search(line) and len(line) < 30


def issuer_of(above: list[str], below: list[str]) -> str | None:
    """The body in the signature (the line before a date), else the one in the red head."""
    for lines in (above, below):
        for index, line in enumerate(lines[1:], start=1):
            if date_of(line) and MAIN_BODY.match(lines[index - 1]):
                return first_signer(lines, index - 1)
    for line in above:
        found = BODY.match(line)
        if found:
            return found.group("body")
    for line in above:
        found = re.match(r"^(?P<body>[^《》。]{3,24}?(?:局|政府|办公室|委员会|厅))关于", line)
        if found:
            return found.group("body")
    return None


def first_signer(lines: list[str], last: int) -> str:
    """The first of the bodies that sign one below the other, or side by side, down to the line `last`."""
    first = last
    while first and MAIN_BODY.match(lines[first - 1]) and not TITLE.search(lines[first - 1]):
        first -= 1
    return lines[first].split()[0]


def named_in(title: str) -> str | None:
    """The body that a title begins with (某县教育局2026年工作要点)."""
    found = IN_TITLE.match(title)
    return found.group("body") if found else None


def date_of(line: str) -> str | None:
    """A line that is a date, as ISO; None when it is none."""
    found = DATE.match(line)
    if found:
        return iso(found)
    written = CN_DATE.match(line)
    if written is None:
        return None
    year = written.group(1).replace("二", "2").translate(CN_DIGITS)
    month, day = whole_number(written.group(2)), whole_number(written.group(3))
    return f"{year}-{month:02d}-{day:02d}" if month and day else None


def iso(found: re.Match[str]) -> str:
    """A matched date as ISO."""
    return f"{found.group(1)}-{int(found.group(2)):02d}-{int(found.group(3)):02d}"


def period_of(title: str, lines: list[str], issued: str | None, opening: str, body: str) -> Period:
    """The years a plan covers, by its title, the lines around it, its opening words, or its date and last goal."""
    for place in (title, *lines):
        if place != title and not re.match(r"^[（(]", place) and not TITLE.search(place):
            continue
        years = SPAN_OF_YEARS.search(place)
        if years:
            return Period(int(years.group(1)), int(years.group(2)))
        for name, (first, last) in FIVE.items():
            if name in place:
                return Period(first, last)
        year = PLANNED.search(place) or YEAR.search(place)
        if year:
            return Period(int(year.group(1)), int(year.group(1)))
    first_words = opening[-400:]
    year = re.search(r"(20\d\d)年[，,]?(?:是|全[国省市县区]|我[省市县区])", first_words)
    if year:
        return Period(int(year.group(1)), int(year.group(1)))
    if issued:
        first = int(issued[:4])
        said = [int(goal) for goal in GOAL_YEAR.findall(body)]
        goals = [goal for goal in said if first <= goal <= first + LONGEST]
        if said and not goals and max(said) < first:
            return Period()  # the date is that of a later copy
        return Period(first, max(goals, default=first))
    return Period()
