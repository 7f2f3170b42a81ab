"""Runs of characters that a lost byte has shifted by one: ?。ㄒ唬┛傮w is （一）總體 without its first byte.

In GBK a Chinese character is two bytes. Where a page lost the first byte of a run, every pair after it is taken
from two neighbours, until a second byte that is a plain letter sets the reading right again.
"""

from __future__ import annotations

import re
from collections.abc import Callable

RUN = re.compile(r"[?？](?P<lost>[!,.:;()]?(?:[^\x00-\x7f?？]){1,24}[@-Z\[\\\]^_`a-z{|}~])")
WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
# First bytes that were lost: of signs (、。《“ and ，（：), else of a character.
SIGN_BYTES = (0xA1, 0xA3)
OTHER_BYTES = (*range(0xB0, 0xD8), *range(0x81, 0xA1), *range(0xD8, 0xFE))
# （二）, （三） and （六） leave a pair that stands for no character, and pages drop it.
DROPPED = ((b"\xa8\xb6\xa9", b"\xa8\xb6\xfe\xa3\xa9"), (b"\xa8\xc8\xa9", b"\xa8\xc8\xfd\xa3\xa9"),
           (b"\xa8\xc1\xa9", b"\xa8\xc1\xf9\xa3\xa9"))
SIGNS = frozenset("　、。·—…‘’“”〔〕〈〉《》，．；：！？（）％－【】")
COMMON = range(0xB0, 0xD8)  # first bytes of the characters of everyday use in GB 2312


def mend_shifted(text: str, simplified: Callable[[str], str]) -> tuple[str, int]:
    """This will set shifted runs right, and count them; a run that makes no everyday words stays as it is.

    `simplified` turns traditional characters into simplified ones.
    """
    count = 0

    def whole(found: re.Match[str]) -> str:
        nonlocal count
        mended = unshifted(found.group("lost"), simplified)
        count += mended is not None
        return found.group() if mended is None else mended

    return RUN.sub(whole, text), count


def unshifted(run: str, simplified: Callable[[str], str]) -> str | None:
    """The run with its first byte put back; None where no byte makes everyday words of all of it."""
    first = run[0].translate(WIDE) if run[0].isascii() else run[0]
    try:
        tail = (first + run[1:]).encode("gb18030")
    except UnicodeEncodeError:
        return None
    for dropped, kept in DROPPED:
        tail = tail.replace(dropped, kept)
    sensible = all(is_everyday(character, simplified) for character in run[:-1])
    for byte in SIGN_BYTES if sensible else SIGN_BYTES + OTHER_BYTES:
        try:
            words = (bytes((byte,)) + tail).decode("gbk")
        except UnicodeDecodeError:
            continue
        if all(is_everyday(character, simplified) for character in words):
            return words
    return None


def is_everyday(character: str, simplified: Callable[[str], str]) -> bool:
    """Whether a character is a sign, or stands among the everyday ones when simplified."""
    if character in SIGNS:
        return True
    try:
        code = simplified(character).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and code[0] in COMMON
