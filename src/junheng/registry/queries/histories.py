"""The history of a record: what the audit says of it, spells, events and tables that touched it, in order, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from junheng.ground.audit import queries as audit
from junheng.ground.audit.values import Act, AuditEntry
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.models import Before, Import, Post, Pupil, PupilEvent, SchoolClass, StaffMember
from junheng.registry.queries.people import class_card, class_name, pupil_card, school_names, staff_card
from junheng.registry.queries.schools import school_card
from junheng.registry.values import Duty, DutyStatus
from junheng.registry.values.events import Happening, StaffEventKind, StaffEventRow

MOST = 300


def pupil_history(person: Person, pupil_id: int, day: date) -> tuple[str, list[Happening]] | None:
    """Name and history of a pupil; None for one whose card the person may not see."""
    card = pupil_card(person, pupil_id, day)
    if card is None:
        return None
    events = list(PupilEvent.objects.filter(Q(pupil=pupil_id) | Q(school_class__enrolments__pupil=pupil_id)).distinct())
    lines = [*said(access.PUPIL, [pupil_id]), *said(access.PUPIL_EVENT, [row.pk for row in events], "registry:event"),
             *said(access.PUPIL_CORRECTION, corrections(pupil=pupil_id), "registry:correction"),
             *tables(Pupil, pupil_id, Pupil.objects.values_list("brought_id", flat=True).get(pk=pupil_id))]
    lines += [spell(stay.since, f"{stay.school} {stay.class_name}", stay.until) for stay in card.stays]
    return card.row.name, newest_first(lines)


def member_history(person: Person, member_id: int, day: date) -> tuple[str, list[Happening]] | None:
    """Name and history of a member of staff; None for one whose card the person may not see."""
    card = staff_card(person, member_id, day)
    if card is None:
        return None
    lines = [*said(access.STAFF, [member_id]), *said(access.STAFF_EVENT, [member_id]),
             *said(access.STAFF_CORRECTION, corrections(member=member_id), "registry:correction"),
             *tables(StaffMember, member_id, StaffMember.objects.values_list("brought_id", flat=True).get(pk=member_id))]
    posts = Post.objects.filter(member=member_id, since__lte=day)
    schools = school_names((post.school_id for post in posts), day)
    lines += [spell(post.since, f"{schools.get(post.school_id, '')} {Duty(post.duty).chinese} {post.subject}".strip(), post.until) for post in posts]
    return card.row.name, newest_first(lines)


def class_history(person: Person, class_id: int, day: date) -> tuple[str, list[Happening]] | None:
    """Name and history of a class: its years, its pupils' changes of class. None where there is none. Raises Denied."""
    card = class_card(person, class_id, day)
    if card is None:
        return None
    group = SchoolClass.objects.get(pk=class_id)
    moves = PupilEvent.objects.filter(Q(school_class=group) | Q(to_class=group) | Q(pupil__enrolments__school_class=group, kind="class_change")).distinct()
    seen = access.visible_events(person).filter(pk__in=moves.values("pk"))
    lines = [*said(access.CLASS, [class_id]), *said(access.PUPIL_EVENT, list(seen.values_list("pk", flat=True)), "registry:event")]
    if group.brought_id:
        lines += tables(SchoolClass, class_id, group.brought_id)
    for year in group.years.filter(since__lte=day).select_related("head_teacher"):
        head = f"，{year.head_teacher.name}" if year.head_teacher else ""
        lines.append(spell(year.since, f"{class_name(group, [year])}{head}", year.until if year.until <= day else None))
    return f"{card[1].short_name}{card[0].name}", newest_first(lines)


def school_record(person: Person, unit_id: int, day: date) -> tuple[str, list[Happening]] | None:
    """Name and history of a school; None where there is none. Raises Denied."""
    card = school_card(person, unit_id, day)
    if card is None:
        return None
    lines = list(said(access.SCHOOL, [unit_id]))
    lines += [spell(each.since, f"{each.name}，{each.kind.chinese}，{each.ownership.chinese}", each.until) for each in card.spells]
    lines += [spell(each.on, f"{each.kind.chinese}：{each.name}，{each.basis}", None) for each in card.kin]
    return card.row.name, newest_first(lines)


def said(kind: str, refs: Iterable[int], link: str = "") -> list[Happening]:
    """What the audit says was changed of some objects; looks are not changes."""
    found = []
    for ref in refs:
        found += [line_of(entry, reverse(link, args=[ref]) if link else "")
                  for entry in audit.entries(kind=kind, ref=str(ref), act=Act.CHANGE, limit=MOST)]
    return found


def line_of(entry: AuditEntry, link: str) -> Happening:
    """One entry."""
    return Happening(entry.at, "change", audit.said(entry), audit.who(entry), link)


def corrections(**whose: int) -> list[int]:
    """Corrections of a person."""
    table: Any = Pupil if "pupil" in whose else StaffMember
    return list(table.objects.get(pk=next(iter(whose.values()))).corrections.values_list("pk", flat=True))


def tables(table: type[Any], row: int, brought: int | None) -> list[Happening]:
    """The tables that made a row or changed it."""
    touched = Before.objects.filter(table=table._meta.db_table, row=row).values("brought")
    found = Import.objects.filter(Q(pk__in=touched) | Q(pk=brought or 0), taken_at__isnull=False)
    known = names(each.created_by_id for each in found)
    return [Happening(each.taken_at or each.created_at, "table", each.file_name, known.get(each.created_by_id, "")) for each in found]


def spell(since: date, words: str, until: date | None) -> Happening:
    """A spell, at its first moment."""
    return Happening(timezone.make_aware(datetime.combine(since, time(0))), "spell", f"{words}{f'（至{until.isoformat()}）' if until else ''}", "")


def newest_first(lines: list[Happening]) -> list[Happening]:
    """In order, the newest first."""
    return sorted(lines, key=lambda each: each.at, reverse=True)[:MOST]


def staff_events(member_id: int, day: date) -> tuple[StaffEventRow, ...]:
    """What happened to a member of staff, the newest first: for the card."""
    rows = list(StaffMember.objects.get(pk=member_id).events.filter(on__lte=day).order_by("-on"))
    schools = school_names((each for row in rows for each in (row.from_school_id, row.to_school_id) if each), day)
    known = names(row.by_id for row in rows)
    return tuple(StaffEventRow(StaffEventKind(row.kind), row.on, DutyStatus(row.before), DutyStatus(row.after),
                               schools.get(row.from_school_id or 0, ""), schools.get(row.to_school_id or 0, ""), row.paper, row.reason,
                               known.get(row.by_id, ""), row.at) for row in rows)
