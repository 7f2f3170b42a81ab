"""Events of staff: one paper and one day each; posts and duty status follow, what was before stays true for its days."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.actions.schools import by_paper, going_on, not_ahead, refused
from junheng.registry.models import ClassYear, Post, StaffEvent, StaffMember
from junheng.registry.queries.rosters import RUNS
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import DutyStatus, Stage
from junheng.registry.values.events import LEADS_TO, StaffEventKind

GONE = frozenset({DutyStatus.RETIRED, DutyStatus.LEFT})
ENDS_POSTS = frozenset({StaffEventKind.RETIRE, StaffEventKind.LEAVE})


@transaction.atomic
def record_staff_event(*, kind: StaffEventKind, member_id: int, on: date, paper: str, reason: str, to_school: int | None, stage: Stage | None,
                       today: date, by: Person, at: datetime) -> int:
    """This will write down what happens to a member of staff from a day on; the event's id. Sent twice it is one. Raises Denied, Refused."""
    member = StaffMember.objects.select_for_update().filter(pk=member_id).first()
    if member is None:
        raise refused("unknown-member", "There is no such member of staff.", "Open the card first.")
    posts = list(Post.objects.filter(access.on_day(on), member=member).order_by("-share_per_mille", "code"))
    access.check_may(by, "change", access.STAFF_EVENT, unit_ids=[post.school_id for post in posts])
    if kind is StaffEventKind.TRANSFER and to_school is not None:
        access.check_may(by, "change", access.STAFF_EVENT, unit_ids=[to_school])
    if kind is StaffEventKind.APPOINT:
        raise refused("first-elsewhere", "A first appointment is written down at the school's list of staff.", "Open the school's staff.", field="kind")
    by_paper(paper)
    not_ahead(on, today)
    last = member.events.last()
    if last is not None and (last.kind, last.on, last.to_school_id, last.by_id) == (kind.value, on, to_school, by.account_id):
        return int(last.pk)
    in_order(member, kind, on, last)
    before, after = member.duty_status, LEADS_TO[kind]
    if kind is StaffEventKind.TRANSFER:
        transfer(posts, to_school, stage, on)
    elif kind in ENDS_POSTS:
        end_posts(posts, on)
    if kind in {StaffEventKind.TRANSFER, *ENDS_POSTS}:
        give_up_classes(member, on)
    event = StaffEvent.objects.create(
        kind=kind.value, member=member, on=on, before=before, after=after.value, from_school_id=posts[0].school_id if posts else None,
        to_school_id=to_school if kind is StaffEventKind.TRANSFER else None, paper=" ".join(paper.split())[:200],
        reason=" ".join(reason.split())[:200], by_id=by.account_id, at=at)
    member.duty_status, member.changed_at = after.value, at
    member.save(update_fields=["duty_status", "changed_at"])
    say("%(kind_word)s of member of staff %(code)s from %(day)s on by %(paper)s.",
        values={"kind_word": kind.label, "code": member.code, "day": on.isoformat(), "paper": event.paper}, by=by.account_id, by_name=by.name, at=at,
        kind=access.STAFF_EVENT, ref=str(member.pk), rows=[[str(cell) for cell in row] for row in member.posts.values_list(
            "school", "duty", "since", "until")])
    return int(event.pk)


def in_order(member: StaffMember, kind: StaffEventKind, on: date, last: StaffEvent | None) -> None:
    """Raises Refused for an event that does not follow from what the person is now."""
    if last is not None and on <= last.on:
        raise refused("staff-later", "An event of %(day)s is on record already.", "Give a later day.", field="on", day=last.on.isoformat())
    status = DutyStatus(member.duty_status)
    if status in GONE:
        raise refused("staff-gone", "The person has retired or left.", "Who comes back is brought in by a list with a new post.")
    if kind is StaffEventKind.RETURN and status is DutyStatus.ON_DUTY:
        raise refused("staff-on-duty", "The person is on duty already.", "Choose what happens to the person.", field="kind")
    if LEADS_TO[kind] is status and kind not in {StaffEventKind.TRANSFER, StaffEventKind.RETURN}:
        raise refused("staff-so-already", "This is the person's state already.", "Choose what happens to the person.", field="kind")


def transfer(posts: list[Post], to_school: int | None, stage: Stage | None, on: date) -> None:
    """This will end the posts of the day and let the largest go on at another school, of a stage that the school runs."""
    if to_school is None:
        raise refused("no-school", "The school is missing to which the person goes.", "Choose one.", field="to_school")
    if not posts:
        raise refused("no-post", "The person holds no post on that day.", "A first post is written down at the school's list of staff, or brought in by a list.")
    going_on(to_school)
    main = posts[0]
    wanted = stage.value if stage else main.stage
    if main.school_id == to_school:
        raise refused("same-post", "The person works at this school already.", "Choose another school.", field="to_school")
    kind = spells_on(on).values_list("kind", flat=True).filter(school_id=to_school).first()
    if kind is None or wanted not in RUNS[kind]:
        raise refused("stage-not-run", "The school does not run this stage.", "Choose the stage in which the person will teach there.", field="stage")
    end_posts(posts, on)
    main.pk, main.code, main.school_id, main.stage = None, f"{main.code}@{on:%Y%m%d}", to_school, wanted
    main.since, main.until, main.share_per_mille, main.brought = on, None, 1000, None
    main.save(force_insert=True)


def end_posts(posts: list[Post], on: date) -> None:
    """This will end posts: `on` is the first day without them."""
    began = next((post for post in posts if post.since >= on), None)
    if began is not None:
        raise refused("post-began", "The post began on %(day)s; it cannot end on that day or before.", "Give a later day.", field="on",
                      day=began.since.isoformat())
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(until=on)


def give_up_classes(member: StaffMember, on: date) -> None:
    """This will leave the classes that the person leads without a head teacher: with the post goes the right to see the pupils."""
    ClassYear.objects.filter(head_teacher=member, until__gt=on).update(head_teacher=None)
