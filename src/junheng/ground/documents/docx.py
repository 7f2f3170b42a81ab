"""Word files: paragraphs and tables in order, list numbers written out, tracked changes as accepted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from junheng.ground.documents.lines import Line, row
from junheng.ground.documents.sniff import refuse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMERALS = "〇一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def lines_of(data: bytes, name: str) -> list[Line]:
    """The paragraphs and table rows of a Word file, in order."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    body = parsed(archive, "word/document.xml", name).find(f"{W}body")
    if body is None:
        raise refuse("broken", "%(name)s is damaged and cannot be opened.",
                     "Open it in Word or WPS, save it again and upload that file.", name)
    numbering = Numbering(archive, name)
    lines: list[Line] = []
    for number, element in enumerate(blocks_of(body), start=1):
        if element.tag == f"{W}p":
            text = numbering.label(element) + text_of(element)
            for part in text.split("\n"):
                lines.append(Line(part, f"paragraph {number}", bold=is_bold(element)))
        else:
            for count, line in enumerate(element.iter(f"{W}tr"), start=1):
                cells = tuple(" ".join(text_of(p) for p in cell.iter(f"{W}p")).strip()
                              for cell in line.findall(f"{W}tc"))
                lines.append(row(cells, f"table {number}, row {count}"))
    return lines


def parsed(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    """A part of the file as XML. A document type, with which entities could be smuggled in, is refused."""
    try:
        raw = archive.read(part)
        if b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw[:4096]:
            raise refuse("entities", "%(name)s holds XML entities, which no word processor writes.",
                         "Save the document again in Word or WPS and upload that file.", name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise refuse("broken", "%(name)s is damaged and cannot be opened.",
                     "Open it in Word or WPS, save it again and upload that file.", name) from None


def blocks_of(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also those inside content controls."""
    for element in body:
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag in {f"{W}sdt", f"{W}ins", f"{W}sdtContent"}:
            yield from blocks_of(element)


def text_of(paragraph: etree._Element) -> str:
    """A paragraph's words: insertions in, deletions and hidden fields out."""
    pieces: list[str] = []
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if any(above.tag in {f"{W}del", f"{W}moveFrom", f"{W}txbxContent"} for above in element.iterancestors()):
            continue
        if element.tag == f"{W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{W}noBreakHyphen":
            pieces.append("-")
        else:
            pieces.append("\n" if element.tag in {f"{W}br", f"{W}cr"} else " ")
    return "".join(pieces)


def is_bold(paragraph: etree._Element) -> bool:
    """Whether the paragraph's opening words are bold."""
    run = next((r for r in paragraph.iter(f"{W}r") if (r.findtext(f"{W}t") or "").strip()), None)
    mark = run.find(f"{W}rPr/{W}b") if run is not None else None
    return mark is not None and mark.get(f"{W}val") not in {"0", "false"}


class Numbering:
    """Word's automatic numbers, counted as Word counts them."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.styles: dict[str, etree._Element] = {}
        if "word/styles.xml" in archive.namelist():
            for style in parsed(archive, "word/styles.xml", name).findall(f"{W}style"):
                numbered = style.find(f"{W}pPr/{W}numPr")
                if numbered is not None:
                    self.styles[style.get(f"{W}styleId") or ""] = numbered
        if "word/numbering.xml" not in archive.namelist():
            return
        root = parsed(archive, "word/numbering.xml", name)
        abstract = {
            each.get(f"{W}abstractNumId"): {
                int(level.get(f"{W}ilvl") or 0): (
                    value(level, "numFmt", "decimal"), value(level, "lvlText", ""), int(value(level, "start", "1")),
                )
                for level in each.findall(f"{W}lvl")
            }
            for each in root.findall(f"{W}abstractNum")
        }
        for each in root.findall(f"{W}num"):
            self.levels[each.get(f"{W}numId") or ""] = abstract.get(value(each, "abstractNumId", ""), {})

    def label(self, paragraph: etree._Element) -> str:
        """The number that Word prints before a paragraph; "" where it prints none or a bullet."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            properties = None if style is None else self.styles.get(style.get(f"{W}val") or "")
        if properties is None:
            return ""
        number, depth = value(properties, "numId", ""), int(value(properties, "ilvl", "0"))
        level = self.levels.get(number, {}).get(depth)
        if level is None or level[0] in {"bullet", "none"}:
            return ""
        counts = self.counts.setdefault(number, {})
        counts[depth] = counts.get(depth, level[2] - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        text = level[1]
        for each, (form, _, start) in self.levels[number].items():
            text = text.replace(f"%{each + 1}", printed(counts.get(each, start), form))
        return text


def value(element: etree._Element, name: str, default: str) -> str:
    """The `val` of a child, or the default."""
    child = element.find(f"{W}{name}")
    return default if child is None else (child.get(f"{W}val") or default)


def printed(number: int, form: str) -> str:
    """A number in one of Word's forms."""
    if form in {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"}:
        return chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return CIRCLED[number - 1]
    return str(number)


def chinese(number: int) -> str:
    """1 to 99 in Chinese numerals, as plans number their parts."""
    tens, ones = divmod(number, 10)
    if number < 10 or number > 99:
        return NUMERALS[number] if number < 10 else str(number)
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")
