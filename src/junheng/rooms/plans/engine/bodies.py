"""Bodies: those that a plan names, and who leads and who supports each item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.rooms.plans.values import Item, Organisation, Path, Responsibility

LEAD = r"牵头(?:单位|部门|科室|股室|领导|责任单位)?|责任(?:单位|部门|科室|股室)|责任人|主办单位|承办单位|主责单位|落实单位"
SUPPORT = r"配合(?:单位|部门|科室|股室)?|协办单位|参与单位|协同单位|参加单位"
DUE = r"完成时限|完成时间|时间节点|时限要求|办结时限|时限"
BRACKET = re.compile(rf"[（(〔\[【]\s*(?P<inside>(?:{LEAD}|{SUPPORT}|{DUE})\s*[：:][^（）()〔〕\[\]【】]*(?:[（(][^（）()]*[)）][^（）()〔〕\[\]【】]*)*)[)）〕\]】]")
FIELD = re.compile(rf"(?P<label>{LEAD}|{SUPPORT}|{DUE})\s*[：:]\s*(?P<value>[^；;。]*)")
SENTENCE = re.compile(r"[（(〔](?P<lead>[^（）()〔〕：:]{2,40}?)牵头[，,](?P<support>[^（）()〔〕]{2,120}?)(?:等)?(?:按职责分工(?:负责)?|配合|分工负责|参与|负责)[)）〕]")
LINE = re.compile(rf"^\s*(?P<inside>(?:{LEAD})\s*[：:].+)$", re.MULTILINE)
SPLIT = re.compile(r"[、，,；;\s]+")
HAN = re.compile(r"[\u4e00-\u9fff]")
NAMED = re.compile(
    r"(?:中共)?(?:中央|国家|教育部|国务院|全国|[\u4e00-\u9fff]{0,6}?(?:省|市|县|区|州))?(?:委)?"
    r"(?:人民政府|县委|市委|区委|教育(?:和体育|体育)?局|教体局|教育厅|教育部|教育督导委员会|财政局|编办|人力资源和社会保障局|人社局|公安局|卫生健康局|卫健局|"
    r"民政局|住房和城乡建设局|住建局|自然资源(?:和规划)?局|市场监督管理局|市场监管局|应急管理局|残疾人联合会|残联|团[省市县区]委|妇联|科协|发展(?:和|与)改革(?:局|委员会)|发改[局委]|农业农村局|文化和旅游局|文旅局|司法局|审计局)"
)


def responsibilities(text: str, items: tuple[Item, ...]) -> tuple[Responsibility, ...]:
    """This will read who leads, who supports and by when, for each item that says so."""
    found = []
    for start, end, lead, support, due in wordings(text):
        path = owner_path(start, items)
        if lead or support:
            found.append(Responsibility(path, lead, support, due, start, end))
    found += table_rows(text, items)
    return tuple(sorted(found, key=lambda each: each.start))


def wordings(text: str) -> Iterator[tuple[int, int, tuple[str, ...], tuple[str, ...], str | None]]:
    """Every wording of responsibility in brackets, in a sentence or on a line of its own."""
    taken: list[tuple[int, int]] = []
    for match in (*BRACKET.finditer(text), *LINE.finditer(text)):
        if any(start <= match.start() < end for start, end in taken):
            continue
        taken.append(match.span())
        lead: tuple[str, ...] = ()
        support: tuple[str, ...] = ()
        due = None
        for field in FIELD.finditer(match.group("inside")):
            label, value = field.group("label"), field.group("value").strip(" 。）)")
            if re.fullmatch(DUE, label):
                due = value or None
            elif re.fullmatch(SUPPORT, label):
                support += bodies(value)
            elif not lead:
                lead = bodies(value)
            else:
                support += bodies(value)
        if lead and not support and not re.search(r"牵头", match.group("inside")):
            lead, support = lead[:1], lead[1:]
        yield match.start(), match.end(), lead, support, due
    for match in SENTENCE.finditer(text):
        yield match.start(), match.end(), bodies(match.group("lead")), bodies(match.group("support")), None


def bodies(printed: str) -> tuple[str, ...]:
    """The names of a printed list; brackets keep their commas."""
    plain = re.sub(r"等(?:部门|单位)?$|按职责分工负责$", "", printed.strip())
    return tuple(name for name in SPLIT.split(plain) if HAN.search(name))


def owner_path(place: int, items: tuple[Item, ...]) -> Path:
    """The item whose words a responsibility closes."""
    held = [item for item in items if item.path and item.start <= place <= item.end]
    return held[-1].path if held else ()


def table_rows(text: str, items: tuple[Item, ...]) -> Iterator[Responsibility]:
    """Rows of a task table: columns named 牵头, 责任, 配合, 时限."""
    columns: dict[str, int] = {}
    at = 0
    for line in text.split("\n"):
        cells = line.strip().removesuffix(" |").split(" | ")
        if len(cells) >= 3:
            named = {kind: index for index, cell in enumerate(cells) for kind, words in (
                ("lead", r"牵头|责任(?:单位|科室|股室|部门)"), ("support", SUPPORT), ("due", r"时限|完成时间"))
                if len(cell) <= 12 and re.search(words, cell)}
            if "lead" in named:
                columns = {kind: index - len(cells) for kind, index in named.items()}  # rows may lack their first cells
            elif columns and min(columns.values()) >= -len(cells) and cells[columns["lead"]].strip():
                support = bodies(cells[columns["support"]]) if "support" in columns else ()
                due = cells[columns["due"]].strip() if "due" in columns else None
                yield Responsibility(owner_path(at, items), bodies(cells[columns["lead"]]), support, due or None, at,
                                     at + len(line))
        else:
            columns = {}
        at += len(line) + 1


def organisations(text: str, responsible: tuple[Responsibility, ...]) -> tuple[Organisation, ...]:
    """This will list the bodies that a plan names, each once, in the order of the text."""
    found: dict[str, Organisation] = {}
    for match in NAMED.finditer(text):
        found.setdefault(match.group(), Organisation(match.group(), match.start(), match.end()))
    for each in responsible:
        for name in (*each.lead, *each.support):
            place = text.find(name, each.start)
            found.setdefault(name, Organisation(name, place, place + len(name)))
    return tuple(sorted(found.values(), key=lambda each: each.start))
