"""From a reading to proposed tasks: one for each target, promised paper, building project, dated deed, and item without.

A proposal is only a proposal: a person accepts, edits, splits, merges or rejects it before it counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from junheng.ground.kernel.dates import due_date
from junheng.rooms.plans.engine.clauses import PAPER, Deed, deeds_of, plain
from junheng.rooms.plans.engine.systems import Lexicon, systems_of
from junheng.rooms.plans.engine.titles import fits, said_by, titles_of
from junheng.rooms.plans.values import Item, Path, PlanReading, ProofKind, Responsibility, Target

__all__ = ["Proposal", "numbers", "plain", "propose"]

# Opening chapters say what for, not what: their items are read but not proposed as tasks.
OPENING_HEADINGS = ("指导思想", "总体要求", "基本原则", "总体思路", "发展基础", "面临形势", "发展环境", "主要成绩",
                    "工作回顾", "现状", "形势")
# A chapter of aims under an opening one says what is wanted after all.
AIM_HEADINGS = ("具体目标", "主要目标", "总体目标", "发展目标", "工作目标", "目标任务", "重点任务", "主要任务", "主要指标")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task as the reader proposes it. Spans point into the reading's text; measures (具体举措) stand one a line."""

    position: int
    item_path: Path
    chapter: str
    title: str
    quote: str
    start: int
    end: int
    target: Target | None
    due: date
    due_basis: str
    lead: str
    support: str
    systems: tuple[str, ...]
    proof_kind: ProofKind | None
    firmness: str | None
    measures: str = ""


def propose(reading: PlanReading, *, period: tuple[int, int], lexicon: Lexicon | None = None) -> tuple[Proposal, ...]:
    """This will list the proposed tasks of a reading in the order of the text: every clause in one of them.

    With a lexicon a task names the systems of its own clause; a clause that names none takes those of its item.
    """
    items = {item.path: item for item in reading.items}
    with_children = {path[:depth] for path in items for depth in range(1, len(path))}
    places: list[tuple[Deed, Item | None]] = [
        (deed, item)
        for item in reading.items if item.path and not is_opening(item, items)
        for deed in deeds_of(item, reading, parent=item.path in with_children)
    ]
    taken = {id(deed.target) for deed, _ in places}
    places += [(Deed(target.start, target.end, "target", target), items.get(target.item_path))
               for target in reading.targets if id(target) not in taken]
    responsible = {entry.item_path: entry for entry in reading.responsible}
    spans = Counter((deed.start, deed.end) for deed, _ in places)
    places.sort(key=lambda place: (place[0].start, place[0].end))
    titles = titles_of(reading.text, [deed for deed, _ in places], spans, [item.heading if item else "" for _, item in places])
    return tuple(
        proposal(position, deed, item, title, reading=reading, items=items, responsible=responsible, period=period,
                 lexicon=lexicon)
        for position, ((deed, item), title) in enumerate(zip(places, titles, strict=True), start=1)
    )


def proposal(position: int, deed: Deed, item: Item | None, title: str, *, reading: PlanReading,
             items: Mapping[Path, Item], responsible: Mapping[Path, Responsibility], period: tuple[int, int],
             lexicon: Lexicon | None) -> Proposal:
    """One proposed task with everything that can be said of it from the text."""
    target = deed.target
    path = item.path if item else (target.item_path if target else ())
    owner = nearest(path, responsible)
    stated = (target.deadline if target else deed.printed_date) or (owner.deadline if owner else None)
    due = due_date(stated, period_start=period[0], period_end=period[1])
    quote = reading.text[deed.start:deed.end]
    return Proposal(
        position=position,
        item_path=path,
        chapter=chapter_of(path, items),
        title=title,
        quote=quote,
        start=deed.start,
        end=deed.end,
        target=target,
        due=due.on,
        due_basis=due.basis,
        lead="、".join(owner.lead) if owner else "",
        support="、".join(owner.support) if owner else "",
        systems=systems_near(quote, item, lexicon) if deed.kind != "plain" else (item.systems if item else ()),
        proof_kind=proof_of(deed, quote if target else title),
        firmness=target.firmness if target else None,
        measures="\n".join((*cut_off(reading.text, deed), *deed.measures)),
    )


def cut_off(text: str, deed: Deed) -> tuple[str, ...]:
    """The whole of a clause whose title had to be cut: nothing of it is lost."""
    words = said_by(text, deed)
    return () if deed.target or fits(deed, words) else (f"{words}。",)


def systems_near(quote: str, item: Item | None, lexicon: Lexicon | None) -> tuple[str, ...]:
    """The systems that a clause itself calls for, else those of its item."""
    wide = item.systems if item else ()
    own = systems_of("", quote, lexicon) if lexicon else ()
    return own or wide


def is_opening(item: Item, items: Mapping[Path, Item]) -> bool:
    """Whether an item only opens the plan: the nearest heading that tells, its own first, says so."""
    above = [items[item.path[:depth]] for depth in range(len(item.path), 0, -1) if item.path[:depth] in items]
    telling = next((step.heading for step in above if step.heading.startswith((*OPENING_HEADINGS, *AIM_HEADINGS))), "")
    return telling.startswith(OPENING_HEADINGS)


def nearest(path: Path, responsible: Mapping[Path, Responsibility]) -> Responsibility | None:
    """The responsibility stated for an item or for the closest item above it."""
    for depth in range(len(path), 0, -1):
        if path[:depth] in responsible:
            return responsible[path[:depth]]
    return None


def chapter_of(path: Path, items: Mapping[Path, Item]) -> str:
    """The heading of the top item, with its number, as the sunken row of a list shows it."""
    if not path:
        return ""
    top = items.get(path[:1])
    if top is None:
        return path[0]
    separator = "、" if top.marker.rstrip().endswith("、") else ""
    return f"{path[0]}{separator}{top.heading}" if separator else f"{top.marker}{top.heading}"


EVENT_WORDS = ("召开", "举办", "开展活动", "评选", "培训班", "展演", "竞赛", "观摩")
SITE_WORDS = ("新建", "改扩建", "扩建", "建成", "竣工", "完工", "投入使用", "开工", "改造")


def proof_of(deed: Deed, quote: str) -> ProofKind | None:
    """The kind of proof to expect; None where only a person can tell."""
    target = deed.target
    if deed.kind == "paper":
        return ProofKind.PAPER
    if deed.kind == "project":
        return ProofKind.MILESTONE
    if contains(quote, SITE_WORDS) and "率" not in (target.subject if target else ""):
        return ProofKind.MILESTONE
    if target is not None:
        return ProofKind.FIGURE
    if PAPER.search(quote):
        return ProofKind.PAPER
    if contains(quote, EVENT_WORDS):
        return ProofKind.EVENT
    return None


def contains(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the text."""
    return any(word in text for word in words)


def numbers(chapters: Iterable[tuple[str, Path]]) -> tuple[str, ...]:
    """Task numbers in order: the chapter's own numeral and a running count within it (二·4)."""
    counts: dict[str, int] = {}
    result = []
    for _, path in chapters:
        label = path[0] if path else "0"
        counts[label] = counts.get(label, 0) + 1
        result.append(f"{label}·{counts[label]}")
    return tuple(result)
