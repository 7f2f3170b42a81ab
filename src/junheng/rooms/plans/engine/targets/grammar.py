"""From sentences to targets: numbers first, then promises without a number where a clause has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from junheng.rooms.plans.engine.targets.comparisons import POINTS, firmness
from junheng.rooms.plans.engine.targets.deadlines import deadline
from junheng.rooms.plans.engine.targets.figures import Figure, figures
from junheng.rooms.plans.engine.targets.layout import (
    FAR,
    NEAR,
    Clause,
    Sentence,
    clauses,
    flat,
    sentences,
    stripped,
)
from junheng.rooms.plans.engine.targets.masks import Spans, bodies, masked
from junheng.rooms.plans.engine.targets.reviews import reviewed
from junheng.rooms.plans.engine.targets.stacked import stacked_targets
from junheng.rooms.plans.engine.targets.subjects import (
    before_number,
    behind_number,
    counted_behind,
    names_nothing,
    refers_back,
    respectively,
    shared,
)
from junheng.rooms.plans.engine.targets.tables import table_targets
from junheng.rooms.plans.engine.targets.tense import is_past, looks_back
from junheng.rooms.plans.engine.targets.units import per_what
from junheng.rooms.plans.engine.targets.wholes import Whole, wholes
from junheng.rooms.plans.values import Comparator, Item, Period, Target

NO_WORDS = re.compile(r"[^\u4e00-\u9fff]*")
JOINTS = "、和及与并"
LEADING = "、,;: \u3000”)》"
BETWEEN_PAIRED = re.compile(r"[以上左右及、和与\s]{1,6}")
YEARS = re.compile(r"20\d\d(?=\s*(?:年|、|和))")
BOUNDS = frozenset({Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.ABOUT})
CARRIED = re.compile(r";")
NAMED = re.compile(
    r"(?:逐年)?(?:只增不减|只升不降|只减不增|只降不升)|(?:基本)?(?:实现)?全(?:面)?覆盖|(?:动态|常态)?清零|不(?:得)?(?:低于|高于|超过).*$|(?:高于|低于|优于)(?:上年|去年|全|当地).*$|(?:全部|一律|(?<![平人生年师])均|都).*$"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A text with what the walk over it needs."""

    text: str
    flat: str
    masks: Spans
    bodies: Spans
    period: Period


def find_targets(text: str, items: tuple[Item, ...], *, period: Period) -> tuple[Target, ...]:
    """This will find every measurable target of a cleaned text, each with the exact clause it was read from.

    `text[target.start:target.end] == target.quote` for every target. Achievements, names with numbers, document numbers
    and dates alone are left out (contract 1). Text outside `items` is read as well, under the path (). Years before
    `period.start` are past.
    """
    plain = flat(text)
    page = Page(text, plain, masked(plain), bodies(plain), period)
    found, rows = table_targets(text, plain, items)
    stacked, more_rows = stacked_targets(text, plain, items)
    found += stacked
    tables, review = Spans(rows + more_rows), reviewed(plain, items, period)
    for sentence in sentences(plain, items):
        past = looks_back(sentence, period) or review.holds(sentence.start, sentence.start + 1)
        if not past and not tables.holds(sentence.start, sentence.end):
            found += in_sentence(page, sentence)
    return tuple(sorted(found, key=lambda target: (target.start, target.end)))


def in_sentence(page: Page, sentence: Sentence) -> Iterator[Target]:
    """The targets of one sentence, clause by clause; 比上年提高2个百分点 is about what the number before it was."""
    last = ""
    for target in in_clauses(page, sentence):
        if target.rule == "figure" and refers_back(target.subject):
            target = replace(target, subject=last or target.quote)
        last = target.subject
        yield target


def in_clauses(page: Page, sentence: Sentence) -> Iterator[Target]:
    """The targets of a sentence's clauses as each clause says them."""
    for clause in clauses(page.flat, sentence):
        if page.bodies.holds(clause.start, clause.end) and NO_WORDS.fullmatch(page.flat, clause.start, clause.end):
            continue
        numbers = [figure for figure in figures(page.flat, clause, page.masks)
                   if not is_past(page.flat, clause, figure.start, sentence, page.period, comparator=figure.comparator)]
        if numbers:
            yield from from_numbers(page, numbers, clause, sentence)
        elif not page.bodies.holds(clause.start, clause.end) or not in_bodies(page, clause):
            for whole in wholes(page.flat, clause):
                if not is_past(page.flat, clause, clause.start, sentence, page.period, comparator=whole.comparator, standing=True):
                    yield from from_whole(page, whole, sentence)


def in_bodies(page: Page, clause: Clause) -> bool:
    """Whether the clause lies inside a bracket of responsible bodies or inside 《》."""
    middle = (clause.start + clause.end) // 2
    return page.bodies.holds(clause.start, clause.start + 1) and page.bodies.holds(middle, middle + 1)


def from_numbers(page: Page, numbers: list[Figure], clause: Clause, sentence: Sentence) -> Iterator[Target]:
    """The targets of a clause's numbers; each quote is the number's own share of the clause."""
    groups = grouped(page.flat, numbers, clause)
    left = clause.start
    for index, group in enumerate(groups):
        following = groups[index + 1][0].start if index + 1 < len(groups) else None
        span = quote_of(page.flat, group, left, clause, following)
        if NO_WORDS.fullmatch(page.flat, span.start, span.end):
            span = stripped(page.flat, clause.start, span.end)  # the words before it went to the number before
        if not NO_WORDS.fullmatch(page.flat, span.start, span.end):
            yield from from_group(page, group, span, clause, sentence)
        left = max(span.end, group[-1].end)


def grouped(text: str, numbers: list[Figure], clause: Clause) -> list[list[Figure]]:
    """The numbers one by one, except those of 分别 and of A率、B率达到90%、95%, which share their words."""
    groups: list[list[Figure]] = []
    each = text.find("分别", clause.start, clause.end)
    for figure in numbers:
        if groups:
            last = groups[-1][-1]
            between = text[last.end:figure.start]
            paired = 0 <= each < last.start or (last.unit is not None and text[last.start:last.end].isdigit())
            if BETWEEN_PAIRED.fullmatch(between) and (paired or last.unit == figure.unit == "%"):
                groups[-1].append(figure)
                continue
        groups.append([figure])
    return groups


def quote_of(text: str, group: list[Figure], left: int, clause: Clause, following: int | None) -> Clause:
    """The words of a group: from the group before it to the joint before the next one, inside its own bracket."""
    first, last, right = group[0].start, group[-1].end, clause.end
    if following is not None:
        joints = [place for place in range(last, following) if text[place] in JOINTS]
        right = joints[0] if joints and text[joints[0]] == "、" else joints[-1] if joints else following
        if any(mark in text[last:following] for mark in "(") and ")" not in text[last:following]:
            right = min(right, text.index("(", last))
    while left < first and text[left] in (LEADING + JOINTS if left > clause.start else LEADING):
        left += 1
    opened = text.rfind("(", left, first)
    if opened >= 0 and text.find(")", opened, first) < 0:
        left = opened + 1
    shut = text.find(")", last, right)
    if shut >= 0 and text.count("(", left, shut) < text.count(")", left, shut + 1):
        right = shut
    return stripped(text, left, max(right, last))


def from_group(page: Page, group: list[Figure], span: Clause, clause: Clause, sentence: Sentence) -> Iterator[Target]:
    """The targets of one number, or of the numbers of 分别."""
    text = page.flat
    before = text[max(clause.start, group[0].start - NEAR):group[0].start]
    subject = before_number(text[span.start:group[0].start])
    carried = CARRIED.split(text[max(sentence.start, group[0].start - FAR):group[0].start])[-1]
    common = Target(
        item_path=sentence.path, subject="", value=None, unit=None, comparator=group[0].comparator,
        quote=page.text[span.start:span.end], start=span.start, end=span.end, per=per_what(before + text[group[0].start:span.end]),
        deadline=deadline(text, sentence.start, group[0].start, sentence.end, page.period) or dated_heading(page, sentence),
        firmness=firmness(carried), rule="figure",
    )
    if len(group) > 1:
        group = levelled(group)
        years = YEARS.findall(before)
        subjects = respectively(subject, len(group)) or [subject] * len(group)
        for index, (figure, each) in enumerate(zip(group, subjects, strict=True)):
            own = years[index] if len(years) == len(group) else common.deadline
            yield valued(replace(common, deadline=own), figure, each)
        return
    figure = group[0]
    behind = text[figure.end:span.end]
    touching = figure.unit != "%" and counted_behind(text[span.start:figure.start], behind)
    if figure.unit is not None and (touching or names_nothing(subject)):
        subject = behind_number(behind) or subject
    for each in shared(subject):
        yield valued(common, figure, each)


def levelled(group: list[Figure]) -> list[Figure]:
    """The numbers of one list with one comparison (分别控制在45人、50人) and one unit (分别提高2个和5个百分点)."""
    told = next((figure for figure in group if figure.comparator in BOUNDS), group[0])
    unit = group[-1].unit
    return [replace(figure, comparator=figure.comparator if figure.comparator in BOUNDS else told.comparator,
                    strict=figure.strict if figure.comparator in BOUNDS else told.strict,
                    unit=unit if unit in POINTS and figure.unit == "个" else figure.unit) for figure in group]


def valued(target: Target, figure: Figure, subject: str) -> Target:
    """A target with a figure's value."""
    return replace(target, subject=subject, value=figure.value, value_high=figure.high, unit=figure.unit,
                   comparator=figure.comparator, strict=figure.strict)


def from_whole(page: Page, whole: Whole, sentence: Sentence) -> Iterator[Target]:
    """The targets of a promise without a number; joined indicators are two targets."""
    text = page.flat
    words = text[whole.start:whole.end]
    subject = before_number(NAMED.sub("", words)) or words
    carried = CARRIED.split(text[max(sentence.start, whole.end - FAR):whole.end])[-1]
    for each in shared(subject):
        yield Target(
            item_path=sentence.path, subject=each, value=whole.value, unit=whole.unit, comparator=whole.comparator,
            quote=page.text[whole.start:whole.end], start=whole.start, end=whole.end, strict=whole.strict,
            per=per_what(words), reference=whole.reference, rule=whole.rule,
            deadline=deadline(text, sentence.start, whole.end, sentence.end, page.period) or dated_heading(page, sentence),
            firmness=firmness(carried),
        )


def dated_heading(page: Page, sentence: Sentence) -> str | None:
    """A deadline that the nearest heading states (2024年目标); None when no heading does."""
    for heading in reversed(sentence.headings):
        words = flat(heading)
        found = deadline(words, 0, len(words), len(words), Period())
        if found:
            return found
    return None
