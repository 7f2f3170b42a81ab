"""Plain text in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import re

from junheng.ground.documents.lines import Line
from junheng.ground.documents.sniff import refuse

CHINESE = re.compile(r"[\u4e00-\u9fff]")
RARE = re.compile(r"[\ufffd\ue000-\uf8ff\u0080-\u009f]")


def decode(data: bytes, name: str) -> str:
    """This will decode bytes as the first of UTF-8, UTF-16, GB18030 that makes sense. Raises Refused for mojibake."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    candidates: tuple[str, ...] = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sensible(text):
            return text
        break
    raise refuse("mojibake", "%(name)s cannot be read as text: its characters are damaged.",
                 "Open it where it looks right, save it as .docx or as UTF-8 text and upload that file.", name)


def sensible(text: str) -> bool:
    """Whether a decoded text can be somebody's words: hardly any character out of place."""
    rare = len(RARE.findall(text))
    controls = sum(1 for character in text if ord(character) < 32 and character not in "\t\r\n\f\v")
    latin = sum(1 for character in text if "\u00c0" <= character <= "\u00ff")
    chinese = len(CHINESE.findall(text))
    return (rare + controls) * 50 <= len(text) and not (latin > 20 and latin > chinese)


def lines_of(data: bytes, name: str) -> list[Line]:
    """The lines of a text file."""
    text = decode(data, name)
    return [Line(line, f"line {number}") for number, line in enumerate(re.split(r"\r\n|\r|\n|\f|\v", text), start=1)]
