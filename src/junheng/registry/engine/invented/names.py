"""Names that nobody drew from a register: surnames and given names by weight, names with · and rare characters among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from junheng.registry.engine.invented.chance import Chance, Ints

Pool = tuple[list[str], list[int]]


@dataclass(frozen=True, slots=True)
class Names:
    """The lists of a names file."""

    surnames: Pool
    given: Mapping[str, Mapping[str, Any]]
    dotted: Mapping[str, Sequence[Sequence[str]]]
    peoples: Pool

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Names:
        """The lists of a names file as read. Raises KeyError for a list that is missing."""
        families = pool([*data["surnames"]["single"], *data["surnames"]["compound"]])
        given = {era: {key: value if isinstance(value, int) else pool(value) for key, value in lists.items()}
                 for era, lists in data["given"].items()}
        peoples = data["peoples"]
        return cls(families, given, data["dotted"], (list(peoples), list(peoples.values())))

    def families(self, chance: Chance, stream: str, count: int) -> list[str]:
        """Surnames."""
        words = self.surnames[0]
        return [words[place] for place in chance.pick(stream, self.surnames[1], count).tolist()]

    def people_codes(self, chance: Chance, stream: str, count: int) -> list[str]:
        """Codes of peoples (GB/T 3304)."""
        codes = self.peoples[0]
        return [codes[place] for place in chance.pick(stream, self.peoples[1], count).tolist()]

    def firsts(self, chance: Chance, stream: str, female: Ints, era: str) -> list[str]:
        """Given names of one or two characters, by sex and era (`child` or `adult`)."""
        count, lists = len(female), self.given[era]
        single = chance.share(f"{stream}/one", int(lists["one_per_mille"]), count).tolist()
        drawn = {key: chance.pick(f"{stream}/{key}", lists[key][1], count).tolist()
                 for key in ("male_first", "male_second", "female_first", "female_second")}
        names = []
        for place, (woman, alone) in enumerate(zip(female.tolist(), single, strict=True)):
            sex = "female" if woman else "male"
            second = lists[f"{sex}_second"][0][drawn[f"{sex}_second"][place]]
            names.append(second if alone else lists[f"{sex}_first"][0][drawn[f"{sex}_first"][place]] + second)
        return names

    def whole(self, chance: Chance, stream: str, families: Sequence[str], firsts: Sequence[str],
              peoples: Sequence[str]) -> list[str]:
        """Names in full: surname and given name, or the dotted form of a people that has one."""
        names = [family + first for family, first in zip(families, firsts, strict=True)]
        one, two = (chance.bits(f"{stream}/dotted/{part}", len(names)).tolist() for part in (1, 2))
        for place, code in enumerate(peoples):
            if code in self.dotted:
                before, behind = self.dotted[code]
                names[place] = f"{before[one[place] % len(before)]}·{behind[two[place] % len(behind)]}"
        return names


def pool(groups: Sequence[Sequence[Any]]) -> Pool:
    """Words and their weights from groups of one weight."""
    return [word for _, words in groups for word in words], [int(weight) for weight, words in groups for _ in words]
