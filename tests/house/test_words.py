"""The words on the screen are those of GLOSSARY.md.

Each part of the glossary binds the catalogue of the room that it speaks of: what 序时进度 must not be called may well be
the right word for something else in another room.
"""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from tests.house.trees import ROOT, SOURCE

ROW = re.compile(r"^\| (?P<chinese>[^|]+) \| (?P<english>[^|]+) \| (?P<never>[^|]+) \|$", re.MULTILINE)
PARTS = {"Plans and tasks": "rooms/plans"}
# Words that the glossary rules out for one term and that are right for another, with that other term.
ALSO_RIGHT = {"时间线": "Timeline", "取消": "Cancel"}


def parts() -> dict[str, list[re.Match[str]]]:
    """The rows of each part."""
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    found = {}
    for part in text.split("\n## ")[1:]:
        rows = [row for row in ROW.finditer(part) if row["chinese"] != "Chinese" and "---" not in row["chinese"]]
        found[part.split("\n", 1)[0]] = rows
    return found


def messages(package: str) -> dict[str, str]:
    """A package's message ids with their Chinese."""
    with (SOURCE / package / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        return {str(each.id): "".join(each.string) if isinstance(each.string, tuple) else each.string
                for each in read_po(file) if each.id}


def test_every_row_has_its_three_cells_filled():
    rows = [row for part in parts().values() for row in part]
    assert len(rows) > 80
    assert [row.group() for row in rows if not all(cell.strip() for cell in row.groups())] == []


@pytest.mark.parametrize("part", PARTS)
def test_no_message_uses_a_word_that_is_ruled_out(part):
    never = {word.strip() for row in parts()[part] for word in re.split("[,;]", row["never"])
             if re.fullmatch("[一-鿿]{2,}", word.strip())}
    assert len(never) > 15
    found = {(word, source, said) for source, said in messages(PARTS[part]).items() for word in never
             if word in said and ALSO_RIGHT.get(word) != source}
    assert found == set()
