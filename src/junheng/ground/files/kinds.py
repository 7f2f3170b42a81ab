"""What an attachment really is, by its first bytes and never by its name."""

from __future__ import annotations

import io
import zipfile

OFFICE = "application/vnd.openxmlformats-officedocument."
MIMES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "html": "text/plain; charset=utf-8",  # a sender's page is shown as text, never run
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
# Endings that a name may carry for a kind; the first one is put on a name that carries another.
ENDINGS = {
    "pdf": ("pdf",), "jpg": ("jpg", "jpeg"), "png": ("png",), "txt": ("txt", "text", "md", "csv"),
    "html": ("html", "htm", "txt"), "docx": ("docx",), "xlsx": ("xlsx",), "parquet": ("parquet",),
}
HEAD_BYTES = 4096
OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta")
# Line ends, tabs, page feeds and the two marks that old Chinese editors leave; other control codes are not text.
IN_TEXT = frozenset(b"\t\n\v\f\r\x1a\x1b")


def kind_of(content: bytes) -> str | None:
    """The kind of some content; None for what no room takes."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"PAR1") and content.endswith(b"PAR1"):
        return "parquet"
    if content.startswith(b"PK"):
        return office(content)
    head = content[:HEAD_BYTES]
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and any(b < 32 and b not in IN_TEXT for b in head):
        return None
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(OPENINGS):
        return "html"
    return "txt"


def office(content: bytes) -> str | None:
    """Word or Excel without macros and without a password; None for other archives. Nothing is unpacked."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names) or any(e.flag_bits & 1 for e in entries):
        return None
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else None
