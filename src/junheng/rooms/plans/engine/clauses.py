"""The clauses of an item: which of them stand for a task, and which say how it is done (具体举措).

A task begins at a clause with a number, a promised paper, a building project or a deed with its own date. Whatever
else its sentence says belongs to it. Sentences that begin no task belong to the item's only one, or make a task of
their own where the item has several: so every clause is taken once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from junheng.rooms.plans.values import DocumentAction, Item, PlanReading, Project, Responsibility, Target

Span = tuple[int, int]

BRACKETED = re.compile(r"《[^《》\n]{0,90}》|“[^“”\n]{0,60}”|（[^（）\n]{0,90}）|\([^()\n]{0,90}\)|〔[^〔〕\n]{0,90}〕")
SENTENCE_STOPS, CLAUSE_STOPS = "。；;！!？?\n", "，,：:"
DATE = re.compile(
    r"(?:力争|争取|确保)?(?:在|到|至|于)?(?:"
    r"(?:20\d\d年|今年)?\d{1,2}月(?:底|末|份|[上中下]旬|\d{1,2}日)?(?:之?前)?|(?:20\d\d)?年(?:内|底前?|末|终)(?:之?前)?|20\d\d年(?=[，,]|$)"
    r"|(?:20\d\d年)?(?:秋季|春季|暑期|暑假|新学期)[^，,。；;]{0,4}(?:前|后|结束前)|上半年|下半年|第?[一二三四]季度(?:末|前)?"
    r"|“?十[三四五六]五”?(?:末|期末|期间))"
)
OWN_DATE = re.compile(r"(?:20\d\d年|今年)?\d{1,2}月(?:底|末|[上中下]旬|\d{1,2}日)?(?:之?前|底|末)|(?:20\d\d)?年(?:内|底前)|(?:秋季|春季)[^，,。；;]{0,4}开学前|上半年|第?[一二三四]季度")
STAGE = re.compile(r"^(?:全部|正式|基本|力争|确保)*(?:建成|竣工|完工|开工|投入使用|投用|启用|开园|招生|交付|到位|上线|完成)(?:使用|并?投入使用|并?投用)?$")
PAPER = re.compile(r"(?:制定|制订|修订|编制|出台|印发|起草|拟定|下发)(?![了后的]|管理)[^，,。；;《》]{0,40}?(?:办法|方案|意见|规划|计划|细则|清单|标准|规定|章程|指南|规程)$")
SITE_WORDS = ("新建", "改扩建", "扩建", "改建", "迁建", "重建", "建成", "竣工", "完工", "投入使用", "开工", "改造")
NO_SITE = re.compile(r"(?:计划|行动|活动|机制|体系|模式)$")
BUILDING = r"(?:小学|中学|学校|幼儿园|中心园|校区|综合楼|教学楼|实验楼|宿舍楼?|食堂|餐厅|运动场|体育馆)"
SITE = re.compile(rf"^(?:(?:新建|改扩建|扩建|改建|迁建|重建|续建|建成|改造).{{2,30}}{BUILDING}|完成.{{2,16}}{BUILDING}建设$)")
CONTINUES = re.compile(r"^(?:并|且|其中|以及|确保|保障|做到|实现|不得?|重点|过程|向|使|让|从而|切实|促进|提升|提高|营造|形成|增强|努力|进一步)")
LEADS_IN = re.compile(
    r"^(?:要|应)?(?:以.*(?:为|作为|入手)|抓住.+机遇|(?:紧紧?围绕|围绕|聚焦|根据|按照|依据|针对|对照|依托|结合|适应|为(?!先)|通过|面对|立足)(?!.*(?:开展|实施(?!项目)|建立|组织|制定))"
    r"|从.+(?:入手|出发)|在.+(?:上|中|下|方面)$|(?:始终)?坚持(?!开展|办好|用)|注重|(?:充分)?发挥.+作用$|全面贯彻党的教育方针$)"
)
DATED_EVENT = re.compile(r"[（(](20\d\d年\d{1,2}月\d{1,2}日)[)）]$")
JOINTS = re.compile(r"^(?:并|且|以及)(?=\S)")
HALF_WIDTH, FULL_WIDTH = re.compile(r"(?<!\d)[,:;]|[,:;](?!\d)"), {",": "，", ":": "：", ";": "；"}
CELL = " | "
TABLE_HEAD = re.compile(r"(?:^|\| )(?:序号|任务|目标任务|指标|项目|牵头单位|责任单位|完成时限)(?: \||$)")
SITES_IN_ROW, LONG_QUOTE = 2, 40
SENTENCES_TAKEN = 2  # so many sentences beside an item's only deed are its measures; more are a task of their own


@dataclass(frozen=True, slots=True)
class Deed:
    """What stands for one task: its span, its target or paper, its date as printed, and the measures that go with it."""

    start: int
    end: int
    kind: str
    target: Target | None = None
    printed_date: str = ""
    measures: tuple[str, ...] = ()
    title: Span | None = None


def deeds_of(item: Item, reading: PlanReading, *, parent: bool = False) -> tuple[Deed, ...]:
    """This will list the deeds of an item in the order of the text; spans point into the reading's text.

    Of a parent, the words before its first child. Every clause goes into one deed, as the deed itself or as a measure.
    """
    text, begin = reading.text, first_word(reading.text, item)
    body = begin + len(item.heading) if item.heading and (item.text or parent) else begin
    targets = [target for target in reading.targets if within(target, item)]
    deeds = [Deed(t.start, t.end, "target", t) for t in targets if t.start < body]
    general = bool(deeds)
    named = Named(
        tuple((d.start, d.end) for d in reading.documents if d.action is DocumentAction.ISSUE),
        tuple(project.name for project in reading.projects if within(project, item)),
    )
    rest: list[Span] = []
    bearing = 0
    for start, end in sentences(text, body, item.end, responsibility_spans(item, reading)):
        found = sentence_deeds(text, start, end, [t for t in targets if body <= t.start < end and t.end > start], named)
        deeds += found
        bearing += bool(found)
        if not found and not (parent and introduces(text, start, end)) and not is_table_head(text[start:end]):
            rest.append((start, end))
    if not deeds and not rest:
        return () if parent or begin >= item.end else (Deed(begin, line_end(text, begin, item.end), "plain"),)
    if rest and (not deeds or (not general and (bearing > 1 or len(rest) > SENTENCES_TAKEN))):
        deeds.append(plain_deed(text, rest))
    elif rest:
        deeds[0] = joined(text, deeds[0], rest)
    return tuple(sorted(deeds, key=lambda deed: (deed.start, deed.end)))


@dataclass(frozen=True, slots=True)
class Named:
    """Where the plan's promised papers stand, and the names of an item's projects."""

    papers: tuple[Span, ...]
    projects: tuple[str, ...]


def within(found: Target | Project | Responsibility, item: Item) -> bool:
    """Whether something found stands in an item's own words."""
    return item.start <= found.start < item.end


def first_word(text: str, item: Item) -> int:
    """Where an item's words begin, behind its number."""
    at = item.start + len(item.marker) if text.startswith(item.marker, item.start) else item.start
    while at < item.end and text[at].isspace():
        at += 1
    return at


def line_end(text: str, start: int, end: int) -> int:
    """Where the first line of a run ends, without its stop."""
    stop = text.find("\n", start, end)
    return trimmed(text, start, stop if stop > start else end)[1]


def responsibility_spans(item: Item, reading: PlanReading) -> tuple[Span, ...]:
    """Who leads and by when is no clause: the brackets that say so."""
    return tuple((r.start, r.end) for r in reading.responsible if within(r, item) and r.start < r.end)


def sentences(text: str, start: int, end: int, without: Collection[Span] = ()) -> Iterator[Span]:
    """The sentences of a run, stops within brackets and quotes passed over, those that lie in `without` left out."""
    for begin, stop in pieces(text, start, end, SENTENCE_STOPS):
        cut = next((first for first, last in without if begin < first < stop <= last), stop)
        if not any(first <= begin and stop <= last for first, last in without):
            trim = trimmed(text, begin, cut)
            if trim[1] - trim[0] > 1:
                yield trim


def pieces(text: str, start: int, end: int, stops: str) -> Iterator[Span]:
    """A run cut at its stops; brackets and quotes stay whole, and so do numbers with commas."""
    inside = [(found.start(), found.end()) for found in BRACKETED.finditer(text, start, end)]
    begin = start
    for at in range(start, end):
        if text[at] not in stops or any(first < at < last for first, last in inside):
            continue
        if text[at] == "," and text[at - 1:at].isdigit() and text[at + 1:at + 2].isdigit():
            continue
        yield begin, at
        begin = at + 1
    yield begin, end


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without space, stops and colons around it."""
    while start < end and (text[start].isspace() or text[start] in "。；;，,、：:．."):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "。；;，,、：:"):
        end -= 1
    return start, end


def is_table_head(words: str) -> bool:
    """Whether a line is the head of a table: nothing but short column titles."""
    return CELL in words and bool(TABLE_HEAD.search(words))


def introduces(text: str, start: int, end: int) -> bool:
    """Whether a sentence only leads over to what follows it (重点抓好以下工作：)."""
    return text[end:end + 1] in {"：", ":"} or "以下" in text[start:end] or "如下" in text[start:end]


def sentence_deeds(text: str, start: int, end: int, targets: Sequence[Target], named: Named) -> list[Deed]:
    """The deeds of one sentence, its other clauses shared out among them as measures; none where nothing is certain."""
    found = [deed for target in targets for deed in target_deeds(text, target, end, named)]
    if CELL in text[start:end]:
        return found
    spoken = ""
    others: list[Span] = []
    for first, last in clauses(text, start, end):
        if any(target.start < last and first < target.end for target in targets):
            spoken = ""
            continue
        words = text[first:last]
        if DATE.fullmatch(words):
            spoken = words
            continue
        event = DATED_EVENT.search(words)
        if event:
            spoken = event.group(1)
            others.append((first, last))
            continue
        made = clause_deeds(text, first, last, named, spoken)
        if made and not (STAGE.match(DATE.sub("", words)) and (found or others)):
            found += made
            spoken = ""
        else:
            others.append((first, last))
    return shared_out(text, sorted(found, key=lambda deed: (deed.start, deed.end)), others)


def target_deeds(text: str, target: Target, end: int, named: Named) -> list[Deed]:
    """A target as a deed; one read from a row of building projects (甲校扩建、乙校等8所学校改造) gives each its own."""
    row = parts_in_row(text, target.start, next(iter(pieces(text, target.start, end, CLAUSE_STOPS)))[1])
    sites = [span for span in row if is_site(text[span[0]:span[1]], named)]
    if len(sites) < SITES_IN_ROW or target.end - target.start <= LONG_QUOTE:
        return [Deed(target.start, target.end, "target", target)]
    number = f"{plain(target.value)}{target.unit or ''}"
    counted = next((span for span in sites if number in text[span[0]:span[1]]), sites[-1])
    return [Deed(first, last, "target", target) if (first, last) == counted else Deed(first, last, "project")
            for first, last in row]


def clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """The clauses of a sentence."""
    for first, last in pieces(text, start, end, CLAUSE_STOPS):
        span = trimmed(text, first, last)
        if span[1] > span[0]:
            yield span


def clause_deeds(text: str, start: int, end: int, named: Named, spoken: str) -> list[Deed]:
    """A clause without a number as deeds of its own: a promised paper, building projects, or a deed with its date."""
    words = text[start:end]
    date = spoken or printed_date(words)
    if any(start <= first and last <= end for first, last in named.papers) or PAPER.search(words):
        return [Deed(start, end, "paper", printed_date=date)]
    sites = [span for span in parts_in_row(text, start, end) if is_site(text[span[0]:span[1]], named)]
    if sites:
        runs = cut_at(start, end, sites)
        return [Deed(*trimmed(text, first, last), "project", printed_date=date) for first, last in runs]
    return [Deed(start, end, "dated", printed_date=date)] if spoken or (date and len(words) > len(date) + 2) else []


def parts_in_row(text: str, start: int, end: int) -> list[Span]:
    """What stands between the 、 of a clause."""
    return [trimmed(text, first, last) for first, last in pieces(text, start, end, "、")]


def is_site(words: str, named: Named) -> bool:
    """Whether words name a building project that the plan undertakes."""
    if SITE.match(words):
        return True
    held = any(name in words or words in name for name in named.projects if not NO_SITE.search(name))
    return held and any(word in words for word in SITE_WORDS) and not NO_SITE.search(words)


def cut_at(start: int, end: int, sites: Sequence[Span]) -> list[Span]:
    """A clause cut so that each building project begins a run of its own."""
    borders = [start, *(first for first, _ in sites[1:]), end]
    return list(pairwise(borders))


def printed_date(words: str) -> str:
    """The date that a clause names for its own deed, "" for none."""
    found = OWN_DATE.search(words)
    return found.group() if found else ""


def shared_out(text: str, deeds: list[Deed], others: Sequence[Span]) -> list[Deed]:
    """A sentence's other clauses as measures: those before a deed lead to it, those that go on belong to the one before."""
    if not deeds:
        return []
    before: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    for first, last in others:
        words = text[first:last]
        earlier = [index for index, deed in enumerate(deeds) if deed.start < first]
        if STAGE.match(DATE.sub("", words)) and earlier:
            built = [i for i in earlier if any(word in text[deeds[i].start:deeds[i].end] for word in SITE_WORDS)]
            after.setdefault((built or earlier)[0], []).append(words)
        elif earlier and (len(earlier) == len(deeds) or CONTINUES.match(words)):
            after.setdefault(earlier[-1], []).append(JOINTS.sub("", words))
        else:
            before.setdefault(len(earlier), []).append(words)
    return [replace(deed, measures=tuple(sentence(said) for said in (before.get(i), after.get(i)) if said))
            for i, deed in enumerate(deeds)]


def plain(value: Decimal | None) -> str:
    """A decimal without trailing zeros and without an exponent."""
    return "" if value is None else f"{value.normalize():f}"


def sentence(clauses_: Sequence[str]) -> str:
    """Clauses as one sentence of 具体举措; of a table's row the cell that says most."""
    said = (max(words.split(CELL), key=len) for words in clauses_)
    return f"{printed('，'.join(said))}。"


def printed(words: str) -> str:
    """Words without space, their stops those of Chinese print (numbers keep theirs)."""
    return HALF_WIDTH.sub(lambda found: FULL_WIDTH[found.group()], "".join(words.split()))


def joined(text: str, deed: Deed, rest: Sequence[Span]) -> Deed:
    """A deed with the item's other sentences as its measures, in the order of the text."""
    before = tuple(sentence([text[a:b]]) for a, b in rest if a < deed.start)
    return replace(deed, measures=(*before, *deed.measures, *(sentence([text[a:b]]) for a, b in rest if a >= deed.start)))


def plain_deed(text: str, rest: Sequence[Span]) -> Deed:
    """Sentences without a number as one deed: its title the first clause that acts, everything else its measures."""
    start, end = rest[0]
    spans = list(clauses(text, start, end))
    chosen = next((i for i, (a, b) in enumerate(spans) if acts(text[a:b])), 0)
    others = [sentence([text[a:b] for a, b in run]) for run in (spans[:chosen], spans[chosen + 1:]) if run]
    return Deed(start, end, "plain", measures=(*others, *(sentence([text[a:b]]) for a, b in rest[1:])), title=spans[chosen])


def acts(words: str) -> bool:
    """Whether a clause says what is done, and not only in which spirit, on which ground or by when."""
    return not LEADS_IN.match(BRACKETED.sub("", words)) and not DATE.fullmatch(words)
