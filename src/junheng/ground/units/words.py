"""The few words that a county may print otherwise: 科 or 股, 学区 or 中心校.

`words.toml` in the county's own folder:

    [kind]
    section = "股室"
    central_school = "学区"

    [role]
    section_chief = "股长"
    central_school_head = "学区主任"

Nothing else may be swapped, so that a section chief who moves to another county finds the same words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.utils.translation import get_language, gettext

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.units.values import Kind

FILE = "words.toml"
MAY_BE_SWAPPED = frozenset(
    {
        ("kind", "bureau"),
        ("kind", "section"),
        ("kind", "central_school"),
        ("role", "officer"),
        ("role", "section_chief"),
        ("role", "central_school_head"),
    }
)


def word(group: str, key: str, default: str) -> str:
    """The county's own word where Chinese is read, else the translation of `default`, an English message id."""
    county = getattr(settings, "COUNTY", None)
    chinese = (get_language() or "zh").startswith("zh")
    own = county_words(str(county)).get((group, key)) if county and chinese else None
    return own or gettext(default)


def kind_label(kind: Kind) -> str:
    """The word for a kind of unit in the current language and county."""
    return word("kind", kind.value, kind.label)


@lru_cache(maxsize=8)
def county_words(folder: str) -> Mapping[tuple[str, str], str]:
    """The words of a county's folder by (group, key); empty without a file. Raises Refused."""
    path = Path(folder) / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return MappingProxyType({})
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(
            Finding(
                code="units/words-unreadable",
                message="The county's words cannot be read: %(reason)s.",
                remedy="Correct the file and start again.",
                place=Place(file=FILE),
                values={"reason": str(error)},
            )
        ) from error
    words: dict[tuple[str, str], str] = {}
    findings: list[Finding] = []
    for group, entries in read.items():
        for key, text_of_county in (entries if isinstance(entries, dict) else {"": entries}).items():
            if (group, key) in MAY_BE_SWAPPED and isinstance(text_of_county, str) and text_of_county.strip():
                words[group, key] = text_of_county.strip()
                continue
            findings.append(
                Finding(
                    code="units/word-may-not-be-swapped",
                    message="The word %(group)s.%(key)s may not be swapped, or has no text.",
                    remedy="Take the line out, or give it a text.",
                    place=Place(file=FILE),
                    values={"group": group, "key": key},
                )
            )
    if findings:
        raise Refused(*findings)
    return MappingProxyType(words)
