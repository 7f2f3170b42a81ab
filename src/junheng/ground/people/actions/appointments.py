"""The verbs of appointments: who holds which role at which unit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from junheng.ground.audit import actions as audit
from junheng.ground.people import models
from junheng.ground.people.actions.shared import check, end, opened_account, refused, signature
from junheng.ground.people.values import ADMINISTRATORS, ROLE_KINDS, Person, Role, separate
from junheng.ground.units.models import Unit
from junheng.ground.units.values import Kind

APPOINTMENT = "people/appointment"


@transaction.atomic
def appoint(
    *,
    account_id: int,
    role: Role,
    unit_id: int,
    since: date,
    by: Person | None,
    at: datetime,
    until: date | None = None,
) -> int:
    """This will appoint an account to a role at a unit; returns the appointment's id.

    Raises Refused: for one's own account, a closed unit, a unit of another kind, the same appointment twice,
    and wherever an administrator's role would not stand alone (三员分立).
    """
    check(by, "change", APPOINTMENT)
    account = opened_account(account_id)
    role = Role(role)
    if by is not None and by.account_id == account_id:
        raise refused(
            "people/own-appointment", "Nobody appoints oneself.", "Ask another security administrator."
        )
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or unit.since > since or (unit.until is not None and unit.until <= since):
        raise refused(
            "people/unit-not-there",
            "The unit does not exist on %(day)s.",
            "Choose another unit or another day.",
            day=since.isoformat(),
        )
    if Kind(unit.kind) not in ROLE_KINDS[role]:
        raise refused(
            "people/unit-of-another-kind",
            "This role is not held at %(unit)s.",
            "Choose a unit of the right kind.",
            unit=unit.name,
        )
    if until is not None and until <= since:
        raise refused("people/days", "The appointment ends before it begins.", "Give a later end.")
    meanwhile = models.Appointment.objects.filter(account=account).filter(
        Q(until__isnull=True) | Q(until__gt=since)
    )
    if until is not None:
        meanwhile = meanwhile.filter(since__lt=until)
    check_beside(account, list(meanwhile), role, unit)
    row = models.Appointment.objects.create(
        account=account, role=role.value, unit=unit, since=since, until=until
    )
    _say_appointed("%(name)s was appointed %(role_word)s at %(unit)s.", row, account, unit, by, at)
    return row.pk


def check_beside(account: models.Account, rows: list[models.Appointment], role: Role, unit: Unit) -> None:
    """Raises Refused where a role cannot stand beside the appointments that are held at the same time."""
    if any(row.role == role.value and row.unit_id == unit.pk for row in rows):
        raise refused(
            "people/appointed",
            "%(name)s holds this role at %(unit)s already.",
            "End the other appointment first.",
            name=account.name,
            unit=unit.name,
        )
    if not separate([*(Role(row.role) for row in rows), role]) or (role in ADMINISTRATORS and rows):
        raise refused(
            "people/administrators-apart",
            "System, security and audit administrator are kept apart from each other and from every other role.",
            "Open an account of its own for the administrator's role.",
        )


@transaction.atomic
def end_appointment(*, appointment_id: int, until: date, by: Person | None, at: datetime) -> None:
    """This will end an appointment: `until` is the first day without it. Nobody ends one's own."""
    check(by, "change", APPOINTMENT)
    row = models.Appointment.objects.select_for_update().filter(pk=appointment_id).first()
    if row is None or (row.until is not None and row.until <= until):
        raise refused(
            "people/appointment-ended", "There is no such appointment any more.", "Look at the list again."
        )
    if by is not None and by.account_id == row.account_id:
        raise refused(
            "people/own-appointment", "Nobody appoints oneself.", "Ask another security administrator."
        )
    account, unit = row.account, row.unit
    end(row, until)
    _say_appointed("%(name)s is no longer %(role_word)s at %(unit)s.", row, account, unit, by, at)


def _say_appointed(
    sentence: str,
    row: models.Appointment,
    account: models.Account,
    unit: Unit,
    by: Person | None,
    at: datetime,
) -> None:
    actor_id, actor_name = signature(by)
    audit.say(
        sentence,
        values={"name": account.name, "role_word": Role(row.role).label, "unit": unit.name},
        by=actor_id,
        by_name=actor_name,
        at=at,
        kind=APPOINTMENT,
        ref=str(account.pk),
        rows=[
            {
                "id": row.pk,
                "account_id": account.pk,
                "role": row.role,
                "unit_id": unit.pk,
                "since": row.since,
                "until": row.until,
            }
        ],
    )
