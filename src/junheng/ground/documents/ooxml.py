"""Pieces of a Word file that python-docx has no call for: fonts with their fallbacks, page numbers, frames, file facts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from junheng.ground.kernel.words import writable

NUMBER_FONT, NUMBER_SIZE = "宋体", 14
WORDPROCESSING = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def run(paragraph: Any, text: str, font: str, size: float, *, red: bool = False) -> None:
    """This will add a run with its Chinese and Latin font; line feeds become line breaks."""
    piece = paragraph.add_run(writable(text))
    piece.font.size = Pt(size)
    piece.font.name = font
    piece._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if red:
        piece.font.color.rgb = RGBColor(0xE0, 0x1B, 0x1B)


def element(name: str, **values: str | int) -> Any:
    """An element of the w: namespace with its attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def borders(paragraph: Any, **lines: tuple[float, str, float]) -> None:
    """This will draw rules about a paragraph: side = width in millimetres, colour, gap in millimetres."""
    around = element("pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in lines:
            width, colour, gap = lines[side]
            around.append(element(side, val="single", sz=round(Mm(width).pt * 8), space=round(Mm(gap).pt), color=colour))
    properties = paragraph._p.get_or_add_pPr()
    later = next((child for child in properties if child.tag in {qn(f"w:{name}") for name in
                  ("shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "jc", "rPr")}), None)
    properties.append(around) if later is None else later.addprevious(around)


def at_place(paragraph: Any, *, left_mm: float, top_pt: float, wide_mm: float, high_pt: float) -> None:
    """This will set a paragraph at a place of its page, measured from the sheet's left and upper edge."""
    frame = element("framePr", w=round(Mm(wide_mm).pt * 20), h=round(high_pt * 20), hRule="exact", wrap="around",
                    vAnchor="page", hAnchor="page", x=round(Mm(left_mm).pt * 20), y=round(top_pt * 20))
    properties = paragraph._p.get_or_add_pPr()
    style = properties.find(qn("w:pStyle"))
    properties.insert(0, frame) if style is None else style.addnext(frame)


def page_numbers(document: Any, section: Any, *, below_mm: float) -> None:
    """This will number the pages as — 1 —: odd pages to the right, even ones to the left, one character in."""
    document.settings.odd_and_even_pages_header_footer = True
    section.footer_distance = Mm(below_mm)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Normal"]
        style = paragraph.paragraph_format
        style.space_before = style.space_after = Pt(0)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        setattr(style, f"{side}_indent", Pt(NUMBER_SIZE))
        run(paragraph, "— ", NUMBER_FONT, NUMBER_SIZE)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run(paragraph, "", NUMBER_FONT, NUMBER_SIZE)
            piece = paragraph.runs[-1]
            field = element("fldChar", fldCharType=kind) if kind else element("instrText")
            if text:
                field.text = text
            piece._element.append(field)
        run(paragraph, " —", NUMBER_FONT, NUMBER_SIZE)


def finished(document: Any, *, created: datetime, title: str = "", author: str = "",
             fallbacks: Mapping[str, Iterable[str]] | None = None) -> bytes:
    """A document as bytes that depend on nothing but its content and the moment named; its file facts are its own."""
    facts = document.core_properties
    facts.created = facts.modified = created.replace(tzinfo=None)
    facts.author = facts.last_modified_by = writable(author)[:255]
    facts.title = writable(title)[:255]
    facts.comments = facts.keywords = facts.subject = facts.category = ""
    facts.language, facts.revision = "zh-CN", 1
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue(), {
        "docProps/app.xml": f'<Properties xmlns="{PROPERTIES}"><Application>Junheng</Application></Properties>',
        "word/fontTable.xml": font_table(fallbacks or {}),
    })


def font_table(fallbacks: Mapping[str, Iterable[str]]) -> str:
    """The fonts that a paper names, each with those that may stand for it where it is not installed."""
    rows = "".join(
        f'<w:font w:name="{escape(name)}"><w:altName w:val="{escape(",".join(others))}"/><w:charset w:val="86"/>'
        f'<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
        for name, others in fallbacks.items()
    )
    return f'<w:fonts xmlns:w="{WORDPROCESSING}">{rows}</w:fonts>'


def settled(content: bytes, parts: Mapping[str, str]) -> bytes:
    """The same parts, those named replaced, with a fixed time in the archive: equal papers are equal files."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, (2000, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            own = parts.get(entry.filename)
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            target.writestr(fixed, source.read(entry.filename) if own is None else (head + own).encode())
    return buffer.getvalue()
