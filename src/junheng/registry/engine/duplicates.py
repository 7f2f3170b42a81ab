"""Records that may be one person: candidates by keys that such records share, then points trait by trait, each explained.

Weights are data, and so is which signs stand for each other. Twins and siblings share birth, household and guardians, and are
told apart by their names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from pypinyin import Style, lazy_pinyin

from junheng.registry.values.duplicates import Alike, Known, Outcome, Trait

Plain = Callable[[str], str]
# Where in an identity number the place and the day of birth end and the number within the day begins (GB 11643).
BIRTH, SERIAL, BODY = 6, 14, 17
NAMED_ALIKE = frozenset({Outcome.SAME, Outcome.VARIANT, Outcome.SOUND})


@dataclass(frozen=True, slots=True)
class Rules:
    """Points by trait and outcome; `least` points make a pair; keys that more than `largest` people share tell nothing."""

    points: Mapping[tuple[Trait, Outcome], int]
    least: int
    largest: int


@dataclass(frozen=True, slots=True)
class Read:
    """A person with what the comparison reads again and again."""

    who: Known
    written: str
    plain: str
    sound: str


def alike(people: Iterable[Known], *, rules: Rules, plain: Plain) -> list[Alike]:
    """Every pair that may be one person, the likeliest first. `plain` gives the usual form of a sign (昇 → 升)."""
    read = [Read(who, (written := letters(who.name)), "".join(map(plain, written)), "".join(map(sound, written))) for who in people]
    found = [pair for one, two in candidates(read, rules.largest) if (pair := compared(one, two, rules)) is not None]
    return sorted(found, key=lambda pair: (-pair.points, pair.first, pair.second))


def letters(name: str) -> str:
    """The letters of a name in one case: no spaces, no dots."""
    return "".join(sign for sign in name if sign.isalpha()).lower()


@lru_cache(maxsize=32_768)
def sound(sign: str) -> str:
    """How a sign is usually read, without its tone."""
    return str(lazy_pinyin(sign, style=Style.NORMAL)[0])


def candidates(people: Sequence[Read], largest: int) -> Iterator[tuple[Read, Read]]:
    """Pairs that share a key, each once, in the order of the people."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(people):
        for key in keys(each):
            blocks[key].append(place)
    pairs = {pair for block in blocks.values() if 1 < len(block) <= largest for pair in combinations(block, 2)}
    return ((people[one], people[two]) for one, two in sorted(pairs))


def keys(each: Read) -> set[str]:
    """What two records of one person have in common, at least one of these: a number, the sound of the name with the year or the day
    of birth, the birth with the first sound, a telephone."""
    who = each.who
    return {*who.numbers, *who.passing, *who.phones, f"{each.sound}{who.born.year}", f"{each.sound}/{who.born:%m%d}",
            f"{who.born:%Y%m%d}{each.sound[:1]}"}


def compared(one: Read, two: Read, rules: Rules) -> Alike | None:
    """How alike two people are; None where not enough, or where they are two children of one family."""
    a, b = one.who, two.who
    outcomes = {
        Trait.NUMBER: numbers(a, b), Trait.NAME: names(one, two), Trait.BORN: births(a.born, b.born),
        Trait.SEX: Outcome.SAME if a.sex == b.sex else Outcome.DIFFERENT, Trait.CONTACT: contacts(a, b), Trait.HOME: homes(a, b)}
    if family(a, b, outcomes):
        return None
    points = sum(rules.points.get((trait, outcome), 0) for trait, outcome in outcomes.items())
    return Alike(min(a.id, b.id), max(a.id, b.id), points, outcomes) if points >= rules.least else None


def family(a: Known, b: Known, outcomes: Mapping[Trait, Outcome]) -> bool:
    """Whether two are twins, or brothers and sisters: called twins, or of one family with names of their own. A number that both
    have, or have but for a slip, is stronger: twins have two."""
    if outcomes[Trait.NUMBER] in {Outcome.SAME, Outcome.NEAR}:
        return False
    if a.twin_group and a.twin_group == b.twin_group:
        return True
    return outcomes[Trait.NAME] not in NAMED_ALIKE and outcomes[Trait.CONTACT] in {Outcome.SAME, Outcome.PART}


def numbers(a: Known, b: Known) -> Outcome:
    """Numbers compared: one digit wrong, or two that changed places, is near.

    It says nothing within the number of the day, since the next child has the next one, nor within the day of birth where the
    records too have two: children born a week apart.
    """
    if a.numbers & b.numbers or a.passing & b.passing:
        return Outcome.SAME
    if not a.numbers or not b.numbers:
        return Outcome.NONE
    slips = [slip(one, two) for one in a.numbers for two in b.numbers]
    if any(each is not None and (each < BIRTH or (each < SERIAL and a.born == b.born)) for each in slips):
        return Outcome.NEAR
    return Outcome.NONE if any(each is not None for each in slips) else Outcome.DIFFERENT


def slip(one: str, two: str) -> int | None:
    """Where two numbers differ by a single slip of the pen; None where they differ by more. The check digit follows the others."""
    wrong = [place for place, (x, y) in enumerate(zip(one[:BODY], two[:BODY], strict=False)) if x != y]
    if len(one) != len(two) or not wrong:
        return None
    changed = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == two[wrong[1]] and one[wrong[1]] == two[wrong[0]]
    return wrong[0] if len(wrong) == 1 or changed else None


def names(one: Read, two: Read) -> Outcome:
    """Names compared."""
    if one.written == two.written:
        return Outcome.SAME
    if one.plain == two.plain:
        return Outcome.VARIANT
    if one.sound == two.sound:
        return Outcome.SOUND
    a, b = one.plain, two.plain
    if min(len(a), len(b)) > 1 and (a in b or b in a):
        return Outcome.PART
    apart = sum(x != y for x, y in zip(a, b, strict=False))
    return Outcome.PART if len(a) == len(b) > 2 and apart == 1 else Outcome.DIFFERENT


def births(a: date, b: date) -> Outcome:
    """Days of birth compared: a day apart, one digit wrong, or day and month that changed places is near."""
    if a == b:
        return Outcome.SAME
    digits = sum(x != y for x, y in zip(f"{a:%Y%m%d}", f"{b:%Y%m%d}", strict=True))
    swapped = a.year == b.year and (a.month, a.day) == (b.day, b.month)
    return Outcome.NEAR if digits == 1 or swapped or abs((a - b).days) == 1 else Outcome.DIFFERENT


def contacts(a: Known, b: Known) -> Outcome:
    """Guardians and telephones compared."""
    if a.household is not None and a.household == b.household:
        return Outcome.SAME
    shared = [bool(one & two) for one, two in ((a.guardians, b.guardians), (a.phones, b.phones)) if one and two]
    if not shared:
        return Outcome.NONE
    return Outcome.SAME if all(shared) else Outcome.PART if any(shared) else Outcome.DIFFERENT


def homes(a: Known, b: Known) -> Outcome:
    """Places where they live compared."""
    if not a.home or not b.home:
        return Outcome.NONE
    return Outcome.SAME if a.home == b.home else Outcome.DIFFERENT
