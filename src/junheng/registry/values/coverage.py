"""How many schools have what every school should have."""

from __future__ import annotations

from dataclasses import dataclass

from junheng.ground.standards.book import Dated
from junheng.registry.values.codes import Coded, GroundKind, RoomKind, SchoolKind, Stage
from junheng.registry.values.standing import PaperKind, PaperLevel

# Words of plain codes of what is counted and for whom; no two of these codes are alike but where they mean the same.
KNOWN: dict[str, Coded] = {member.value: member for kind in (PaperLevel, SchoolKind, Stage, RoomKind, GroundKind, PaperKind) for member in kind}


@dataclass(frozen=True, slots=True)
class Coverage:
    """One kind for one level: how many schools should have it, which do not, and by which rule."""

    kind: str
    level: str
    schools: int
    missing: tuple[tuple[int, str], ...]
    rule: Dated

    @property
    def having(self) -> int:
        """How many have it."""
        return self.schools - len(self.missing)

    @property
    def per_mille(self) -> int:
        """Schools that have it among a thousand; a thousand where nobody needs it."""
        return self.having * 1000 // self.schools if self.schools else 1000
