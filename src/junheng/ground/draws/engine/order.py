"""Who goes first: tickets, and the ring of start and step. The only two ways by which chance enters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

SOURCES = ("ticket", "ring")
FIRST = ("lowest", "highest")
RING_SEED = re.compile(r"([0-9]+),([0-9]+)")
TURNED = str.maketrans("0123456789abcdef", "fedcba9876543210")


def ticket(seed: str, name: str) -> str:
    """The ticket of an identifier, both normal texts: SHA-256(seed + "," + identifier) in hexadecimal digits."""
    return sha256(f"{seed},{name}".encode()).hexdigest()


def order_keys(*, seed: str, names: Sequence[str], source: str = "ticket", first: str = "lowest") -> list[str]:
    """A text for each name; whoever has the lower text goes first. Equal names have equal texts.

    For tickets it is the ticket, or with `first="highest"` the ticket with its digits turned (0 ↔ f). For the ring it is
    the place in which the name leaves the ring; names stand in it in the order given, each once.
    Raises ValueError for a source or seed that is none.
    """
    if source == "ticket":
        if first not in FIRST:
            raise ValueError(f"tickets go “lowest” or “highest” first, not “{first}”")
        tickets = {name: ticket(seed, name) for name in names}
        if first == "highest":
            tickets = {name: digits.translate(TURNED) for name, digits in tickets.items()}
        return [tickets[name] for name in names]
    if source != "ring":
        raise ValueError(f"order comes from “ticket” or “ring”, not “{source}”")
    circle = list(dict.fromkeys(names))
    start, step = ring_seed(seed, len(circle))
    place = {circle[number - 1]: f"{turn:016d}" for turn, number in enumerate(ring(len(circle), start=start, step=step))}
    return [place[name] for name in names]


def in_order(*, seed: str, names: Sequence[str], source: str = "ticket", first: str = "lowest") -> list[int]:
    """Places of the names (0 is the first) in the order drawn; equal keys by name, then by place."""
    keys = order_keys(seed=seed, names=names, source=source, first=first)
    return sorted(range(len(names)), key=lambda place: (keys[place], names[place], place))


def ring_seed(seed: str, size: int) -> tuple[int, int]:
    """Start and step of a seed `start,step`. Raises ValueError when either is not from 1 to `size`."""
    found = RING_SEED.fullmatch(seed)
    if not found:
        raise ValueError("the seed of a ring is start and step: 6,3")
    start, step = int(found[1]), int(found[2])
    if not (1 <= start <= size and 1 <= step <= size):
        raise ValueError(f"start and step are numbers from 1 to {size}")
    return start, step


def ring(size: int, *, start: int, step: int) -> list[int]:
    """Numbers 1…size in the order in which they leave the ring: the start, then every step-th of those still in it.

    Blocks of at most 2·√size numbers, so that a hundred thousand numbers take a moment.
    """
    width = max(1, int(size**0.5))
    blocks = [list(range(low, min(low + width, size + 1))) for low in range(1, size + 1, width)]
    gone, at, left = [], start - 1, size
    while left:
        place = at
        for block in blocks:
            if place < len(block):
                gone.append(block.pop(place))
                break
            place -= len(block)
        left -= 1
        if left:
            at = (at + step - 1) % left
    return gone
