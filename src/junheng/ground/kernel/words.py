"""Words as a file of any kind can hold them."""

from __future__ import annotations

import re

# What XML 1.0 does not allow: control characters but tab and line ends, halves of pairs, two that are no characters.
NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """A text without the characters that .docx and .xlsx cannot hold; Word's soft line break becomes a line end."""
    return NO_CHARACTER.sub("", text.replace("\v", "\n"))
