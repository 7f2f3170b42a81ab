"""The numbered items of a plan, in every style that plans are printed in.

A line opens an item when it begins with a number: 第一章, 一、, （一）, 1. 1． 1、, （1）, 1）, ①, with half- or full-width
signs. Depth is not fixed: a kind of number seen before closes everything below it, a new kind opens one level
deeper, so numbering may restart under each part or run on through the whole plan. Numbers inside a line open
items too when they stand after a stop and continue a series (…验收。（3）…), and so do 一是…。二是…。 that open
titled points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from junheng.ground.kernel.numerals import whole_number
from junheng.rooms.plans.engine.targets.layout import flat
from junheng.rooms.plans.engine.targets.masks import Spans
from junheng.rooms.plans.engine.targets.stacked import stacked_runs
from junheng.rooms.plans.values import Item

CN = "〇零一二三四五六七八九十百"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
KINDS: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第(?P<chapter>[{CN}]{{1,4}})(?P<chapter_word>[编章篇]|部分)\s*"),
    ("section", rf"第(?P<section>[{CN}]{{1,4}})(?P<section_word>[节])\s*"),
    ("article", rf"第(?P<article>[{CN}]{{1,4}})(?P<article_word>条)\s*"),
    ("cn", rf"(?P<cn>[{CN}]{{1,3}})\s?[、.．]\s*"),
    ("bracketed_cn", rf"[（(]\s?(?P<bracketed_cn>[{CN}]{{1,3}})\s?[)）][、.．]?\s*"),
    ("arabic", r"(?P<arabic>\d{1,3})\s?(?:[.．](?!\d)|、)\s*"),
    ("bracketed", r"[（(]\s?(?P<bracketed>\d{1,2})\s?[)）][、.．]?\s*"),
    ("half_bracketed", r"(?P<half_bracketed>\d{1,2})[)）]\s*"),
    ("circled", rf"(?P<circled>[{CIRCLED}])[、.．]?\s*"),
)
MARKER = re.compile("|".join(f"(?P<kind_{kind}>{pattern})" for kind, pattern in KINDS))
ORDINAL = re.compile(r"(?P<ordinal>[一二三四五六七八九十]{1,2})是(?:要)?")
INLINE = re.compile(r"(?<=[。；;：:！？])\s*(?=[一二三四五六七八九十]{1,3}、(?!二|三|四)|[（(]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[)）]|[①-⑳]|\d{1,2}[.．](?!\d))")
STOP = re.compile(r"[。！？]")
SEMICOLON = re.compile(r"[；;]\s*$")
ORDINAL_TITLE = 34  # characters of 一是 and its title
LABEL = re.compile(r"^[^，,。；;：:]{2,20}[：:](?=\S)")
PAPER_AFTER = re.compile(r"(?<=[\u4e00-\u9fff])(?=(?:出台|印发|制定|落实|贯彻|实施|贯彻落实)《)")
TAIL = re.compile(r"^(?:附件|抄送|主题词|[（(]此件|[（(]联系人|\s*20\d\d年\d{1,2}月\d{1,2}日\s*$)")
SIGNATURE = re.compile(r"^[^。，,；;：:]{4,40}(?:局|政府|办公室|委员会|厅|领导小组|党组|工委|书记)(?:\s*20\d\d年\d{1,2}月\d{1,2}日印发)?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that opens an item: its kind, its printed label, its value and its span."""

    kind: str
    label: str
    value: int
    start: int
    end: int
    inline: bool = False


def outline(text: str) -> tuple[Item, ...]:
    """This will split a cleaned text into its numbered items, the preamble (path ()) first where there is one.

    Each item's span runs to the next item; `heading` and `text` follow contract 1.
    """
    marks = list(settled(text, candidates(text)))
    if not marks:
        return ()
    paths = list(paths_of(marks))
    end = body_end(text, marks[-1].end)
    items: list[Item] = []
    start = preamble_start(text, marks[0].start)
    words = text[start:marks[0].start].strip()
    if words:
        items.append(Item((), "", "", words, start, marks[0].start))
    for index, (mark, path) in enumerate(zip(marks, paths, strict=True)):
        stop = marks[index + 1].start if index + 1 < len(marks) else end
        parent = index + 1 < len(marks) and len(paths[index + 1]) > len(path)
        heading, own = heading_and_text(text[mark.end:stop], parent=parent)
        items.append(Item(path, text[mark.start:mark.end].strip(), heading, own, mark.start,
                          len(text[:stop].rstrip())))
    return tuple(items)


def candidates(text: str) -> Iterator[Mark]:
    """Everything that looks like the number of an item, in the order of the text."""
    at = 0
    tables = Spans(stacked_runs(flat(text)))
    yield from ordinal_lines(text)
    for line in text.split("\n"):
        if tables.holds(at, at + len(line)):
            at += len(line) + 1
            continue
        lead = len(line) - len(line.lstrip())
        found = MARKER.match(line, lead) if " | " not in line else None
        if found and not is_false_start(line, found):
            yield mark_of(found, at)
        if " | " not in line:
            for place in INLINE.finditer(line):
                inner = MARKER.match(line, place.end())
                if inner and place.end() > lead and not is_false_start(line, inner):
                    yield mark_of(inner, at, inline=True)
            yield from ordinals(line, at)
        at += len(line) + 1


def mark_of(found: re.Match[str], offset: int, *, inline: bool = False) -> Mark:
    """A match as a mark."""
    kind = next(name for name, _ in KINDS if found.group(f"kind_{name}"))
    label = found.group(kind)
    if kind == "circled":
        value = CIRCLED.index(label) + 1
        label = str(value)
    else:
        value = int(label) if label.isdigit() else whole_number(label) or 0
    if kind in {"chapter", "section", "article"}:
        label = f"第{label}{found.group(f'{kind}_word')}"
    return Mark(kind, label, value, offset + found.start(), offset + found.end(), inline)


def is_false_start(line: str, found: re.Match[str]) -> bool:
    """Whether a number at the beginning of a line belongs to the sentence (1、2号楼; 一、二年级)."""
    rest = line[found.end():found.end() + 2]
    if found.group("kind_cn") and rest[:1] in set(CN) and rest[1:2] in {"年", "、", "级", "所"}:
        return True
    if found.group("kind_arabic") and (rest[:1].isdigit() and "、" in found.group(0)):
        return True
    return not line[found.end():].strip() and bool(found.group("kind_arabic"))


def ordinals(line: str, offset: int) -> Iterator[Mark]:
    """一是…。二是…。 as items, when each opens a titled point: a short title, a stop, and more words behind it."""
    found = [each for each in ORDINAL.finditer(line)
             if each.start() == 0 or line[each.start() - 1] in "。；;：:，, 　"]
    series = [each for each in found if line[max(0, each.start() - 1):each.start()] in {"", "。", "：", ":", " "}]
    if len(series) < 2 or [whole_number(each.group("ordinal")) for each in series] != list(range(1, len(series) + 1)):
        return
    for index, each in enumerate(series):
        stop = series[index + 1].start() if index + 1 < len(series) else len(line)
        title = STOP.search(line, each.end(), stop)
        if title is None or title.end() >= stop or title.start() - each.end() > 30:
            return
    for number, each in enumerate(series, start=1):
        yield Mark("ordinal", str(number), number, offset + each.start(), offset + each.end(), inline=True)


def ordinal_lines(text: str) -> Iterator[Mark]:
    """一是…, 二是… on lines of their own, one below the other, each a title, a stop and more words."""
    series: list[Mark] = []
    at = 0
    for line in [*text.split("\n"), ""]:
        found = ORDINAL.match(line.lstrip())
        place = at + len(line) - len(line.lstrip())
        title = STOP.search(line) if found else None
        opens = found and title and title.end() < len(line.rstrip()) and title.start() <= ORDINAL_TITLE
        value = whole_number(found.group("ordinal")) if found and opens else None
        if value is None or value != len(series) + 1:
            if len(series) > 1:
                yield from series
            series = []
        if found and value == len(series) + 1:
            series.append(Mark("ordinal", str(value), value, place, place + found.end()))
        at += len(line) + 1


def settled(text: str, marks: Iterator[Mark]) -> Iterator[Mark]:
    """The marks that stand: inside a line only those that begin or continue a series there."""
    last: dict[str, int] = {}
    order: list[str] = []
    for mark in sorted(marks, key=lambda each: each.start):
        depth = order.index(mark.kind) if mark.kind in order else len(order)
        expected = last.get(mark.kind, 0) + 1 if mark.kind in order else 1
        if mark.inline and mark.kind != "ordinal" and mark.value not in {1, expected}:
            continue
        if mark.inline and mark.kind in {"arabic", "cn"} and mark.value != expected:
            continue
        order = [*order[:depth], mark.kind]
        last = {kind: value for kind, value in last.items() if kind in order}
        last[mark.kind] = mark.value
        yield mark


def paths_of(marks: Sequence[Mark]) -> Iterator[tuple[str, ...]]:
    """The path of each mark: a kind seen before closes what is below it, a new kind goes one level deeper."""
    stack: list[Mark] = []
    for mark in marks:
        kinds = [each.kind for each in stack]
        depth = kinds.index(mark.kind) if mark.kind in kinds else len(stack)
        stack = [*stack[:depth], mark]
        yield tuple(each.label for each in stack)


def heading_and_text(words: str, *, parent: bool) -> tuple[str, str]:
    """Contract 1: the run up to the line's end, the first stop, or a label's colon when text follows it."""
    lines = [line.strip() for line in words.strip().split("\n") if line.strip()]
    if not lines:
        return "", ""
    first, rest = lines[0], lines[1:]
    label = LABEL.match(first)
    if label and not STOP.search(first[: label.end()]):
        return first[: label.end() - 1].strip(), "\n".join([first[label.end():].strip(), *rest])
    stop = STOP.search(first)
    if stop is None and SEMICOLON.search(first) and not rest and not parent:
        return "", first
    if stop is None:
        return first.rstrip("：:"), "\n".join(rest)
    heading, after = first[: stop.start()], first[stop.end():].strip()
    joint = PAPER_AFTER.search(heading)
    if joint and 4 <= joint.start() <= 24 and not re.search(r"[，,；;、：:]", heading[: joint.start()]):
        return heading[: joint.start()].strip(), "\n".join([first[joint.start():].strip(), *rest])
    if not after and not rest and not parent:
        return "", first
    return heading.strip(), "\n".join(part for part in (after, *rest) if part)


def preamble_start(text: str, first: int) -> int:
    """Where the preamble begins: after title, number, addressees, signature and date of the paper's head."""
    start = 0
    at = 0
    for line in text[:first].split("\n"):
        sentence = STOP.search(line) and len(line) > 25 and not re.search(r"印发给你们|遵照执行|贯彻执行|组织实施。$", line)
        if not sentence:
            start = min(at + len(line) + 1, first)
        else:
            return start if start <= at else at
        at += len(line) + 1
    return first


def body_end(text: str, after: int) -> int:
    """Where the last item ends: before signature, date, attachments list and copies."""
    at = text.find("\n", after)
    while at != -1:
        line_end = text.find("\n", at + 1)
        line = text[at + 1: line_end if line_end != -1 else len(text)]
        if TAIL.match(line) or SIGNATURE.match(line.strip()):
            return at
        at = line_end
    return len(text)
