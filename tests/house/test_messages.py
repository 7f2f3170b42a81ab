"""Every sentence that a person may read has its Chinese; so has every word that a template shows."""

from __future__ import annotations

import re

from tests.house.catalogue import chinese, message_ids
from tests.house.trees import SOURCE, here, written

SLOT = re.compile(r"%\((\w+)\)s")
TEMPLATE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
# Words between tags that are not marked for translation: letters of some language, outside tags and braces.
OWN_NAMES = {"中文", "English"}  # languages are called by their own names
BETWEEN = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<(script|style|svg)\b.*?</\1>|<[^>]*>|&\w+;", re.DOTALL)


def test_every_message_of_the_code_has_its_chinese():
    found = dict(message_ids())
    assert len(found) > 250
    assert {text: place for text, place in found.items() if text not in chinese()} == {}


def test_every_message_of_the_templates_has_its_chinese():
    found = {a or b: here(place) for place in written("*.html", under=SOURCE)
             for a, b in TEMPLATE.findall(place.read_text(encoding="utf-8"))}
    assert len(found) > 150
    assert {text: place for text, place in found.items() if text not in chinese()} == {}


def test_the_chinese_fills_the_same_slots():
    assert {text for text, said in chinese().items()
            if set(SLOT.findall(said)) - set(SLOT.findall(text))} == set()


def test_no_template_shows_words_that_cannot_be_translated():
    loose = {}
    for place in written("*.html", under=SOURCE):
        text = place.read_text(encoding="utf-8")
        text = re.sub(r"{%\s*blocktrans.*?endblocktrans\w*\s*%}", "", text, flags=re.DOTALL)
        text = re.sub(r"{%\s*block (?:room|script|css)\s*%}.*?{%\s*endblock\s*%}", "", text, flags=re.DOTALL)
        text = re.sub(r"<kbd>.*?</kbd>|<a class=\"brand\".*?</a>|<title>.*?</title>", "", text, flags=re.DOTALL)
        words = set(re.findall(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+", BETWEEN.sub(" ", text))) - OWN_NAMES
        if words:
            loose[here(place)] = words
    assert loose == {}
