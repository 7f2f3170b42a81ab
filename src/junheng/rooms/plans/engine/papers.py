"""Papers named in 《》 (or as “…规划”): what the plan issues, carries out or cites."""

from __future__ import annotations

import re

from junheng.rooms.plans.values import DocumentAction, Item, NamedDocument, Path

PAPER = re.compile(r"《(?P<name>(?:[^《》]|《[^《》]*》|〈[^〈〉]*〉)+)》(?P<number>\s*[（(]?[\u4e00-\u9fffA-Z]{2,12}[〔\[（(【]\s*20\d{2}\s*[〕\]）)】]\s*第?\s*\d{1,4}\s*号[)）]?)?")
ISSUE = re.compile(r"(?:出台|印发|制定|制订|修订|修改|编制|修编|编印|制发|起草|研究|拟定|发布|颁布|完善|推出|公布|草拟|完成|细化|下发|建立)[^，,。；;《》]{0,12}$")
CITE = re.compile(r"(?:附件|参照|参考|见|详见|学习|宣传|参见|依照)[^，,。；;《》]{0,6}$")
ISSUED_AFTER = re.compile(r"^[^，,。；;《》]{0,8}(?:印发|出台|的?制定|编制|已?经.{0,24}(?:同意|通过|审定|批准))")
NOT_PAPER_AFTER = re.compile(r"^(?:等)?(?:电视)?(?:栏目|专栏|节目|杂志|期刊|报纸?|丛书|读本|专题片|微电影|歌曲|剧|教材|系列|书|一书|阅读|活动)")
NOT_PAPER = re.compile(r"^[^\u4e00-\u9fff]*$|·|^(?:方案|意见|规划|计划|通知|办法|要点|行动计划|标准|细则)$")
PAPER_WORDS = re.compile(r"意见|规划|计划|方案|办法|通知|要点|纲要|规定|条例|法$|标准|细则|制度|规程|规范|指南|大纲|措施|清单|准则|守则|决定|决议|章程|协议|目录|现代化|思路|公报|报告|要求|指引|纪要|任务书|责任书|手册|安排|规则|指导|行动|工程|公约|宪法")


def find_papers(text: str, items: tuple[Item, ...]) -> tuple[NamedDocument, ...]:
    """This will list the papers that a plan names, each once, with the items that name it."""
    found: dict[str, NamedDocument] = {}
    for match in PAPER.finditer(text):
        name = re.sub(r"\s+", "", match.group("name"))
        before, after = text[max(0, match.start() - 24):match.start()], text[match.end():match.end() + 40]
        if not is_paper(name, after):
            continue
        path = path_at(match.start(), items)
        number = match.group("number")
        known = found.get(name)
        if known is None:
            found[name] = NamedDocument(
                name, action_of(before, after), (path,), number.strip(" （()）") if number else None,
                match.start(), match.end(),
            )
        elif path not in known.item_paths:
            found[name] = NamedDocument(name, known.action, (*known.item_paths, path), known.number, known.start,
                                        known.end)
    return tuple(found.values())


def is_paper(name: str, after: str) -> bool:
    """Whether a name in 《》 is an official paper and no newspaper, programme, book or short form."""
    if NOT_PAPER.search(name) or NOT_PAPER_AFTER.match(after):
        return False
    return bool(PAPER_WORDS.search(name)) or len(name) >= 14


def action_of(before: str, after: str) -> DocumentAction:
    """What is done with the paper, by the verb before it; names in a row share their verb."""
    bare = re.sub(r"(?:《[^《》]*》[、和及与]?)+$", "", before)
    if ISSUE.search(bare) or ISSUED_AFTER.match(after):
        return DocumentAction.ISSUE
    if CITE.search(bare):
        return DocumentAction.CITE
    return DocumentAction.IMPLEMENT


def path_at(place: int, items: tuple[Item, ...]) -> Path:
    """The item in which a place of the text stands; ("head",) before the first."""
    held = [item for item in items if item.start <= place < item.end]
    return held[-1].path if held else ("head",)
