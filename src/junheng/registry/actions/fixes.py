"""Ready fixes of findings: the few that are safe because the record itself says what is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.actions.checks import _say, held, schools_of
from junheng.registry.engine.numbers import born_of, sex_of
from junheng.registry.engine.retirement import group_of, retirement_month
from junheng.registry.models import Enrolment, Post, Pupil, Room, StaffMember
from junheng.registry.queries.books import retirement
from junheng.registry.queries.checks import checks
from junheng.registry.queries.findings import KINDS
from junheng.registry.values import PostCategory, RetirementGroup, RollStatus
from junheng.registry.values.checks import Fix, Subject


@dataclass(frozen=True, slots=True)
class Mending:
    """What a fix is given: the kind and number of a record, and the moment."""

    subject: Subject
    record: int
    at: datetime

    @property
    def day(self) -> date:
        """The day of the moment."""
        return self.at.date()


@transaction.atomic
def mend(*, finding_id: int, by: Person, at: datetime) -> None:
    """This will apply the ready fix of a finding, which is gone then. Raises Denied; Refused where there is none or nothing is left
    to mend."""
    row = held(finding_id)
    check = checks()[row.check_id]
    access.check_may(by, "change", KINDS.get(check.subject, access.SCHOOL), unit_ids=schools_of(row))
    if check.fix is None or not FIXES[check.fix](Mending(check.subject, row.record, at)):
        raise Refused(Finding(code="checks/no-fix", message="There is nothing here that can be mended at once.",
                              remedy="Correct the record by hand, or run the checks again."))
    row.gone_at = at
    row.save(update_fields=["gone_at"])
    _say("A finding of the check “%(check)s” was mended.", row, by, at)


def from_number(asked: Mending, *fields: str) -> bool:
    """This will take birth or sex from the identity number; of staff the day of retirement is computed anew."""
    table = Pupil if asked.subject is Subject.PUPIL else StaffMember
    person = table.objects.select_for_update().get(pk=asked.record)
    number = person.identity_number or ""
    said = {"born": born_of(number) if number else None, "sex": sex_of(number)}
    wanted = {name: said[name] for name in fields if said[name] is not None and said[name] != getattr(person, name)}
    for name, value in wanted.items():
        setattr(person, name, value)
    if isinstance(person, StaffMember) and wanted:
        worker = person.posts.filter(category=PostCategory.WORKER.value, until=None).exists()
        group = group_of(person.sex, PostCategory.WORKER.value if worker else "")
        person.retirement_group, person.retires = group.value, retirement_month(person.born, group, retirement(asked.day))
    person.changed_at = asked.at
    if wanted:
        person.save()
    return bool(wanted)


def born_from_number(asked: Mending) -> bool:
    """This will take the day of birth from the identity number."""
    return from_number(asked, "born")


def sex_from_number(asked: Mending) -> bool:
    """This will take the sex from the identity number."""
    return from_number(asked, "sex")


def no_twin(asked: Mending) -> bool:
    """This will take the mark of a twin away."""
    return bool(Pupil.objects.filter(pk=asked.record).exclude(twin_group="").update(twin_group="", changed_at=asked.at))


def on_roll(asked: Mending) -> bool:
    """This will call a pupil on the roll."""
    return bool(Pupil.objects.filter(pk=asked.record).exclude(status=RollStatus.ON_ROLL.value).update(
        status=RollStatus.ON_ROLL.value, changed_at=asked.at))


def not_networked(asked: Mending) -> bool:
    """This will take the mark of networked multimedia from a room."""
    return bool(Room.objects.filter(pk=asked.record, networked=True).update(networked=False))


def end(rows: QuerySet[Enrolment] | QuerySet[Post], day: Callable[[Enrolment | Post], date]) -> bool:
    """This will end places or posts on their day, or the day after they began where that is later."""
    ended = 0
    for row in rows:
        row.until = max(day(row), row.since + timedelta(days=1))
        row.save(update_fields=["until"])
        ended += 1
    return bool(ended)


def going_on(day: date) -> Q:
    """Rows that go on after a day."""
    return Q(until=None) | Q(until__gt=day)


def end_place_at_closed_school(asked: Mending) -> bool:
    """This will end a pupil's place at a school on the day on which the school was closed."""
    Pupil.objects.filter(pk=asked.record).update(changed_at=asked.at)
    return end(Enrolment.objects.filter(going_on(asked.day), pupil=asked.record, school__closed__lte=asked.day).select_related("school"),
               lambda row: row.school.closed or asked.day)


def end_post_at_closed_school(asked: Mending) -> bool:
    """This will end a member's posts at a school on the day on which the school was closed."""
    StaffMember.objects.filter(pk=asked.record).update(changed_at=asked.at)
    return end(Post.objects.filter(going_on(asked.day), member=asked.record, school__closed__lte=asked.day).select_related("school"),
               lambda row: row.school.closed or asked.day)


def end_post_of_retired(asked: Mending) -> bool:
    """This will end the posts of a member on the day of retirement."""
    StaffMember.objects.filter(pk=asked.record).update(changed_at=asked.at)
    return end(Post.objects.filter(going_on(asked.day), member=asked.record, member__retires__lte=asked.day).select_related("member"),
               lambda row: row.member.retires or asked.day)  # type: ignore[union-attr]


def retirement_by_rule(asked: Mending) -> bool:
    """This will compute a member's day of retirement anew."""
    person = StaffMember.objects.select_for_update().get(pk=asked.record)
    due = retirement_month(person.born, RetirementGroup(person.retirement_group), retirement(asked.day))
    changed = due != person.retires
    person.retires, person.changed_at = due, asked.at
    if changed:
        person.save(update_fields=["retires", "changed_at"])
    return changed


FIXES: dict[Fix, Callable[[Mending], bool]] = {
    Fix.BIRTH: born_from_number, Fix.SEX: sex_from_number, Fix.TWIN: no_twin, Fix.ON_ROLL: on_roll, Fix.NETWORK: not_networked,
    Fix.PLACE: end_place_at_closed_school, Fix.POST: end_post_at_closed_school, Fix.RETIRED: end_post_of_retired,
    Fix.RETIREMENT: retirement_by_rule,
}
