"""The plan as the index of the house: which systems a clause calls for, by a lexicon kept as data.

A phrase of the lexicon is a plain run of characters. `a..b` asks for b behind a in the same clause, `a&b` for both in
the same item, `!c` at the end forbids a third; a system is called for when its phrases weigh at least 1 together (a
plain phrase weighs 1, `~phrase` a half).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

BETWEEN = r"[^，,。；;！？\n]*?"
WHOLE, HALF = Fraction(1), Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must all stand in an item, words that must not, and how much that weighs.

    Each of `all_of` is a run of words that follow one another within one clause.
    """

    all_of: tuple[tuple[str, ...], ...]
    none_of: tuple[str, ...]
    weight: Fraction

    def stands_in(self, words: str) -> bool:
        """Whether an item's words hold all that the phrase asks for."""
        return all(follow(run, words) for run in self.all_of) and not any(part in words for part in self.none_of)


@dataclass(frozen=True, slots=True)
class System:
    """One system of the mission with its words.

    `opening` says of a plan's preamble that it always (True) or never (False) calls for the system.
    """

    id: str
    title: str
    title_en: str
    room: str
    pattern: str
    phrases: tuple[Phrase, ...]
    opening: bool | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All systems by id."""

    systems: Mapping[str, System]


def lexicon_from(text: str) -> Lexicon:
    """This will read a lexicon from TOML. Raises ValueError for a phrase shorter than two characters."""
    said = tomllib.loads(text)
    systems = {
        key: System(key, body["title"], body.get("title_en", ""), body["room"], body.get("pattern", ""),
                    tuple(phrase_of(each, key) for each in body.get("phrases", [])), body.get("opening"))
        for key, body in said["systems"].items()
    }
    return Lexicon(systems)


def phrase_of(printed: str, key: str) -> Phrase:
    """A phrase as written in the lexicon."""
    weight = HALF if printed.startswith("~") else WHOLE
    wanted, *forbidden = printed.removeprefix("~").split("!")
    all_of = tuple(tuple(part.split("..")) for part in wanted.split("&") if part)
    if not all_of or any(len("".join(run)) < 2 or "" in run for run in (*all_of, *((part,) for part in forbidden))):
        raise ValueError(f"{key}: “{printed}” has a part of fewer than two characters")
    return Phrase(all_of, tuple(forbidden), weight)


def follow(run: tuple[str, ...], words: str) -> bool:
    """Whether some words stand one behind the other within one clause."""
    if len(run) == 1:
        return run[0] in words
    return re.search(BETWEEN.join(map(re.escape, run)), words) is not None


def systems_of(heading: str, text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """This will name the systems that an item's own words call for, in the order of their ids."""
    words = f"{heading}。{text}"
    return tuple(sorted(system.id for system in lexicon.systems.values() if calls_for(system, words)))


def systems_of_opening(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """This will name the systems that a plan's preamble calls for: by its words, and those that every plan calls for."""
    return tuple(sorted(system.id for system in lexicon.systems.values()
                        if (calls_for(system, text) if system.opening is None else system.opening)))


def calls_for(system: System, words: str) -> bool:
    """Whether the phrases of a system that stand in an item weigh enough together."""
    weight = Fraction(0)
    for phrase in system.phrases:
        if phrase.stands_in(words):
            weight += phrase.weight
            if weight >= WHOLE:
                return True
    return False
