"""What every page shows: the bureau, the day, the rooms, the person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from junheng.ground.notify.queries import unread
from junheng.ground.people.access import may_at_all, reach
from junheng.ground.people.queries import person_of, role_label
from junheng.ground.people.values import Person
from junheng.ground.units.models import Unit
from junheng.ground.units.values import Kind

# The rail: key, message id of the name, address; rooms that are not built yet have no address.
RAIL = (
    ("home", "Home", "/"), ("mine", "To do", "/plans/mine/"), ("plans", "Tasks", "/plans/"), ("data", "Data", "/registry/"), (None, "", ""),
    ("indicators", "Monitoring", ""), ("places", "Places", ""), ("draws", "Draws", "/draws/"), ("admissions", "Admissions", ""), ("classes", "Classes", ""),
    ("timetable", "Timetable", ""), ("staff", "Staff", ""), ("quality", "Quality", ""), ("wellbeing", "Wellbeing", ""),
    ("support", "Aid", ""), ("safety", "Safety", ""), ("supervision", "Supervision", ""), ("resources", "Resources", ""),
    ("finance", "Money", ""),
)

# The rail of those who run the house and see no business of it.
KEEPERS_RAIL = (
    ("home", "Home", "/"), ("units", "Units", "/units/"), ("people", "Accounts", "/people/"), ("audit", "Audit", "/audit/"),
)
DOCK = (("mine", "To do", "/plans/mine/"), ("plans", "Tasks", "/plans/"))
OBJECTS = {"people": "people/account", "audit": "audit/entry"}


def house(request: HttpRequest) -> dict[str, Any]:
    """The frame of every page. Nothing is asked of the database before a template shows it."""
    return {
        "bureau": SimpleLazyObject(bureau),
        "today": getattr(request, "today", None),
        "demonstration": bool(settings.TODAY),
        "rail": SimpleLazyObject(lambda: rail(request)),
        "dock": SimpleLazyObject(lambda: dock(request)),
        "works": SimpleLazyObject(lambda: works(request)),
        "who": SimpleLazyObject(lambda: who(request)),
        "unread": SimpleLazyObject(lambda: unread(request.user.pk) if signed_in(request) else 0),
    }


def rail(request: HttpRequest) -> tuple[tuple[str | None, str, str], ...]:
    """The rooms for whoever works in them; for administrators what they look after, and the auditor both."""
    person = asking(request)
    kept = tuple(line for line in KEEPERS_RAIL if line[0] not in OBJECTS or sees(person, OBJECTS[line[0]]))
    if not works(request):
        return kept
    return (*RAIL, (None, "", ""), *(line for line in kept if line[0] in OBJECTS)) if sees(person, "audit/entry") else RAIL


def dock(request: HttpRequest) -> tuple[tuple[str | None, str, str], ...]:
    """The two places at the foot of a phone, before messages and oneself."""
    if works(request):
        return DOCK
    return tuple(line for line in reversed(rail(request)) if line[0] in {"units", *OBJECTS})[:2]


def works(request: HttpRequest) -> bool:
    """Whether there can be tasks for the person: administrators have none."""
    return may_at_all(asking(request), "see", "plans/commitment")


def sees(person: Person, kind: str) -> bool:
    """Whether the person sees everything of a kind, not only their own."""
    return reach(person, "see", kind).everything


def signed_in(request: HttpRequest) -> bool:
    """Whether somebody is signed in."""
    return bool(getattr(request, "user", None)) and request.user.is_authenticated


def bureau() -> str:
    """The bureau's name; the house's own while there is none."""
    found = Unit.objects.filter(kind=Kind.BUREAU).order_by("pk").values_list("name", flat=True).first()
    return found or "均衡 Junheng"


def who(request: HttpRequest) -> dict[str, str]:
    """The signed-in person's name and first role."""
    if not signed_in(request):
        return {}
    person = asking(request)
    roles = [role_label(held.role) for held in person.appointments]
    return {"name": person.name, "role": roles[0] if roles else ""}


def asking(request: HttpRequest) -> Person:
    """The signed-in person, asked of the database once a request."""
    person: Person | None = getattr(request, "_person", None)
    if person is None:
        person = person_of(request.user, request.today)  # type: ignore[attr-defined]
        request._person = person  # type: ignore[attr-defined]
    return person
