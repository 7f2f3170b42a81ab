"""Bodies as printed in a plan, matched to units of the managing tree; 各中心校 and the like mean all units of a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from junheng.ground.units.values import Kind

SEPARATORS = re.compile(r"[、，,；;/\s]+")
JOINED = re.compile(r"[和及与]")
BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
BEFORE = re.compile(r"^(?:全县|全区|全市|本县|县域内|局机关|县教育局|局属|局|机关)?(?P<every>各级各类|各)?(?:县直属?|县属|区直属?|局直属?|局属|乡镇)?(?:各)?")
DIRECTLY_BELOW = re.compile(r"(?:县直|县属|区直|局直|局属)")
COLLECTIVES: tuple[tuple[re.Pattern[str], frozenset[Kind]], ...] = (
    (re.compile(r"^(?:中心(?:学)?校|学区|学区中心校|教办|教育办公室)$"), frozenset({Kind.CENTRAL_SCHOOL})),
    (re.compile(r"^(?:中小学校?|学校|义务教育学校|中小学校园|普通中小学)$"), frozenset({Kind.SCHOOL})),
    (re.compile(r"^(?:中小学校?|学校)幼儿园$"), frozenset({Kind.SCHOOL, Kind.KINDERGARTEN})),
    (re.compile(r"^(?:公办)?幼儿园$"), frozenset({Kind.KINDERGARTEN})),
    (re.compile(r"^教学点$"), frozenset({Kind.TEACHING_POINT})),
    (re.compile(r"^(?:乡|镇|乡镇|镇乡|街道|乡镇街道)?(?:人民)?政府$|^乡镇$"), frozenset({Kind.TOWNSHIP})),
    (re.compile(r"^(?:股室|科室|股|科|内设机构)$"), frozenset({Kind.SECTION})),
    (re.compile(r"^(?:直属|二级|事业|直属事业)单位$"), frozenset({Kind.INSTITUTION})),
)


@dataclass(frozen=True, slots=True)
class Collective:
    """All units of some kinds; `direct` means those that no central school manages (县直各学校)."""

    kinds: frozenset[Kind]
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """Units found, in the order printed, and the names that no unit answers to; `single` is the first named by itself."""

    unit_ids: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    single: int | None = None


def match_bodies(printed: str, find: Callable[[str], int | None],
                 find_all: Callable[[Collective], Iterable[int]] = lambda _: ()) -> Matched:
    """This will look up every body of a printed list; each unit once.

    `find` gives the id of the one unit that a name means, None when there is none or more than one; `find_all` the
    units that a collective name means.
    """
    found: dict[int, None] = {}
    unknown: list[str] = []
    single: int | None = None
    for name in parts(printed):
        unit_id = find(name)
        meant = (unit_id,) if unit_id is not None else tuple(each for said in collectives(name) for each in find_all(said))
        single = unit_id if single is None else single
        if not meant:
            unknown.append(name)
        found.update(dict.fromkeys(meant))
    return Matched(tuple(found), tuple(unknown), single)


def collectives(name: str) -> tuple[Collective, ...]:
    """What a collective name means (各乡镇中心校, 局机关各股室, 各中心校和县直学校); () for the name of one body."""
    said = tuple(collective(part) for part in JOINED.split(BRACKETED.sub("", name)))
    return tuple(each for each in said if each) if all(said) else ()


def collective(name: str) -> Collective | None:
    """One collective name; kindergartens and schools may stand without 各 where a list has named it before."""
    opening = BEFORE.match(name)
    rest = name[opening.end():] if opening else name
    for place in dict.fromkeys((rest, name.removeprefix("各"), name)):
        for words, kinds in COLLECTIVES:
            bare = kinds <= {Kind.SCHOOL, Kind.KINDERGARTEN, Kind.CENTRAL_SCHOOL, Kind.INSTITUTION}
            if words.match(place) and (place != name or bare):
                return Collective(kinds, direct=bool(DIRECTLY_BELOW.search(name)) and Kind.SCHOOL in kinds)
    return None


def parts(printed: str) -> Iterable[str]:
    """The names of a printed list, without the separators."""
    return [name for name in SEPARATORS.split(printed) if name]
