"""Text PDFs: lines in reading order, page numbers dropped, wrapped lines joined later."""

from __future__ import annotations

import io
import logging
import re

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from junheng.ground.documents.lines import Line
from junheng.ground.documents.sniff import refuse

PAGE_NUMBER = re.compile(r"^[\s\-—–－·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[\s\-—–－·]*$")
PAGES = 400
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def lines_of(data: bytes, name: str) -> list[Line]:
    """The lines of a PDF with a text layer. Raises Refused for locked, damaged and scanned ones."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = [(page.extract_text() or "").split("\n") for page in document.pages[:PAGES]]
    except (PDFPasswordIncorrect, PdfminerException) as fault:
        if isinstance(fault, PDFPasswordIncorrect) or "Password" in repr(fault):
            raise refuse("encrypted", "%(name)s is locked by a password.",
                         "Open it with the password, save it without one and upload it again.", name) from None
        raise broken(name) from None
    except (ValueError, TypeError, KeyError, IndexError, OSError, AttributeError, RecursionError):
        raise broken(name) from None
    if sum(len(line.strip()) for page in pages for line in page) < 20:
        raise refuse("scanned", "%(name)s holds pictures of pages, not text.",
                     "Ask the sender for the .docx, or run text recognition (OCR) first.", name)
    repeated = running(pages)
    return [
        Line(line, f"page {number} line {count}")
        for number, page in enumerate(pages, start=1)
        for count, line in enumerate(page, start=1)
        if not PAGE_NUMBER.match(line) and line.strip() not in repeated
    ]


def broken(name: str) -> Exception:
    """The refusal of a damaged file."""
    return refuse("broken", "%(name)s is damaged and cannot be opened.",
                  "Open it in a PDF reader, print it to PDF again and upload that file.", name)


def running(pages: list[list[str]]) -> set[str]:
    """Headers and footers: the same first or last line on more than half of at least three pages."""
    if len(pages) < 3:
        return set()
    counts: dict[str, int] = {}
    for page in pages:
        for line in {page[0].strip(), page[-1].strip()}:
            counts[line] = counts.get(line, 0) + 1
    return {line for line, count in counts.items() if line and count * 2 > len(pages)}
