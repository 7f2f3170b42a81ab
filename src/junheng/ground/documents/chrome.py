"""What a web page puts around a plan: navigation, buttons, advertisements, the metadata table, repeated titles."""

from __future__ import annotations

import re
from dataclasses import replace

from junheng.ground.documents.lines import Line
from junheng.ground.documents.values import Metadata
from junheng.ground.kernel.findings import Finding

CHROME = re.compile(
    r"无障碍|关怀版|返回首页|返回顶部|打印(?:整页|内容|正文|本页)?|字号|字体[:：\[【]|分享到?[:：]?$|浏览(?:次数|量)|点击(?:量|次数)|"
    r"发布(?:时间|日期)[:：]|信息来源[:：]|来源[:：]|作者[:：]|上一篇|下一篇|版权所有|Produced ?[Bb]y|ICP备|公网安备|网站标识码|"
    r"主办单位?[:：]|承办单位?[:：]|技术支持|扫[码一]|二维码|用户登[录陆]|^登录$|信息发布总数|^单位概况|您?(?:现在)?的?位置[:：]|"
    r"当前(?:位置|页面)[:：]|^首页|政府信息公开$|^关闭|收藏|我要纠错|责任编辑|^编辑[:：]|视力保护色|归档时间|网站地图|联系我们|"
    r"隐私保护|公众号|推荐阅读|相关(?:链接|产品|推荐|阅读|新闻)|备考资料|题库|^\[?[大中小]\]?$|^×$|^保护视力"
)
LABELS = {
    "索引号": "index_number", "索取号": "index_number", "文号": "doc_number", "发文字号": "doc_number",
    "发布文号": "doc_number", "文件编号": "doc_number", "文件字号": "doc_number",
    "制定机关": "issuer", "发布部门": "issuer", "发布单位": "issuer", "公布日期": "date_issued", "印发日期": "date_issued",
    "发文机关": "issuer", "发布机构": "issuer", "发文机构": "issuer", "制发机关": "issuer", "公开主体": "issuer",
    "成文日期": "date_issued", "发文日期": "date_issued", "生成日期": "date_issued", "签发日期": "date_issued",
    "发布日期": "date_published", "公开日期": "date_published", "名称": "title", "信息名称": "title", "标题": "title",
    "有效性": "validity", "效力状态": "validity", "时效性": "validity",
}
LABEL = re.compile(rf"^[\[【]?({'|'.join(sorted(LABELS, key=len, reverse=True))})[\]】]?\s*[:：]?\s*(.*)$")
NUMBER = re.compile(
    r"([\u4e00-\u9fffA-Z]{2,14})[〔\[（(【](\s*(?:19|20)\d{2}\s*)[〕\]）)】]\s*第?\s*(\d{1,4})\s*[号號]"
)
ISO_DATE = re.compile(r"^(20\d{2})[-./](\d{1,2})[-./](\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$")
INDEX = re.compile(r"^[0-9A-Z]{12,}[A-Z]?[/_-]?\d{4}[-/]\d+$|^\d{8,}[/-]\d{4}-\d+$")
VALIDITY = re.compile(r"^(?:有效|失效|废止|现行有效)$")
NUMBERED = re.compile(r"^(?:第[一二三四五六七八九十百]+(?:[章编篇节条]|部分)|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,3}[.．、](?!\d))")
TAIL = re.compile(r"抄送|印发$|^附件|^[（(]此件|^\s*20\d{2}年\d{1,2}月\d{1,2}日$|(?:局|政府|办公室|委员会|厅|组)$")
SENTENCE = re.compile(r"[。；！？]")
CLAUSES = re.compile(r"[\u4e00-\u9fff][，,][^，,]{4,}[，,]")  # two commas: a sentence whose stop was lost
# A table whose cells were copied one to a line may close the text: numbers, 约束性, 其中.
CELL = re.compile(r"^(?:[≥≤<>]?\s*\d[\d.,]*\s*(?:%|％|[\u4e00-\u9fff]{1,3})?(?:以上|以下|左右)?|约束性?|预期性?|其中[:：].{2,24})$")
CELL_REACH = 4  # lines between two such cells: the names of a row with several indicators
GLUED = re.compile(r"(?<=[知见案划点法告])(?:发文机关|发布机构|发文字号|文号|索引号)$")
OWN_WORDS = re.compile(r"教育|学校|规划|要点|方案|计划|通知|政府|[县市区]")


def strip_chrome(lines: list[Line]) -> tuple[list[Line], Metadata, list[Finding]]:
    """This will take the page's frame away and keep what its metadata table says."""
    kept = [line.saying(GLUED.sub("", line.text)) if not line.cells else line for line in lines if line.text.strip()]
    first, last = body_span(kept)
    metadata = Metadata()
    result: list[Line] = []
    frame = 0
    for index, line in enumerate(kept):
        inside = first <= index <= last
        if not inside or line.cells:
            metadata = noted(line, metadata)
        if is_frame(line, index, first=first, last=last, lines=kept):
            frame += 1
        else:
            result.append(line)
    result, repeated = drop_repeated(result)
    notes = []
    if frame + repeated:
        notes.append(Finding(code="chrome", message="%(count)s lines around the text were left out.", remedy="",
                             values={"count": frame + repeated}, level="note"))
    return result, metadata, notes


def body_span(lines: list[Line]) -> tuple[int, int]:
    """Indexes of the first and the last line of the numbered body; the whole where nothing is numbered."""
    numbered = [index for index, line in enumerate(lines) if NUMBERED.match(line.text)]
    sentences = [index for index, line in enumerate(lines)
                 if (SENTENCE.search(line.text) and len(line.text) > 20) or line.text.endswith(("。", "；", ";")) or is_cut_sentence(line.text)
                 or (len(cells_of(line)) > 1 and not is_label_row(line))]
    if not numbered:
        return (sentences[0], sentences[-1]) if sentences else (0, len(lines) - 1)
    after = [index for index in sentences if index >= numbered[0] and not CHROME.search(lines[index].text)]
    heads = numbered[-1] + 1 < len(lines) and not SENTENCE.search(lines[numbered[-1]].text)
    under = [numbered[-1] + 1] if heads and not is_outside(lines[numbered[-1] + 1].text) else []
    return numbered[0], last_cell(lines, max([numbered[-1], *after, *under]))


def is_outside(text: str) -> bool:
    """Whether a line is certainly none of the plan's words: the page's, a signature, a date, a copy line."""
    return bool(CHROME.search(text) or TAIL.search(text) or ISO_DATE.match(text) or len(text) < 8)


def is_cut_sentence(text: str) -> bool:
    """Whether a long line with commas is a sentence without its stop."""
    return len(text) > 40 and bool(CLAUSES.search(text)) and not CHROME.search(text)


def last_cell(lines: list[Line], last: int) -> int:
    """The index of the last line of a table's cells that goes on from `last`; `last` itself where none does."""
    reach = last
    for index in range(last + 1, len(lines)):
        if index > reach + CELL_REACH:
            break
        if CELL.match(lines[index].text.strip()):
            reach = index
    return reach


def cells_of(line: Line) -> tuple[str, ...]:
    """The cells of a table row, also of one written with bars between them."""
    return line.cells or (tuple(line.text.split(" | ")) if line.text.count(" | ") > 1 else ())


def is_label_row(line: Line) -> bool:
    """Whether a table row belongs to the page's metadata table."""
    return any(LABEL.match(cell) for cell in cells_of(line)[::2])


def is_frame(line: Line, index: int, *, first: int, last: int, lines: list[Line]) -> bool:
    """Whether a line belongs to the page and not to the plan."""
    text = line.text.strip()
    if len(line.cells) > 1:
        return is_label_row(line) and not first <= index <= last
    if first <= index <= last:
        return bool(CHROME.search(text)) and len(text) <= 60 and not SENTENCE.search(text[:-1])
    if CHROME.search(text) and len(text) <= 90:
        return True
    if LABEL.match(text) and not SENTENCE.search(text) and len(text) < 60 and "第" not in text[:1]:
        return not text.startswith(("名称", "标题")) or ":" in text or "：" in text
    if INDEX.match(text) or ISO_DATE.match(text) or VALIDITY.match(text) or len(text) == 1:
        return True
    if index > last:
        return not (TAIL.search(text) or NUMBER.search(text)) or text.isdigit()
    if index < first and len(text) <= 12 and not re.search(r"[:：号日,，、。通知案点划见)）]$|要点|规划|方案|计划|办法|意见|纲要|细则|实事|分解|20\d\d", text):
        return not has_issuer_shape(text)
    return index < 3 and is_stranger(text, lines, index)


def has_issuer_shape(text: str) -> bool:
    """Whether a short line names a body, as a red head or a signature does."""
    return bool(re.search(r"(?:局|政府|办公室|委员会|厅|文件|组|书记.{0,5})$", text)) and len(text) > 4


def is_stranger(text: str, lines: list[Line], index: int) -> bool:
    """Whether a line shares hardly any pair of characters with the rest: spam set before the text."""
    if OWN_WORDS.search(text):
        return False
    pairs = {text[at:at + 2] for at in range(len(text) - 1)}
    rest = "".join(line.text for number, line in enumerate(lines) if number != index)
    return 12 < len(text) < 120 and "。" not in text and sum(1 for pair in pairs if pair in rest) < 0.2 * len(pairs)


def noted(line: Line, metadata: Metadata) -> Metadata:
    """The metadata with what this line says."""
    text = line.text.strip()
    found: dict[str, str] = {}
    pairs = list(zip(line.cells[::2], line.cells[1::2], strict=False)) if line.cells else []
    for label, value in pairs:
        match = LABEL.match(label)
        if match and value:
            found[LABELS[match.group(1)]] = value
    match = LABEL.match(text)
    if match and match.group(2) and not line.cells:
        found[LABELS[match.group(1)]] = match.group(2).strip()
    number = NUMBER.search(text)
    if number and len(text) <= 40:
        found.setdefault("doc_number", number_text(number))
    day = ISO_DATE.match(text)
    if day:
        iso = f"{day.group(1)}-{int(day.group(2)):02d}-{int(day.group(3)):02d}"
        found.setdefault("date_published" if metadata.date_issued else "date_issued", iso)
    if INDEX.match(text):
        found.setdefault("index_number", text)
    if VALIDITY.match(text):
        found.setdefault("validity", text)
    for name, value in list(found.items()):
        if name.startswith("date_"):
            plain = iso_of(value)
            if plain is None:
                del found[name]
            else:
                found[name] = plain
        if name == "doc_number":
            inner = NUMBER.search(value)
            if inner:
                found[name] = number_text(inner)
    return replace(metadata, **{name: value for name, value in found.items() if getattr(metadata, name) is None})


def number_text(found: re.Match[str]) -> str:
    """A document number with its proper brackets."""
    return f"{found.group(1)}〔{found.group(2).strip()}〕{found.group(3)}号"


def iso_of(text: str) -> str | None:
    """A printed date as ISO; None when it is none."""
    found = re.search(r"(20\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})", text)
    return f"{found.group(1)}-{int(found.group(2)):02d}-{int(found.group(3)):02d}" if found else None


def drop_repeated(lines: list[Line]) -> tuple[list[Line], int]:
    """This will keep one of two equal lines before the body: page title and red head repeat each other."""
    first, _ = body_span(lines)
    seen: set[str] = set()
    result = []
    for index, line in enumerate(lines):
        key = re.sub(r"\s", "", line.text)
        if index < first and key in seen and len(key) > 6:
            continue
        seen.add(key)
        result.append(line)
    return result, len(lines) - len(result)
