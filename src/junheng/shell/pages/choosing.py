"""A unit chosen by typing: the list of two hundred is offered as one types, and a name or a code is enough."""

from __future__ import annotations

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.units.queries import all_by_name
from junheng.ground.units.values import UnitCard, UnitTree


def offered(units: UnitTree) -> list[tuple[str, str]]:
    """What the list offers: the name (with its code where two units share it) and what stands beside it."""
    names = [card.name for card in units]
    return [(written(card, shared=names.count(card.name) > 1), " ".join(filter(None, (card.code, card.short_name))))
            for card in units]


def written(card: UnitCard, *, shared: bool = False) -> str:
    """A unit as it stands in a field."""
    return f"{card.name} {card.code}" if shared else card.name


def chosen(units: UnitTree, text: str, *, field: str) -> int | None:
    """The one unit that the words mean, None for no words: its name, short name or code. Raises Refused otherwise."""
    words = text.strip()
    if not words:
        return None
    coded = [card.id for card in units if card.code in {words, words.rpartition(" ")[2]}]
    named = [card.id for card in units if card.name == words] or [
        unit_id for unit_id in all_by_name(units, words) if unit_id in units]
    found = named or coded
    if len(found) == 1:
        return found[0]
    if found:
        raise refused("Several units are called %(name)s.", "Choose one from the list; its code tells them apart.", words, field)
    raise refused("No unit is called %(name)s.", "Type a part of its name and choose it from the list.", words, field)


def refused(message: str, remedy: str, name: str, field: str) -> Refused:
    """The refusal of what was typed, at its field."""
    return Refused(Finding(code="units/not-chosen", message=message, remedy=remedy, place=Place(column=field),
                           values={"name": name}))
