"""People as everybody above sees them: a person with appointments and the units within reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from junheng.ground.units.values import TAUGHT_AT, Kind


class Role(StrEnum):
    """What an account is appointed to at a unit."""

    HEAD = "head"
    DEPUTY = "deputy"
    OFFICE = "office"
    SECTION_CHIEF = "section_chief"
    OFFICER = "officer"
    CENTRAL_SCHOOL_HEAD = "central_school_head"
    SCHOOL_HEAD = "school_head"
    CLERK = "clerk"
    TEACHER = "teacher"
    INSPECTOR = "inspector"
    REGISTRAR = "registrar"
    PERSONNEL = "personnel"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def label(self) -> str:
        """English message id of the role."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.HEAD: "Head of bureau",
    Role.DEPUTY: "Deputy in charge",
    Role.OFFICE: "Office",
    Role.SECTION_CHIEF: "Section chief",
    Role.OFFICER: "Section officer",
    Role.CENTRAL_SCHOOL_HEAD: "Head of central school",
    Role.SCHOOL_HEAD: "Head of school",
    Role.CLERK: "Records officer",
    Role.TEACHER: "Teacher",
    Role.INSPECTOR: "Inspector",
    Role.REGISTRAR: "Registrar of pupils",
    Role.PERSONNEL: "Keeper of staff records",
    Role.AUDITOR: "Auditor",
    Role.SYSTEM_ADMIN: "System administrator",
    Role.SECURITY_ADMIN: "Security administrator",
    Role.AUDIT_ADMIN: "Audit administrator",
}

# 三员分立: one account holds at most one of these, and then nothing else (GB/T 22239-2019, level 3).
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

# Roles that may not work without a second factor.
POWERFUL = ADMINISTRATORS | {Role.HEAD, Role.DEPUTY, Role.OFFICE}


# The kinds of units at which a role can be held.
_IN_BUREAU = frozenset({Kind.BUREAU, Kind.LEADER, Kind.SECTION, Kind.INSTITUTION})
ROLE_KINDS: dict[Role, frozenset[Kind]] = {
    Role.HEAD: frozenset({Kind.BUREAU, Kind.LEADER}),
    Role.DEPUTY: frozenset({Kind.LEADER}),
    Role.OFFICE: _IN_BUREAU - {Kind.LEADER},
    Role.SECTION_CHIEF: _IN_BUREAU - {Kind.LEADER},
    Role.OFFICER: _IN_BUREAU - {Kind.LEADER},
    Role.CENTRAL_SCHOOL_HEAD: frozenset({Kind.CENTRAL_SCHOOL}),
    Role.SCHOOL_HEAD: TAUGHT_AT,
    Role.CLERK: TAUGHT_AT | {Kind.CENTRAL_SCHOOL, Kind.INSTITUTION},
    Role.TEACHER: TAUGHT_AT | {Kind.CENTRAL_SCHOOL, Kind.INSTITUTION},
    Role.INSPECTOR: _IN_BUREAU | TAUGHT_AT | {Kind.COUNTY, Kind.CENTRAL_SCHOOL},
    Role.REGISTRAR: _IN_BUREAU | TAUGHT_AT | {Kind.CENTRAL_SCHOOL},
    Role.PERSONNEL: _IN_BUREAU | TAUGHT_AT | {Kind.CENTRAL_SCHOOL},
    Role.AUDITOR: _IN_BUREAU | {Kind.COUNTY, Kind.OUTSIDE},
    Role.SYSTEM_ADMIN: _IN_BUREAU | {Kind.COUNTY},
    Role.SECURITY_ADMIN: _IN_BUREAU | {Kind.COUNTY},
    Role.AUDIT_ADMIN: _IN_BUREAU | {Kind.COUNTY},
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role held at a unit. `below` is the unit and everything below it in the managing tree."""

    id: int
    role: Role
    unit_id: int
    since: date
    until: date | None
    below: frozenset[int]


@dataclass(frozen=True, slots=True)
class Within:
    """What a token leaves of its owner's rights: these verbs on these kinds of objects, and with `unit_ids` at these units alone."""

    verbs: frozenset[str]
    kinds: frozenset[str]
    unit_ids: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An account on one day, with what it holds. Rights are asked of `people.access`, without queries.

    `scope` is the ids of the units of all its appointments and of all units below them; `within` is set where a program acts.
    """

    account_id: int
    username: str
    name: str
    language: str
    appointments: tuple[Held, ...]
    scope: frozenset[int]
    second_factor: bool = False
    within: Within | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held, at whatever unit."""
        return frozenset(held.role for held in self.appointments)

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units at which anything is held, without those below."""
        return frozenset(held.unit_id for held in self.appointments)

    @property
    def is_powerful(self) -> bool:
        """Whether a role is held that needs a second factor."""
        return not POWERFUL.isdisjoint(self.roles)

    def holds(self, *roles: Role) -> bool:
        """Whether any of these roles is held."""
        return any(held.role in roles for held in self.appointments)

    def units_of(self, role: Role) -> frozenset[int]:
        """The units at which this role is held."""
        return frozenset(held.unit_id for held in self.appointments if held.role is role)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role at a unit: for lists to choose from, reminders and escalation."""

    account_id: int
    name: str
    role: Role
    unit_id: int


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account as the administrators see it."""

    account_id: int
    username: str
    name: str
    email: str
    language: str
    is_active: bool
    must_change_password: bool
    second_factor: bool
    created: datetime
    last_login: datetime | None
    appointments: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One signed-in session of an account. The session key itself is never shown."""

    id: int
    account_id: int
    address: str
    browser: str
    since: datetime
    last_seen: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account. The temporary password is shown once; None where one was chosen at the console."""

    account_id: int
    temporary_password: str | None


def separate(roles: Iterable[Role]) -> bool:
    """Whether these roles may meet in one account: an administrator's role stands alone."""
    held = set(roles)
    return ADMINISTRATORS.isdisjoint(held) or len(held) == 1


class TokenScope(StrEnum):
    """What a token may do of what its owner may."""

    READ = "read"
    WRITE = "write"

    @property
    def label(self) -> str:
        """English message id."""
        return {"read": "See only", "write": "See and change"}[self.value]

    @property
    def verbs(self) -> frozenset[str]:
        """The verbs of the access table that it leaves."""
        return frozenset({"see"} if self is TokenScope.READ else {"see", "change", "approve"})


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A token as its owner sees it; the token itself is shown once, when it is made."""

    id: int
    name: str
    scope: TokenScope
    kinds: frozenset[str]
    unit_id: int | None
    created_at: datetime
    expires_on: date
    revoked: bool
    last_used_on: date | None


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whoever acts by a token."""

    token_id: int
    person: Person
    scope: TokenScope

    def __str__(self) -> str:
        return f"token {self.token_id}"
