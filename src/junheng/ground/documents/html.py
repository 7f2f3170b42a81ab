"""Saved web pages: the main text and its tables, without scripts, styles and navigation."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

from junheng.ground.documents.lines import Line, row
from junheng.ground.documents.sniff import refuse

DROPPED = {"script", "style", "noscript", "template", "iframe", "object", "embed", "form", "button", "select",
           "nav", "footer", "svg", "head"}
BREAKING = {"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "tr", "td", "dd", "dt",
            "header", "ul", "ol", "dl", "table", "blockquote", "center"}
BOLD = {"b", "strong", "h1", "h2", "h3", "h4"}
DEEP = 400


def lines_of(data: bytes, name: str) -> list[Line]:
    """The lines of a saved page, in reading order. Raises Refused when the page holds no text."""
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
                                  encoding=encoding_of(data))
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise refuse("no-text", "%(name)s holds no text.", "Save the page that shows the plan itself.", name) from None
    collector = Collector()
    collector.walk(root)
    collector.end()
    return collector.lines


def encoding_of(data: bytes) -> str:
    """The page's encoding: its own word where that decodes, else UTF-8, else GB18030."""
    head = data[:2048].lower()
    for encoding in ("utf-8", "gb18030"):
        said = b"charset" in head and (encoding[:2].encode() in head.split(b"charset", 1)[1][:16])
        if said and decodes(data, encoding):
            return encoding
    return "utf-8" if decodes(data, "utf-8") else "gb18030"


def decodes(data: bytes, encoding: str) -> bool:
    """Whether all bytes are good in an encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


class Collector:
    """Walks a page's tree without recursion and gathers its lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.bold: list[bool] = []

    def walk(self, root: etree._Element) -> None:
        """This will visit elements in reading order, at most `DEEP` levels deep."""
        stack: list[tuple[etree._Element, int, bool, bool]] = [(root, 0, False, False)]
        while stack:
            element, depth, leaving, bold = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if leaving:
                if tag in BREAKING:
                    self.end()
                self.add(element.tail, bold)
                continue
            if not tag or tag in DROPPED or depth > DEEP:
                self.add(element.tail, bold)
                continue
            if tag == "table" and is_data_table(element):
                self.end()
                self.table(element)
                self.add(element.tail, bold)
                continue
            if tag in BREAKING:
                self.end()
            heavy = bold or tag in BOLD
            stack.append((element, depth, True, bold))
            stack.extend((child, depth + 1, False, heavy) for child in reversed(list(element)))
            self.add(element.text, heavy)

    def add(self, text: str | None, bold: bool) -> None:
        """This will add a piece of the present line."""
        if text and text.strip():
            self.pieces.append(" ".join(text.split()))
            self.bold.append(bold)

    def end(self) -> None:
        """This will close the present line."""
        if self.pieces:
            self.lines.append(Line("".join(self.pieces), f"paragraph {len(self.lines) + 1}",
                                   bold=self.bold[0] if any(self.bold) else False))
        self.pieces, self.bold = [], []

    def table(self, element: etree._Element) -> None:
        """This will add a table's rows."""
        for number, line in enumerate(element.iter("tr"), start=1):
            cells = tuple(" ".join("".join(cell.itertext()).split()) for cell in line if cell.tag in {"td", "th"})
            if any(cells):
                self.lines.append(row(cells, f"paragraph {len(self.lines) + 1}, row {number}"))


def is_data_table(element: etree._Element) -> bool:
    """Whether a table holds data: several short cells in a row, and no table inside it."""
    if element.find(".//table") is not None:
        return False
    rows = [[len("".join(cell.itertext()).strip()) for cell in line if cell.tag in {"td", "th"}]
            for line in element.iter("tr")]
    wide = [cells for cells in rows if len(cells) >= 2]
    return len(wide) >= 2 and all(max(cells) < 400 for cells in wide)
