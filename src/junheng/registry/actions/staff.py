"""Staff written from a plan: members and their posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from junheng.ground.sheets.intake import Value
from junheng.ground.standards.book import Entry
from junheng.registry.actions import rows
from junheng.registry.engine.initials import initials
from junheng.registry.engine.plans import Plan
from junheng.registry.engine.postings import PERSON, POST, Posting
from junheng.registry.engine.retirement import group_of, retirement_month
from junheng.registry.models import Import, Post, StaffMember
from junheng.registry.values import Backbone, Degree, DutyStatus, PostCategory, RetirementGroup, Title

BATCH = 1000
# What a new member has where the list does not say.
USUAL = {"degree": Degree.BACHELOR.value, "title": Title.NONE.value, "backbone": Backbone.NONE.value, "duty_status": DutyStatus.ON_DUTY.value}
TEXTS = frozenset({"ethnic_group", "phone", "certificate_stage", "certificate_subject", "subject"})


def write(*, plan: Plan, brought: Import, on: date, at: datetime, rule: Entry) -> int:
    """This will write new and changed members of staff of a plan; no classes are opened for them."""
    add(plan.added, brought, on, at, rule)
    change(plan.changed, brought, on, at, rule)
    return 0


def add(steps: Sequence[Posting], brought: Import, on: date, at: datetime, rule: Entry) -> None:
    """This will write new members with their posts."""
    members = []
    for number, step in enumerate(steps, start=1):
        values = step.row.values
        category = str(values.get("category") or PostCategory.PROFESSIONAL.value)
        group = group_of(str(values["sex"]), category)
        members.append(StaffMember(
            code=f"E{brought.pk}-{number}", initials=initials(str(values["name"])), retirement_group=group.value, brought=brought, changed_at=at,
            retires=retires(values["born"], group, rule),
            **{key: filled(key, values.get(key)) for key in PERSON}))
    made = StaffMember.objects.bulk_create(members, BATCH)
    Post.objects.bulk_create([post(member.pk, step, f"J{brought.pk}-{number}", brought, on)
                              for number, (member, step) in enumerate(zip(made, steps, strict=True), start=1)], BATCH)


def filled(key: str, value: Value) -> Value:
    """A value as the table holds it."""
    if value is None:
        return USUAL.get(key, "" if key in TEXTS else None)
    return value


def retires(born: Value, group: RetirementGroup, rule: Entry) -> date | None:
    """The day of retirement by the rule."""
    return retirement_month(born, group, rule) if isinstance(born, date) else None


def post(member: int, step: Posting, code: str, brought: Import, on: date) -> Post:
    """The post of a row."""
    values = step.row.values
    return Post(code=code, member_id=member, school_id=step.school, stage=step.stage, duty=values["duty"], subject=values.get("subject") or "",
                establishment=values["establishment"], category=values.get("category") or PostCategory.PROFESSIONAL.value,
                grade=values.get("grade") or 13, appointed_from=values.get("appointed_from"), appointed_until=values.get("appointed_until"),
                since=values.get("since") or on, brought=brought)


def change(steps: Sequence[Posting], brought: Import, on: date, at: datetime, rule: Entry) -> None:
    """This will write what changes of members who are known, keeping what stood before; who had no post gets one."""
    held = {step.held.id: step for step in steps if step.held is not None}
    if not held:
        return
    rows.keep_before(StaffMember, held, brought)
    members = list(StaffMember.objects.filter(pk__in=held))
    for member in members:
        new = {key: after for key, _, after in held[member.pk].changes}
        for key in PERSON:
            if key in new:
                setattr(member, key, filled(key, new[key]))
        if "name" in new:
            member.initials = initials(member.name)
        if {"born", "sex", "category"} & new.keys():
            group = group_of(member.sex, str(held[member.pk].row.values.get("category") or new.get("category") or "professional"))
            member.retirement_group, member.retires = group.value, retires(member.born, group, rule)
        member.changed_at = at
    rows.update(StaffMember, members, [*PERSON, "initials", "retirement_group", "retires", "changed_at"])
    change_posts({step.held.post: step for step in held.values() if step.held is not None and step.held.post is not None}, brought)
    Post.objects.bulk_create([post(number, step, f"J{brought.pk}-m{number}", brought, on) for number, step in held.items() if step.moves], BATCH)


def change_posts(steps: Mapping[int | None, Posting], brought: Import) -> None:
    """This will write changed posts."""
    touched = {number: step for number, step in steps.items() if any(key in POST for key, _, _ in step.changes)}
    rows.keep_before(Post, [number for number in touched if number is not None], brought)
    found = list(Post.objects.filter(pk__in=touched))
    for row in found:
        for key, _, after in touched[row.pk].changes:
            if key in POST:
                setattr(row, key, filled(key, after))
    rows.update(Post, found, list(POST))
