"""Checks as their files declare them, read into values; a file that says too little or too much is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.registry.values.checks import Check, Fix, Severity, Subject, Words

TEXTS = ("title", "why", "said", "remedy")
NEEDED = frozenset({"severity", "query", *TEXTS})
KNOWN = NEEDED | {"limits", "fix", "source"}


def declared(texts: Mapping[str, str]) -> dict[str, Check]:
    """Checks by id, from TOML texts by name, in the order of the files. Raises Refused with file and check."""
    found: dict[str, Check] = {}
    for name, text in texts.items():
        try:
            said = tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            raise wrong(name, "", "The file is not valid TOML: %(fault)s.", fault=str(fault)) from None
        subject = said.pop("subject", "")
        if subject not in set(Subject):
            raise wrong(name, "subject", "The file does not say what kind of record it is about.")
        for key, body in said.items():
            if key in found:
                raise wrong(name, key, "Two checks have the same name.")
            found[key] = check_of(name, key, Subject(subject), body)
    return found


def check_of(name: str, key: str, subject: Subject, body: Mapping[str, Any]) -> Check:
    """One check."""
    missing, unknown = sorted(NEEDED - body.keys()), sorted(body.keys() - KNOWN)
    if missing or unknown:
        raise wrong(name, key, "Missing or unknown: %(keys)s.", keys=", ".join([*missing, *unknown]))
    if body["severity"] not in set(Severity):
        raise wrong(name, key, "“%(value)s” is no severity.", value=str(body["severity"]))
    if "fix" in body and body["fix"] not in set(Fix):
        raise wrong(name, key, "“%(value)s” is no ready fix.", value=str(body["fix"]))
    words = {each: Words(**body[each]) for each in TEXTS}
    return Check(id=key, subject=subject, severity=Severity(body["severity"]), query=str(body["query"]),
                 limits=tuple(body.get("limits", ())), fix=Fix(body["fix"]) if "fix" in body else None,
                 source=str(body.get("source", "")), **words)


def wrong(name: str, key: str, message: str, **values: str) -> Refused:
    """A refusal that names file and check."""
    return Refused(Finding(code="checks/declared", message=message, remedy="Correct the file and load it again.",
                           place=Place(file=name, column=key or None), values=values))
