"""How units are reached, who is on duty, and which columns a person likes to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import refuse, take
from junheng.ground.units.queries import find_by_name, tree
from junheng.ground.units.values import UnitTree
from junheng.registry import access
from junheng.registry.models import Contact, DutyDay, OverviewChoice
from junheng.registry.values.directory import ROTA, DutySaid
from junheng.registry.values.overview import OverviewColumn

LONGEST_PHONE, LONGEST_NAME = 40, 60
UNIT = ROTA.unique[1]


def _say(sentence: str, unit_id: int, kind: str, by: Person, at: datetime, **values: Any) -> None:
    say(sentence, values=values, by=by.account_id, by_name=by.name, at=at, kind=kind, ref=str(unit_id))


@transaction.atomic
def set_contact(*, unit_id: int, phone: str, room: str, today: date, by: Person, at: datetime) -> None:
    """This will say how a unit is reached. Raises Denied, Refused."""
    access.check_may(by, "change", access.CONTACT, unit_ids=[unit_id])
    said = {"phone": " ".join(phone.split())[:LONGEST_PHONE], "room": " ".join(room.split())[:LONGEST_NAME]}
    Contact.objects.update_or_create(unit_id=unit_id, defaults={**said, "changed_at": at, "changed_by_id": by.account_id})
    _say("The duty telephone of %(unit)s is now %(phone)s.", unit_id, access.CONTACT, by, at, unit=tree(today).name(unit_id), phone=said["phone"] or "—")


@transaction.atomic
def fill_duty(*, unit_id: int, days: Mapping[date, DutySaid], today: date, by: Person, at: datetime) -> int:
    """This will write a unit's duty for these days, an empty one takes it away; how many days changed. Raises Denied, Refused."""
    access.check_may(by, "change", access.DUTY, unit_ids=[unit_id])
    return written({unit_id: days}, tree(today), by, at)


def written(duties: Mapping[int, Mapping[date, DutySaid]], units: UnitTree, by: Person, at: datetime) -> int:
    """This will write the duty of several units, each with its sentence; how many days changed."""
    changed = 0
    for unit_id, days in duties.items():
        held = {row.on: DutySaid(row.leader, row.person, row.phone) for row in DutyDay.objects.filter(unit=unit_id, on__in=days)}
        fresh = {on: said for on, said in days.items() if said != held.get(on, DutySaid("", "", ""))}
        for on, said in fresh.items():
            if said and not said.person:
                raise Refused(Finding(code="registry/nobody-on-duty", message="On %(day)s nobody sits at the telephone.",
                                      remedy="Name who is on duty, or leave the whole day empty.", place=Place(column=on.isoformat()),
                                      values={"day": on.isoformat()}))
            if said:
                DutyDay.objects.update_or_create(unit_id=unit_id, on=on, defaults={"leader": said.leader, "person": said.person, "phone": said.phone})
            else:
                DutyDay.objects.filter(unit=unit_id, on=on).delete()
        if fresh:
            _say("The duty rota of %(unit)s was written for %(count)s days from %(first)s to %(last)s.", unit_id, access.DUTY, by, at,
                 unit=units.name(unit_id), count=len(fresh), first=min(fresh).isoformat(), last=max(fresh).isoformat())
        changed += len(fresh)
    return changed


@transaction.atomic
def bring_duty(*, content: bytes, name: str, unit_id: int, today: date, by: Person, at: datetime) -> int:
    """This will write the duty that a table tells, whole or not at all; how many days changed. Raises Denied, Refused."""
    units, reading = tree(today), take(content, name, ROTA)
    duties: dict[int, dict[date, DutySaid]] = {}
    for row in reading.rows:
        said = {key: str(row.values.get(key) or "") for key in ("unit", "leader", "person", "phone")}
        found = find_by_name(units, said["unit"]) if said["unit"] else unit_id
        if found is None or not access.may(by, "change", access.DUTY, unit_ids=[found]):
            reading.refusals.append(refuse(
                reading, row, UNIT, "duty-unit", "“%(unit)s” is no unit whose rota you keep.",
                "Write the name as in the directory, or leave the cell empty.", unit=said["unit"] or units.name(unit_id)))
            continue
        on = row.values["on"]
        assert isinstance(on, date)
        duties.setdefault(found, {})[on] = DutySaid(said["leader"], said["person"], said["phone"])
    if reading.refusals:
        raise Refused(*(each.finding for each in reading.refusals))
    return written(duties, units, by, at)


@transaction.atomic
def swap_duty(*, unit_id: int, first: date, second: date, reason: str, today: date, by: Person, at: datetime) -> None:
    """This will have two days of a unit change their people; the audit keeps who they were. Raises Denied, Refused."""
    access.check_may(by, "change", access.DUTY, unit_ids=[unit_id])
    rows = list(DutyDay.objects.select_for_update().filter(unit=unit_id, on__in=[first, second]).order_by("on"))
    if len(rows) != 2:
        raise Refused(Finding(code="registry/no-duty-to-swap", message="There are not two days of duty to swap.",
                              remedy="Choose two different days on which somebody is on duty.", place=Place(column="second")))
    said = " ".join(reason.split())
    if not said:
        raise Refused(Finding(code="registry/no-swap-reason", message="A swap needs its reason.", remedy="Write why, in a few words.",
                              place=Place(column="reason")))
    one, other = rows
    before = {"first": one.on.isoformat(), "whom": one.person, "second": other.on.isoformat(), "other": other.person}
    one.leader, one.person, one.phone, other.leader, other.person, other.phone = (
        other.leader, other.person, other.phone, one.leader, one.person, one.phone)
    one.save()
    other.save()
    _say("Duty of %(unit)s was swapped: %(first)s from %(whom)s to %(other)s, %(second)s from %(other)s to %(whom)s. %(reason)s", unit_id, access.DUTY,
         by, at, unit=tree(today).name(unit_id), reason=said[:200], **before)


def choose_columns(*, columns: Sequence[OverviewColumn], by: Person) -> None:
    """This will remember which columns of the overview a person wants to see, in their order; no change of any record."""
    OverviewChoice.objects.update_or_create(account_id=by.account_id, defaults={"columns": [each.value for each in columns]})
