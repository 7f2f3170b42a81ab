"""The access table as data: read from access_table.toml, checked, and written out as docs/access.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

from junheng.ground.people.values import Role

FILE = "access_table.toml"
ANYONE = "anyone"
Verb = Literal["see", "change", "approve"]
VERBS: tuple[Verb, ...] = get_args(Verb)


class Scope(StrEnum):
    """How far a right reaches; each one holds what the one before it holds."""

    OWN = "own"
    UNIT = "unit"
    BELOW = "below"
    COUNTY = "county"


SCOPE_WORDS = {
    Scope.OWN: "own cases only",
    Scope.UNIT: "own unit",
    Scope.BELOW: "unit and below",
    Scope.COUNTY: "whole county",
}


@dataclass(frozen=True, slots=True)
class ObjectKind:
    """One kind of object: what the verbs mean for it, and which of its units count."""

    id: str
    title: str
    units: str
    meanings: Mapping[Verb, str]
    scopes: Mapping[tuple[str, Verb], Scope]


@dataclass(frozen=True, slots=True)
class AccessTable:
    """All kinds of objects by id, and the roles' Chinese names for the page."""

    kinds: Mapping[str, ObjectKind]
    roles: Mapping[str, str]

    def scope(self, role: str, verb: Verb, kind: str) -> Scope | None:
        """How far `role` (or "anyone") may `verb` objects of `kind`; None: not at all.

        Raises KeyError for a kind that the table does not know: such a question is a slip in the code.
        """
        return self.kinds[kind].scopes.get((role, verb))


@lru_cache(maxsize=1)
def access_table() -> AccessTable:
    """The table as shipped. Raises ValueError when the file contradicts itself."""
    text = files("junheng.ground.people").joinpath(FILE).read_text(encoding="utf-8")
    return read_table(tomllib.loads(text))


def read_table(read: Mapping[str, Any]) -> AccessTable:
    """The table from its parsed TOML. Raises ValueError and names the line that is wrong."""
    roles = dict(read["roles"])
    if set(roles) != {role.value for role in Role}:
        raise ValueError(
            f"{FILE}: [roles] names each role once: {sorted(set(roles) ^ {r.value for r in Role})}"
        )
    kinds = {}
    for kind_id, entry in read.items():
        if kind_id == "roles":
            continue
        scopes: dict[tuple[str, Verb], Scope] = {}
        for verb, scope, role in _named(entry):
            if role != ANYONE and role not in roles:
                raise ValueError(f"{FILE}: {kind_id}: no role {role}")
            if (role, verb) in scopes:
                raise ValueError(f"{FILE}: {kind_id}: {role} stands twice under {verb}")
            scopes[role, verb] = scope
        kinds[kind_id] = ObjectKind(
            id=kind_id,
            title=entry["title"],
            units=entry["units"],
            meanings={verb: entry[f"{verb}_means"] for verb in VERBS},
            scopes=scopes,
        )
    return AccessTable(kinds=kinds, roles=roles)


def _named(entry: Mapping[str, Any]) -> Iterator[tuple[Verb, Scope, str]]:
    for verb in VERBS:
        for scope, roles in entry.get(verb, {}).items():
            for role in roles:
                yield verb, Scope(scope), role


def as_markdown(table: AccessTable) -> str:
    """The page docs/access.md: first every role against every kind, then each kind in words."""
    lines = [
        "# Who may do what",
        "",
        "Made from `src/junheng/ground/people/access_table.toml` by `tools/access_doc.py`; do not edit by hand.",
        "",
        "A right reaches as far as: "
        + ", ".join(f"**{scope.value}** ({SCOPE_WORDS[scope]})" for scope in Scope)
        + ". Each holds what the one before it holds. Below means below in the managing tree. Somebody with"
        " several appointments may do what any one of them allows, each at its own unit. What is not named is"
        " not allowed. The code asks `may(person, verb, kind, unit_ids=…, owner_id=…)` in"
        " `junheng.ground.people.access`; lists are cut by `reach(person, verb, kind)`.",
        "",
        "System, security and audit administrator are kept apart (三员分立): an account holds at most one of"
        " the three, and then no other role. None of them sees a plan, a task or a proof.",
        "",
        "## All kinds",
        "",
        "See / change / approve. – means no.",
        "",
        "| Object | " + " | ".join(_role_title(table, role) for role in _columns()) + " |",
        "|---|" + "---|" * len(_columns()),
    ]
    for kind in table.kinds.values():
        lines.append(f"| `{kind.id}` | " + " | ".join(_cell(table, kind, role) for role in _columns()) + " |")
    for kind in table.kinds.values():
        lines += ["", *_section(table, kind)]
    return "\n".join(lines) + "\n"


def _columns() -> list[str]:
    return [ANYONE, *(role.value for role in Role)]


def _role_title(table: AccessTable, role: str) -> str:
    return "Anyone signed in" if role == ANYONE else f"{Role(role).label} {table.roles[role]}"


def _cell(table: AccessTable, kind: ObjectKind, role: str) -> str:
    scopes = [table.scope(role, verb, kind.id) for verb in VERBS]
    return "–" if not any(scopes) else " / ".join(scope.value if scope else "–" for scope in scopes)


def _section(table: AccessTable, kind: ObjectKind) -> list[str]:
    lines = [
        f"## `{kind.id}`",
        "",
        f"{kind.title}. Units that count: {kind.units}.",
        "",
        *(f"- **{verb}**: {kind.meanings[verb]}" for verb in VERBS),
        "",
        "| Role | See | Change | Approve |",
        "|---|---|---|---|",
    ]
    for role in _columns():
        scopes = [table.scope(role, verb, kind.id) for verb in VERBS]
        if any(scopes):
            cells = " | ".join(SCOPE_WORDS[scope] if scope else "–" for scope in scopes)
            lines.append(f"| {_role_title(table, role)} | {cells} |")
    return lines
