"""Seeds made in public: digits typed by two people, and sealed shares of witnesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from junheng.ground.draws.engine.cells import normal
from junheng.ground.kernel.findings import Finding, Refused


def agreed(first: str, second: str) -> str:
    """The seed that two people typed. Raises Refused with the first place in which they differ, or when it is empty."""
    one, other = normal(first), normal(second)
    if not one or not other:
        raise Refused(Finding("seed-empty", "The seed is empty.", "Read the balls out again; both type what was drawn."))
    if one != other:
        place = next((count for count, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                     min(len(one), len(other)))
        raise Refused(Finding(
            "seed-differs", "The two entries differ from character %(place)s on.",
            "Nothing has been drawn. Look at the balls again; both type the seed once more.", values={"place": place + 1},
        ))
    return one


def sealed(share: str) -> str:
    """The seal of a witness's share, published before the draw."""
    return sha256(normal(share).encode()).hexdigest()


def misfits(seals: Sequence[str], shares: Sequence[str | None]) -> list[int]:
    """Places (0 is the first) of shares that are missing or do not fit their seal."""
    return [place for place, seal in enumerate(seals)
            if place >= len(shares) or not shares[place] or sealed(str(shares[place])) != seal]


def joined(made: Mapping[str, Any], shares: Sequence[str | None], *, balls: str = "") -> str:
    """The seed of sealed shares, by the rule of the notice (`seed_made`) for those that are missing or do not fit.

    `{"how": "shares", "seals": […], "missing": "leave_out", "needed": 2}` or `"missing": "balls"`: digits drawn in the
    hall stand in the place of each such share. Raises Refused when too few fit, or no digits were drawn.
    """
    seals = list(made["seals"])
    missing = misfits(seals, shares)
    if made.get("missing") == "balls":
        if missing and not normal(balls):
            raise Refused(Finding("share-missing", "Share %(number)s is missing or does not fit its seal.",
                                  "Draw digits in the hall in its place, as the notice says.",
                                  values={"number": missing[0] + 1}))
        parts = [normal(balls) if place in missing else normal(str(shares[place])) for place in range(len(seals))]
    else:
        parts = [normal(str(shares[place])) for place in range(len(seals)) if place not in missing]
        if len(parts) < made.get("needed", len(seals)):
            raise Refused(Finding("shares-few", "%(count)s of the sealed shares fit; the notice asks for %(needed)s.",
                                  "The draw cannot take place today. Publish a new notice with new seals.",
                                  values={"count": len(parts), "needed": made.get("needed", len(seals))}))
    return "-".join(parts)
