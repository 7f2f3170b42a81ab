"""What a file really is, by its first bytes and not by its name; what is refused, and what to do instead."""

from __future__ import annotations

import io
import zipfile

from junheng.ground.documents.values import Kind
from junheng.ground.kernel.findings import Finding, Place, Refused

LIMIT_BYTES = 20 * 1024 * 1024
UNPACKED_LIMIT = 200 * 1024 * 1024
RATIO_LIMIT = 200
# The longest plans have some hundred lines; what has more is a register or a log.
LINES_LIMIT = 10_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "Open it in WPS or Word, save it as .docx and upload that file."


def refuse(code: str, message: str, remedy: str, name: str, **values: str | int) -> Refused:
    """A refusal that names the file."""
    return Refused(Finding(code=code, message=message, remedy=remedy, place=Place(file=name),
                           values={"name": name, **values}))


def kind_of(data: bytes, name: str, *, limit: int = LIMIT_BYTES) -> Kind:
    """This will tell what a file is. Raises Refused for everything that the house does not read."""
    if not data:
        raise refuse("empty", "The file %(name)s is empty.", "Check that the right file was chosen.", name)
    if len(data) > limit:
        raise refuse("too-large", "The file %(name)s has %(size)s MB; at most %(limit)s MB are read.",
                     "Take out the pictures, or save only the text as .docx.", name,
                     size=len(data) // 1048576, limit=limit // 1048576)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(OLE):
        return refuse_ole(data, name)
    if data.startswith(b"PK"):
        return check_zip(data, name)
    if data.startswith(b"{\\rtf"):
        raise refuse("rtf", "%(name)s is a rich-text file (.rtf), which is not read.", SAVE_AS, name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<meta")) or (
        ending in {"html", "htm"} and b"<" in head
    ):
        return "html"
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse("binary", "%(name)s is not a text file.", "Upload .docx, text .pdf, saved .html or .txt.", name)
    return "txt"


def refuse_ole(data: bytes, name: str) -> Kind:
    """Old Office files, and new ones that a password locks."""
    if b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e" in data:
        raise refuse("encrypted", "%(name)s is locked by a password.",
                     "Open it with the password, save it without one and upload it again.", name)
    raise refuse("old-office", "%(name)s is an old Word or WPS file (.doc, .wps), which is not read.", SAVE_AS, name)


def check_zip(data: bytes, name: str) -> Kind:
    """This will look into a zip without unpacking it: sizes first, then what it is."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise refuse("broken", "%(name)s is damaged and cannot be opened.",
                     "Open it in Word or WPS, save it again and upload that file.", name) from None
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED_LIMIT or len(entries) > 5000 or unpacked > RATIO_LIMIT * max(len(data), 100_000):
        raise refuse("zip-bomb", "%(name)s unpacks to far more than a document holds.",
                     "Save the document again in Word or WPS and upload that file.", name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refuse("encrypted", "%(name)s is locked by a password.",
                     "Open it with the password, save it without one and upload it again.", name)
    names = {entry.filename for entry in entries}
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise refuse("macros", "%(name)s holds macros, which are not accepted.",
                     "Save it as a document without macros (.docx).", name)
    if "word/document.xml" in names:
        return "docx"
    if "OFD.xml" in names:
        raise refuse("ofd", "%(name)s is an .ofd file, which is not read.",
                     "Print it to a text PDF, or ask the sender for the .docx.", name)
    if "xl/workbook.xml" in names:
        raise refuse("workbook", "%(name)s is a workbook, not a document.",
                     "Upload the plan's text; the task table is made from it.", name)
    if "content.xml" in names:
        raise refuse("odf", "%(name)s is an OpenDocument file (.odt), which is not read.", SAVE_AS, name)
    raise refuse("unknown-zip", "%(name)s is an archive, not a document.",
                 "Unpack it and upload the document that is in it.", name)
