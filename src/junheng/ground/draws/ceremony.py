"""The steps of a ceremony, read from ceremony.toml, in the order in which they are held."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

STEP_LABELS = {
    "posted": "List and rules posted on paper and on line",
    "invited": "Witnesses here and signed in",
    "tested": "Notary reports on the test of the software",
    "machine": "Off-line laptop and new memory stick shown",
    "imported": "Data imported, numbers and digest read aloud",
    "looked_up": "Two parents looked up their own child",
    "tried": "Trial run on a copy",
    "seeded": "Seed made in public and entered twice",
    "run": "Draw run",
    "signed": "Result printed and signed page by page",
    "published": "Result posted at the gate and on line",
}
HALL_LABELS = {
    "post": "List posted", "look_up": "Parents look up", "trial": "Trial run on a copy", "seed": "Seed made", "run": "Run",
    "result": "Result",
}


@dataclass(frozen=True, slots=True)
class CeremonyStep:
    """One step: the part of the hall screen it stands in, and what is written down by hand, if anything."""

    code: str
    hall: str
    asks: str
    optional: bool

    @property
    def label(self) -> str:
        """English message id."""
        return STEP_LABELS[self.code]


@lru_cache(maxsize=1)
def ceremony() -> tuple[CeremonyStep, ...]:
    """All steps in their order. Raises KeyError for a step without a name."""
    text = files("junheng.ground.draws").joinpath("ceremony.toml").read_text(encoding="utf-8")
    steps = tuple(CeremonyStep(each["code"], each["hall"], each["asks"], each.get("optional", False))
                  for each in tomllib.loads(text)["step"])
    if not all(step.label and HALL_LABELS[step.hall] for step in steps):
        raise KeyError("a step without a name")
    return steps


def step(code: str) -> CeremonyStep:
    """The step with a code. Raises KeyError."""
    return {each.code: each for each in ceremony()}[code]
