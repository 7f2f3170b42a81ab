"""Single values as people type them into a form, read by the same rules as the cells of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from junheng.ground.kernel.findings import Finding, Place
from junheng.ground.sheets.intake import Field, Kind, Value
from junheng.ground.sheets.intake.cells import Fault, value_of


def typed(fields: Iterable[Field], given: Mapping[str, str]) -> tuple[dict[str, Value], list[Finding]]:
    """The values of some fields, and what is wrong, each at its field."""
    values: dict[str, Value] = {}
    wrong: list[Finding] = []
    for field in fields:
        text = given.get(field.key, "")
        found = value_of(text, field)
        if isinstance(found, Fault):
            told: dict[str, str | int] = {"value": text[:40], "title": field.title, "least": field.least, "most": field.most, "choices": choices_of(field)}
            wrong.append(Finding(code=f"import/{found.code}", message=found.message, remedy=found.remedy, values=told, place=Place(column=field.key)))
        else:
            values[field.key] = found
    return values, wrong


def choices_of(field: Field) -> str:
    """The words that may be written."""
    return "、".join(dict.fromkeys(word for word in field.choices if not word.isascii()))


def words_by_code(field: Field) -> dict[str, str]:
    """The first word of each choice, by its code, in the order of the codes."""
    found: dict[str, str] = {}
    for word, code in field.choices.items():
        if not word.isascii():
            found.setdefault(code, word)
    return found


def written(value: Value, field: Field) -> str:
    """A value as people write it, the first word of a choice."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.CHOICE:
        return next((word for word, code in field.choices.items() if code == value), str(value))
    if field.kind is Kind.YES:
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)


def read(text: str, field: Field) -> Value:
    """The value that `written` wrote; None for nothing."""
    found = value_of(text, field)
    return None if isinstance(found, Fault) else found


def contradiction(values: Mapping[str, Value]) -> list[Finding]:
    """Date of birth and sex that are not those of the identity number."""
    number, found = str(values.get("identity_number") or ""), []
    born, sex = values.get("born"), values.get("sex")
    if number and isinstance(born, date) and f"{born:%Y%m%d}" != number[6:14]:
        found.append(Finding(code="import/birth-differs", message="The date of birth is not the one in the identity number.",
                             remedy="Compare both with the document.", place=Place(column="born")))
    if number and sex and (sex == "male") != (int(number[16]) % 2 == 1):
        found.append(Finding(code="import/sex-differs", message="The sex is not the one in the identity number.",
                             remedy="Compare both with the document.", place=Place(column="sex")))
    return found
