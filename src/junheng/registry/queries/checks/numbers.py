"""Checks of identity and roll numbers. What is found is never the number itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from junheng.ground.sheets.intake.cells import checked
from junheng.registry.engine.numbers import born_of, sex_of
from junheng.registry.queries.checks.asked import Ask, Numbered, query
from junheng.registry.values import Stage
from junheng.registry.values.checks import Met


def met(rows: Iterable[Numbered], wrong: Callable[[Numbered], bool]) -> Iterator[Met]:
    """Those with an identity number of whom something is wrong."""
    return (Met(row.id, row.school) for row in rows if row.identity and wrong(row))


def of_another_day(row: Numbered) -> bool:
    """Whether the number has another day of birth than the record; a number that holds no day is met by its check digit."""
    born = born_of(row.identity)
    return born is not None and born != row.born


def of_another_sex(row: Numbered) -> bool:
    """Whether the number has another sex than the record."""
    return sex_of(row.identity) not in {None, row.sex}


def impossible(row: Numbered) -> bool:
    """Whether the number cannot be one: its length, its day of birth or its last character."""
    return len(row.identity) != 18 or not row.identity[:17].isdecimal() or born_of(row.identity) is None or not checked(row.identity)


@query
def pupil_born_otherwise(ask: Ask) -> Iterator[Met]:
    """Pupils whose identity number has another day of birth."""
    return met(ask.pupils, of_another_day)


@query
def pupil_of_other_sex(ask: Ask) -> Iterator[Met]:
    """Pupils whose identity number has another sex."""
    return met(ask.pupils, of_another_sex)


@query
def pupil_number_impossible(ask: Ask) -> Iterator[Met]:
    """Pupils whose identity number cannot be one."""
    return met(ask.pupils, impossible)


@query
def member_born_otherwise(ask: Ask) -> Iterator[Met]:
    """Members of staff whose identity number has another day of birth."""
    return met(ask.members, of_another_day)


@query
def member_of_other_sex(ask: Ask) -> Iterator[Met]:
    """Members of staff whose identity number has another sex."""
    return met(ask.members, of_another_sex)


@query
def member_number_impossible(ask: Ask) -> Iterator[Met]:
    """Members of staff whose identity number cannot be one."""
    return met(ask.members, impossible)


@query
def roll_number_of_another(ask: Ask) -> Iterator[Met]:
    """Pupils whose roll number (G and the identity number) does not belong to their identity number."""
    return met(ask.pupils, lambda row: row.roll.startswith("G") and row.roll[1:] != row.identity)


@query
def roll_number_missing(ask: Ask) -> Iterator[Met]:
    """Pupils above kindergarten without a roll number."""
    above = set(ask.places.exclude(stage=Stage.KINDERGARTEN.value).values_list("pupil_id", flat=True))
    return (Met(row.id, row.school) for row in ask.pupils if not row.roll and row.id in above)
