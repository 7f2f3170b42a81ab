"""A round tried out: each mechanism over many seeds, as tables for the bureau."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from junheng.ground.draws.values import FrozenList
from junheng.ground.kernel.findings import Refused
from junheng.rooms.admissions import engine, sheets
from junheng.rooms.admissions.queries.rounds import Files, FrozenRound, frozen_round
from junheng.rooms.admissions.values import Mechanism, Round

MECHANISMS = ("mechanism", "group", "applicants", "placed", "first_choice", "better", "worse", "passed_over")
SCHOOLS = ("mechanism", "school_code", "group", "chosen_by", "admitted", "odds", "full_in", "latest_tier_from", "latest_tier_to")
ODDS = ("mechanism", "applicant_id", "choice", "school_code", "met", "of")


def simulated(files: Files, settings: bytes | None, *, seeds: int, mechanism: str | None = None) -> dict[str, bytes]:
    """This will run a round under each mechanism with the seeds S1…SN: mechanisms.csv, schools.csv, odds.csv.

    The county's own mechanism comes first, the others are held against it; parallel choices are left out where there are
    no scores. Raises Refused as for the round itself.
    """
    own = frozen_round(files, settings, mechanism=mechanism)
    frozen = scored(files, settings) or own
    rounds = {}
    for each in dict.fromkeys((Mechanism(own.rules["mechanism"]), *Mechanism)):
        if each is not Mechanism.SCORE_PARALLEL or "score" in frozen.sheets["applicants"].frozen.columns:
            rounds[each] = engine.build({**own.rules, "mechanism": each, "source": "ticket"}, "S1", frozen.lists)
    names = [f"S{count}" for count in range(1, seeds + 1)]
    found = engine.trials(rounds, frozen.sheets["applicants"].frozen, own.rules, seeds=names)
    groups, tiers = groups_of(frozen.sheets["applicants"].frozen), tiers_of(own)
    return {
        "mechanisms.csv": sheets.as_csv(MECHANISMS, by_group(rounds, found, groups, seeds)),
        "schools.csv": sheets.as_csv(SCHOOLS, by_school(rounds, found, groups, tiers, frozen.lists, seeds)),
        "odds.csv": sheets.as_csv(ODDS, (
            (mechanism, name, number, frozen.lists["schools"].ids[held.school[at]], int(found[mechanism].met[at]), seeds)
            for mechanism, held in rounds.items() for one, name in enumerate(frozen.lists["applicants"].ids)
            for number, at in enumerate(held.choices(one), start=1))),
    }


def scored(files: Files, settings: bytes | None) -> FrozenRound | None:
    """The round with its scores, where it has some."""
    try:
        return frozen_round(files, settings, mechanism=Mechanism.SCORE_PARALLEL)
    except Refused:
        return None


def groups_of(applicants: FrozenList) -> list[str]:
    """Names of the groups by their number in the round; the first is of those in none."""
    return ["", *dict.fromkeys(filter(None, applicants.column("group")))]


def tiers_of(frozen: FrozenRound) -> list[int]:
    """Tiers as the list of priorities writes them, by their number in the round."""
    held = frozen.lists.get("priorities")
    return [0, *sorted({int(cell) for cell in held.column("tier")})] if held else [0, 1]


def mean(total: int, seeds: int) -> str:
    """A mean over all seeds in at most ten digits."""
    return f"{total / seeds:.10g}"


def by_group(rounds: Mapping[Mechanism, Round], found: Mapping[Mechanism, engine.Trials], groups: list[str],
             seeds: int) -> Iterator[tuple[Any, ...]]:
    """A line for each mechanism and group: means over all seeds."""
    for mechanism, held in rounds.items():
        kept = found[mechanism]
        sizes = [held.group.count(group) for group in range(len(groups))]
        for group, name in enumerate(groups):
            if sizes[group]:
                yield (mechanism, name, sizes[group], *(mean(int(column[group]), seeds) for column in (
                    kept.placed, kept.first_choice, kept.better, kept.worse, kept.passed_over)))


def by_school(rounds: Mapping[Mechanism, Round], found: Mapping[Mechanism, engine.Trials], groups: list[str], tiers: list[int],
              lists: Mapping[str, FrozenList], seeds: int) -> Iterator[tuple[Any, ...]]:
    """A line for each mechanism, school and group: who chose it, who got it, how often it was full, the latest tier called."""
    for mechanism, held in rounds.items():
        kept, chosen, met = found[mechanism], {}, {}
        for one in range(held.applicants):
            for at in held.choices(one):
                if held.tier[at]:
                    kind = (held.school[at], held.group[one])
                    chosen[kind] = chosen.get(kind, 0) + 1
                    met[kind] = met.get(kind, 0) + int(kept.met[at])
        for school, code in enumerate(lists["schools"].ids):
            latest = [tiers[tier] for tier in kept.latest_tier[:, school].tolist() if tier]
            for group, name in enumerate(groups):
                if (school, group) in chosen:
                    count, got = chosen[school, group], met[school, group]
                    yield (mechanism, code, name, count, mean(got, seeds), mean(got, seeds * count), int(kept.full[school]),
                           min(latest, default=""), max(latest, default=""))
