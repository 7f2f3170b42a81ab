"""A first appointment (首次聘任): somebody new comes to a school by a paper, read by the rules of the table of staff."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from junheng.ground.audit.actions import say
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Value
from junheng.registry import access
from junheng.registry.actions.schools import by_paper, going_on, not_ahead, refused
from junheng.registry.actions.staff import filled, retires
from junheng.registry.engine.initials import initials
from junheng.registry.engine.postings import PERSON
from junheng.registry.engine.retirement import group_of
from junheng.registry.engine.typed import contradiction, typed
from junheng.registry.models import Post, School, StaffEvent, StaffMember
from junheng.registry.queries.books import retirement
from junheng.registry.queries.people import school_names
from junheng.registry.queries.rosters import RUNS
from junheng.registry.queries.schools import spells_on
from junheng.registry.queries.staffing import appointed_fields
from junheng.registry.values import DutyStatus, PostCategory
from junheng.registry.values.events import StaffEventKind

LAST_GRADE = 13


@transaction.atomic
def appoint(*, unit_id: int, given: Mapping[str, str], on: date, paper: str, today: date, by: Person, at: datetime) -> int:
    """This will write down somebody new with a first post from a day on; the member's id. Sent twice it is one. Raises Denied, Refused.

    `given`: what was typed, by the keys of the table of staff.
    """
    access.check_may(by, "change", access.STAFF_EVENT, unit_ids=[unit_id])
    by_paper(paper)
    not_ahead(on, today)
    school = going_on(unit_id)
    values = checked(given)
    values["stage"] = stage_at(unit_id, values["stage"], on)
    known = StaffMember.objects.select_for_update().filter(identity_number=values["identity_number"]).first()
    if known is not None and known.events.filter(kind=StaffEventKind.APPOINT, on=on, to_school=school, by_id=by.account_id).exists():
        return int(known.pk)
    if known is not None:
        raise known_already(known, on)
    member = newcomer(school, values, at)
    Post.objects.create(
        code=f"J-{member.code}", member=member, school=school, stage=values["stage"], duty=values["duty"], subject=values["subject"] or "",
        establishment=values["establishment"], category=values["category"] or PostCategory.PROFESSIONAL.value, grade=values["grade"] or LAST_GRADE,
        appointed_from=values["appointed_from"], appointed_until=values["appointed_until"], since=on)
    event = StaffEvent.objects.create(
        kind=StaffEventKind.APPOINT.value, member=member, on=on, before=DutyStatus.ON_DUTY.value, after=DutyStatus.ON_DUTY.value, to_school=school,
        paper=" ".join(paper.split())[:200], by_id=by.account_id, at=at)
    say("Member of staff %(code)s was appointed for the first time from %(day)s on by %(paper)s.",
        values={"code": member.code, "day": on.isoformat(), "paper": event.paper}, by=by.account_id, by_name=by.name, at=at, kind=access.STAFF_EVENT,
        ref=str(member.pk), rows=[[str(cell) for cell in row] for row in member.posts.values_list("school", "duty", "since", "until")])
    return int(member.pk)


def checked(given: Mapping[str, str]) -> dict[str, Value]:
    """What was typed, read. Raises Refused, each fault at its field."""
    values, wrong = typed(appointed_fields(), {key: str(text).replace("\0", "") for key, text in given.items()})
    if not wrong:
        wrong = contradiction(values)
    begins, ends = values.get("appointed_from"), values.get("appointed_until")
    if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
        wrong.append(Finding(code="registry/contract-days", message="The contract ends before it begins.", remedy="Correct one of the days.",
                             place=Place(column="appointed_until")))
    if wrong:
        raise Refused(*wrong)
    return values


def stage_at(unit_id: int, said: Value, on: date) -> str:
    """The stage of the post: as said, or the only one that the school runs, kindergarten classes aside. Raises Refused."""
    kind = spells_on(on).values_list("kind", flat=True).filter(school_id=unit_id).first()
    if kind is None:
        raise refused("not-there-yet", "The school is not there on that day.", "Give a later day.", field="on")
    runs = RUNS[kind]
    if said:
        if said not in runs:
            raise refused("stage-not-run", "The school does not run this stage.", "Choose the stage in which the person will teach there.", field="stage")
        return str(said)
    usual = sorted(runs - {"kindergarten"}) or sorted(runs)
    if len(usual) != 1:
        raise refused("which-stage-there", "The school runs more than one stage.", "Choose the stage in which the person will teach there.", field="stage")
    return usual[0]


def known_already(member: StaffMember, on: date) -> Refused:
    """Why somebody whom the register knows is not new."""
    kept = member.merged_into or member
    post = kept.posts.filter(access.on_day(on)).order_by("-share_per_mille").first() or kept.posts.filter(until=None).first()
    if post is not None:
        return refused("holds-a-post", "This person holds a post at %(school)s.", "Write a transfer (调动) down at the person's card.",
                       field="identity_number", school=school_names([post.school_id], on).get(post.school_id, ""))
    return refused("known-member", "The register knows this person from before (%(code)s).", "Who comes back is brought in by a list with a new post.",
                   field="identity_number", code=kept.code)


def newcomer(school: School, values: Mapping[str, Value], at: datetime) -> StaffMember:
    """This will write the record of somebody new; codes of one school count up, its row is locked. Raises Refused."""
    group = group_of(str(values["sex"]), str(values["category"] or PostCategory.PROFESSIONAL.value))
    number = StaffMember.objects.filter(code__startswith=f"E{school.school_code}-").count() + 1
    try:
        with transaction.atomic():
            return StaffMember.objects.create(
                code=f"E{school.school_code}-{number}", initials=initials(str(values["name"])), retirement_group=group.value, changed_at=at,
                retires=retires(values["born"], group, retirement(at.date())), **{key: filled(key, values.get(key)) for key in PERSON})
    except IntegrityError:
        raise refused("staff-number-taken", "Another member of staff has this number.", "Compare both with the documents.", field="identity_number") from None
