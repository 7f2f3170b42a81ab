"""Checks of members of staff and their posts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from django.db.models import F

from junheng.registry.engine.names import odd_signs
from junheng.registry.engine.retirement import retirement_month
from junheng.registry.models import Post, School, StaffMember
from junheng.registry.queries.checks.asked import PART, Ask, query
from junheng.registry.queries.checks.pupils import full_years
from junheng.registry.values import (
    Backbone,
    Duty,
    DutyStatus,
    Establishment,
    PostCategory,
    RetirementGroup,
    SchoolKind,
    Stage,
    Title,
)
from junheng.registry.values.checks import Met

AWAY = (DutyStatus.SECONDED_BUREAU.value, DutyStatus.SECONDED_OUTSIDE.value)
# A certificate holds for its own stage and those below it (教师资格条例 第5条); of the two senior ones neither is below the other.
RANK = {Stage.KINDERGARTEN: 0, Stage.PRIMARY: 1, Stage.JUNIOR: 2, Stage.SENIOR: 3, Stage.VOCATIONAL: 3}
WHOLE = 1000


@query
def established_not_at_work(ask: Ask) -> Iterator[Met]:
    """Holders of established posts who work elsewhere (在编不在岗)."""
    rows = ask.posts.filter(establishment=Establishment.ESTABLISHED.value, member__duty_status__in=AWAY)
    found = {member: (school, status) for member, school, status in rows.order_by("member_id", "share_per_mille").values_list(
        "member_id", "school_id", "member__duty_status")}
    return (Met(member, school, {"status": DutyStatus(status).chinese}) for member, (school, status) in found.items())


@query
def at_work_without_post(ask: Ask) -> Iterator[Met]:
    """Members of staff called at work who hold no post and are not retired; the school that had them last is told."""
    rows = StaffMember.objects.filter(duty_status=DutyStatus.ON_DUTY.value, merged_into=None).exclude(retires__lte=ask.day).exclude(
        pk__in=ask.posts.order_by().values("member_id"))
    last = dict(Post.objects.filter(member__in=rows, since__lte=ask.day).order_by("since").values_list("member_id", "school_id"))
    return (Met(member, last.get(member)) for member in rows.values_list("pk", flat=True))


@query
def retired_in_post(ask: Ask) -> Iterator[Met]:
    """Members of staff past their day of retirement who still hold a post."""
    rows = ask.posts.filter(member__retires__lte=ask.day).values_list("member_id", "school_id", "member__retires")
    return (Met(member, school, {"retires": retires.isoformat()}) for member, (school, retires) in
            {row[0]: row[1:] for row in rows}.items())


@query
def retirement_day_wrong(ask: Ask) -> Iterator[Met]:
    """Members of staff whose day of retirement is not the one by the rule."""
    rule = ask.entries["registry/retirement"]
    for member, born, group, retires in StaffMember.objects.filter(pk__in=ask.school_of_member).exclude(retires=None).values_list(
            "pk", "born", "retirement_group", "retires"):
        due = retirement_month(born, RetirementGroup(group), rule)
        if due != retires:
            yield Met(member, ask.school_of_member[member], {"held": retires.isoformat(), "due": due.isoformat()})


@query
def contract_ended(ask: Ask) -> Iterator[Met]:
    """Holders of a post whose contract has ended."""
    rows = ask.posts.filter(appointed_until__lt=ask.day).values_list("member_id", "school_id", "appointed_until")
    return (Met(member, school, {"until": until.isoformat()}) for member, (school, until) in {row[0]: row[1:] for row in rows}.items())


@query
def shares_not_whole(ask: Ask) -> Iterator[Met]:
    """Members of staff whose posts do not add to the whole of their work."""
    sums: Counter[int] = Counter()
    for member, share in ask.posts.values_list("member_id", "share_per_mille"):
        sums[member] += share
    return (Met(member, ask.school_of_member[member], {"sum": total}) for member, total in sums.items() if total != WHOLE)


@query
def post_at_closed_school(ask: Ask) -> Iterator[Met]:
    """Posts at schools that are closed."""
    closed = dict(School.objects.filter(closed__lte=ask.day).values_list("pk", "closed"))
    return (Met(member, school, {"closed": closed[school].isoformat()}) for member, school in
            dict(ask.posts.filter(school__in=closed).values_list("member_id", "school_id")).items())


@query
def certificate_stage_differs(ask: Ask) -> Iterator[Met]:
    """Teachers at a stage above that of their certificate."""
    rows = ask.posts.filter(duty=Duty.TEACHER.value).exclude(member__certificate_stage="").values_list(
        "member_id", "school_id", "stage", "member__certificate_stage")
    for member, school, stage, certificate in rows:
        if certificate in set(Stage) and RANK[Stage(certificate)] < RANK[Stage(stage)]:
            yield Met(member, school, {"stage": Stage(stage).chinese, "certificate": Stage(certificate).chinese})


@query
def certificate_subject_differs(ask: Ask) -> Iterator[Met]:
    """Teachers of a subject that their certificate does not name (教非所学)."""
    rows = ask.posts.filter(duty=Duty.TEACHER.value).exclude(member__certificate_subject="").exclude(subject="").exclude(
        member__certificate_subject=F("subject")).values_list("member_id", "school_id", "subject", "member__certificate_subject")
    return (Met(member, school, {"subject": subject, "certificate": certificate}) for member, school, subject, certificate in rows)


@query
def teacher_without_certificate(ask: Ask) -> Iterator[Met]:
    """Full-time teachers of whom no certificate is known."""
    rows = ask.posts.filter(duty=Duty.TEACHER.value, member__certificate_stage="")
    return (Met(member, school) for member, school in dict(rows.values_list("member_id", "school_id")).items())


@query
def began_work_too_young(ask: Ask) -> Iterator[Met]:
    """Members of staff who began to work as children, by what is written."""
    least = int(ask.limit("youngest_worker"))
    for member, born, began in StaffMember.objects.filter(pk__in=ask.school_of_member).exclude(began_work=None).values_list(
            "pk", "born", "began_work"):
        if (age := full_years(born, began)) < least:
            yield Met(member, ask.school_of_member[member], {"age": age})


@query
def member_age_impossible(ask: Ask) -> Iterator[Met]:
    """Holders of a post who are children or very old."""
    least, most = int(ask.limit("youngest_worker")), int(ask.limit("oldest_worker"))
    for member in ask.members:
        if member.school is not None and not least <= (age := full_years(member.born, ask.day)) <= most:
            yield Met(member.id, member.school, {"age": age})


@query
def title_year_wrong(ask: Ask) -> Iterator[Met]:
    """Members of staff with a title and no year of it, or a year to come."""
    rows = StaffMember.objects.filter(pk__in=ask.school_of_member).exclude(title=Title.NONE.value)
    return (Met(member, ask.school_of_member[member], {"title": Title(title).chinese}) for member, title, year in rows.values_list(
        "pk", "title", "title_since") if year is None or year > ask.day.year)


@query
def backbone_expired(ask: Ask) -> Iterator[Met]:
    """Backbone teachers whose term is over."""
    rows = StaffMember.objects.filter(pk__in=ask.school_of_member, backbone_until__lt=ask.day.year).exclude(backbone=Backbone.NONE.value)
    return (Met(member, ask.school_of_member[member], {"level": Backbone(level).chinese, "until": until})
            for member, level, until in rows.values_list("pk", "backbone", "backbone_until"))


@query
def post_grade_impossible(ask: Ask) -> Iterator[Met]:
    """Holders of a post whose grade its category does not have."""
    for member, school, category, grade in ask.posts.values_list("member_id", "school_id", "category", "grade"):
        most = int(ask.limit("post_grades", category))
        if not 1 <= grade <= most:
            yield Met(member, school, {"category": PostCategory(category).chinese, "grade": grade, "limit": most})


@query
def members_name_odd(ask: Ask) -> Iterator[Met]:
    """Names of staff with signs that no name has."""
    rows = StaffMember.objects.filter(pk__in=ask.school_of_member).values_list("pk", "name")
    return (Met(member, ask.school_of_member[member], {"signs": signs}) for member, name in rows.iterator(chunk_size=PART)
            if (signs := odd_signs(name)))


@query
def school_without_head(ask: Ask) -> Iterator[Met]:
    """Schools without a head; a teaching point has that of its central school."""
    led = set(ask.posts.filter(duty=Duty.HEAD.value).values_list("school_id", flat=True))
    return (Met(school, school) for school, spell in ask.spells.items() if spell.kind != SchoolKind.TEACHING_POINT and school not in led)


@query
def school_with_two_heads(ask: Ask) -> Iterator[Met]:
    """Schools with more than one head."""
    heads: dict[int, set[int]] = defaultdict(set)
    for school, member in ask.posts.filter(duty=Duty.HEAD.value).values_list("school_id", "member_id"):
        heads[school].add(member)
    return (Met(school, school, {"count": len(those)}) for school, those in heads.items() if len(those) > 1)
