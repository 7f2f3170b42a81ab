"""Titles of proposed tasks, as an office would write them: the deed itself, without its date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from junheng.rooms.plans.engine.clauses import OWN_DATE, Deed, Span, plain, printed
from junheng.rooms.plans.values import Comparator, Target

TITLE_LENGTH, LONGEST, SHORT = 40, 60, 14
LEADING_DATE = re.compile(
    r"^(?:力争|争取|确保)?(?:到|至|在)?(?:20\d\d年(?!起)(?:底|末|\d{1,2}月(?:底|末)?)?(?:前|，|,)?|年内|年底前|(?:20\d\d年)?\d{1,2}月(?:底|末)?前)[，,]?"
)
OPENING_WORD = re.compile(r"^(?:其中|并|同时|此外|力争|争取|确保|努力)[，,]?(?=\S{4})")
AIMS = re.compile(r"(?:目标|任务|举措|措施|要求|内容|重点)$")
DANGLING = re.compile(r"[（(][^（()）]*$")
MAKING = re.compile(
    r"^(?:新建|改扩建|扩建|建成|建设|创建|评选|遴选|认定|培育|培养|打造|招聘|举办|组建|新增|增加|引进|开发|完成|推出|选拔|配备|开设|设立|成立|组织)"
)
COUNTED = frozenset({Comparator.EQUAL, Comparator.RANGE, Comparator.INCREASE})


def titles_of(text: str, deeds: Sequence[Deed], spans: Mapping[Span, int], headings: Sequence[str]) -> list[str]:
    """This will name each deed. Targets that share one clause (分别) are told apart by their subjects; a bare count
    behind another (新建小学2所、幼儿园1所) takes the verb of the one before it.
    """
    titles = []
    for index, deed in enumerate(deeds):
        before = deeds[index - 1] if index else None
        if deed.target is None:
            titles.append(deed_title(text, deed, headings[index]))
            continue
        title = target_title(deed.target, text[deed.start:deed.end], shared=spans[deed.start, deed.end] > 1)
        if before and before.target and counts_alike(deed.target, before.target) and is_bare(title):
            gap = text[before.end:deed.start]
            verb = MAKING.match(text[before.start:before.end])
            if verb and len(gap) <= 1 + len(JOINT.sub("", gap)) and not JOINT.sub("", gap):
                title = f"{verb.group()}{title}"
        titles.append(title)
    return titles


JOINT = re.compile(r"[，,、和及与\s]")


def counts_alike(one: Target, other: Target) -> bool:
    """Whether both targets count things made."""
    return one.comparator in COUNTED and other.comparator in COUNTED and one.unit != "%" and other.unit != "%"


def is_bare(title: str) -> bool:
    """Whether a title names a number of things and says nothing of what is done about them."""
    return not MAKING.match(title) and not re.search(r"达到|不低于|不少于|开展|建立|覆盖|到.{0,4}校", title)


def deed_title(text: str, deed: Deed, heading: str = "") -> str:
    """The clause of a deed without its date; a short one behind the heading of its item, a long one cut."""
    words = said_by(text, deed)
    if deed.kind != "plain":
        found = OWN_DATE.search(words)
        if found and len(words) - len(found.group()) >= 4:
            words = words[:found.start()] + words[found.end():]
    words = OPENING_WORD.sub("", LEADING_DATE.sub("", words)).strip("，,；;。、 ")
    if deed.kind == "plain" and len(words) <= SHORT and tells_more(heading, words):
        return f"{heading}，{words}"
    return words if fits(deed, words) else cut(words)


def said_by(text: str, deed: Deed) -> str:
    """The words that a deed's title is made of."""
    start, end = deed.title or (deed.start, deed.end)
    return printed(text[start:end])


def fits(deed: Deed, words: str) -> bool:
    """Whether words are short enough for a title; the name of a promised paper is never cut."""
    return len(words) <= LONGEST or deed.kind == "paper"


def tells_more(heading: str, words: str) -> bool:
    """Whether a heading is short and says something that the words do not say already."""
    bare = printed(heading)
    if AIMS.search(bare) or not 4 <= len(bare) <= SHORT + 6 or any(mark in bare for mark in "，。；："):
        return False
    return not any(bare[at:at + 4] in words for at in range(len(bare) - 3))


def cut(words: str) -> str:
    """The beginning of words up to the last 、 or 》 that fits, outside brackets."""
    places = [at for at in range(10, LONGEST) if words[at] in "、，；" or words[at - 1] == "》"]
    fit = [at for at in places if words[:at].count("《") == words[:at].count("》") and not DANGLING.search(words[:at])]
    return f"{words[:fit[-1]]}等" if fit else f"{words[:LONGEST - 1]}…"


def target_title(target: Target, quote: str, *, shared: bool = False) -> str:
    """The clause itself where it is short, otherwise its subject and its number."""
    bare = OPENING_WORD.sub("", LEADING_DATE.sub("", printed(quote))).strip("，,；;。 ") or quote
    if len(bare) <= LONGEST and not shared:
        return bare
    return f"{target.subject}{wording(target)}"[: TITLE_LENGTH * 2]


def wording(target: Target) -> str:
    """The number of a target as words after its subject."""
    value = plain(target.value)
    if target.comparator is Comparator.COMPLETE:
        return "全覆盖"
    verb = {
        Comparator.AT_LEAST: "达到", Comparator.AT_MOST: "不超过", Comparator.EQUAL: "", Comparator.ABOUT: "约",
        Comparator.RANGE: "", Comparator.INCREASE: "增加", Comparator.DECREASE: "下降",
    }[target.comparator]
    if not value:
        return {Comparator.INCREASE: "只增不减", Comparator.DECREASE: "只减不增"}.get(target.comparator, "")
    high = f"—{plain(target.value_high)}" if target.value_high is not None else ""
    return f"{verb}{value}{high}{target.unit or ''}"
