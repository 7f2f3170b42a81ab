"""What every table against the register has in common: its outcome, the school of a row, numbers that contradict a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from junheng.ground.sheets.intake import Reading, Refusal, Taken
from junheng.ground.sheets.intake import refuse as at_cell


@dataclass(slots=True)
class Plan:
    """What a table would do. Steps of `added` and `changed` have `row`, `changes` (key, before, after) and `moves`."""

    added: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many rows are added, changed, unchanged, refused."""
        return {"added": len(self.added), "changed": len(self.changed), "unchanged": self.unchanged,
                "refused": len({(each.sheet, each.row) for each in self.refusals})}


def school_of(reading: Reading, row: Taken, schools: Mapping[str, int], names: Mapping[int, str]) -> tuple[int | None, list[Refusal]]:
    """The school that a row names by code or by name; without either the one school within reach."""
    code, name = row.values.get("school_code"), row.values.get("school")
    said = str(code or name) if code or name else ""
    school = schools.get(said) if said else next(iter(names)) if len(names) == 1 else None
    if school is not None:
        return school, []
    if not said:
        return None, [at_cell(reading, row, "school_code", "no-school", "The row does not say which school.", "Fill in 学校标识码.")]
    return None, [at_cell(reading, row, "school_code" if code else "school", "not-your-school", "“%(school)s” is no school within your reach.",
                          "Correct the code or the name; pupils of other schools are brought in by those.", school=said[:40])]


def contradicted(reading: Reading, row: Taken) -> list[Refusal]:
    """Date of birth and sex that are not those of the identity number."""
    found, values = [], row.values
    number = str(values.get("identity_number") or "")
    if number and f"{values['born']:%Y%m%d}" != number[6:14]:
        found.append(at_cell(reading, row, "born", "birth-differs", "The date of birth is not the one in the identity number.",
                             "Compare both with the document."))
    if number and (values["sex"] == "male") != (int(number[16]) % 2 == 1):
        found.append(at_cell(reading, row, "sex", "sex-differs", "The sex is not the one in the identity number.",
                             "Compare both with the document."))
    return found
