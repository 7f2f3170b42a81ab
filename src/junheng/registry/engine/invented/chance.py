"""Chance from a seed alone: SHA-256 in counter mode over the tickets of ground/draws, whole numbers only.

Block i of the stream `name` is ticket(seed, "name/i"): 32 bytes, read as eight numbers of 32 bits, highest byte first.
Each column of each table has a stream of its own, so that a new column changes no other. No floating point: the same
numbers on every machine and every Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy
from numpy.typing import NDArray

Ints = NDArray[numpy.int64]
WORDS = 8  # numbers of one block


@dataclass(frozen=True, slots=True)
class Chance:
    """All streams of one seed."""

    seed: str

    def bits(self, name: str, count: int) -> Ints:
        """`count` numbers of 32 bits, evenly spread."""
        begun = sha256(f"{self.seed},{name}/".encode())
        blocks = []
        for number in range(-(-count // WORDS)):
            block = begun.copy()
            block.update(b"%d" % number)
            blocks.append(block.digest())
        return numpy.frombuffer(b"".join(blocks), dtype=">u4")[:count].astype(numpy.int64)

    def below(self, name: str, limit: int | Ints, count: int) -> Ints:
        """`count` whole numbers from 0 up to, without, `limit` (one, or one for each; at most 2**31)."""
        return (self.bits(name, count) * limit) >> 32

    def between(self, name: str, low: int, high: int, count: int) -> Ints:
        """`count` whole numbers from `low` to `high`, both counted."""
        return low + self.below(name, high - low + 1, count)

    def share(self, name: str, per_mille: int | Ints, count: int) -> NDArray[numpy.bool_]:
        """True for about so many in a thousand."""
        return self.below(name, 1000, count) < per_mille

    def pick(self, name: str, weights: Sequence[int], count: int) -> Ints:
        """`count` places in a list of weights, heavier ones more often. Raises ValueError when all weigh nothing."""
        edges = numpy.cumsum(numpy.asarray(weights, dtype=numpy.int64))
        if not len(edges) or edges[-1] <= 0:
            raise ValueError(f"nothing to pick from: {name}")
        found: Ints = numpy.searchsorted(edges, self.below(name, int(edges[-1]), count), side="right").astype(numpy.int64)
        return found

    def around(self, name: str, middle: Ints, spread_per_mille: int | Ints, count: int) -> Ints:
        """Numbers about `middle` with a bell's shape: the sum of four even draws, three spreads at most to either side.

        `spread_per_mille` is the standard deviation in thousandths of the middle.
        """
        # Four even numbers of 0…2**16-1 have mean 2**17 and standard deviation about 37837.
        total = sum(((self.bits(f"{name}/{turn}", count) >> 16) for turn in range(4)), start=numpy.zeros(count, numpy.int64))
        off: Ints = middle * spread_per_mille * (total - 131070) // (37837 * 1000)
        return middle + off
