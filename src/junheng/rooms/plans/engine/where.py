"""在哪办: from the systems that a clause calls for to the rooms that do the work."""

from __future__ import annotations

from dataclasses import dataclass

from junheng.rooms.plans.engine.systems import Lexicon

# Pages that exist, by system; a room adds its own line when its page opens.
PAGES: dict[str, str] = {
    "PLN-01": "/plans/", "PLN-02": "/plans/", "PLN-03": "/plans/", "PLN-04": "/plans/",
    "PLN-09": "/plans/", "PLN-10": "/plans/", "PLN-11": "/plans/", "PLN-12": "/plans/", "PLN-13": "/plans/",
}
# The board's column for what no room does: the plan room itself, the registry, and clauses that call for no system.
NO_ROOM = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """A system with its room and the page that does its work, "" while there is none."""

    system: str
    title: str
    room: str
    page: str


def places_of(systems: tuple[str, ...], lexicon: Lexicon) -> tuple[Place, ...]:
    """For each system its room and page; unknown ids are left out."""
    return tuple(
        Place(key, lexicon.systems[key].title, lexicon.systems[key].room, PAGES.get(key, ""))
        for key in systems if key in lexicon.systems
    )


def rooms_of(systems: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The rooms of some systems, each once; the plan room itself is not named."""
    rooms = (lexicon.systems[key].room for key in systems if key in lexicon.systems)
    return tuple(dict.fromkeys(room for room in rooms if room not in {"plans", "registry"}))
