"""What the house says to people: message ids in the code and in templates, and their Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from babel.messages.pofile import read_po

from tests.house.trees import SOURCE, calls, here, modules, named, texts, tree_of, written

# Functions that take message ids: by place among the arguments, or by keyword.
BY_PLACE = {"_": (0,), "gettext": (0,), "gettext_lazy": (0,), "ngettext": (0, 1), "refuse": (1, 2), "refused": (1, 2),
            "at_cell": (4, 5), "note": (1,), "Judgement": (1,), "step": (2,), "tell_owner": (1,), "tell_people": (1,)}
BY_KEYWORD = {"Finding": ("message", "remedy"), "tell": ("sentence",)}
TABLES = ("LABELS", "SENTENCES")
IN_ROWS = ("message", "remedy")


@lru_cache(maxsize=1)
def chinese() -> dict[str, str]:
    """Message ids with their Chinese, of all catalogues."""
    known: dict[str, str] = {}
    for place in written("locale/zh_Hans/LC_MESSAGES/*.po", under=SOURCE):
        with place.open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                known.update({each: said[0] for each in ids if each and all(said)})
    return known


def message_ids() -> Iterator[tuple[str, str]]:
    """Every message id in the code, with its place."""
    for place in modules():
        tree = tree_of(place)
        for call in calls(tree):
            name = named(call.func).rpartition(".")[2]
            wanted = [call.args[at] for at in BY_PLACE.get(name, ()) if at < len(call.args)]
            wanted += [word.value for word in call.keywords if word.arg in BY_KEYWORD.get(name, ())]
            for node in wanted:
                yield from ((text, here(place, node)) for text in texts(node) if text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in IN_ROWS:
                        yield from ((text, here(place, value)) for text in texts(value) if text)
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if named(target).endswith(TABLES) and place.name != "chrome.py":
                    for value in node.value.values:
                        yield from ((text, here(place, value)) for text in texts(value))
