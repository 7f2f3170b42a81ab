"""Findings of the standing checks as people see them: by check, by school, one by one, names only where the record may be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from junheng.ground.people import access as people
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import (
    CheckFinding,
    CheckRun,
    ClassYear,
    Equipment,
    Ground,
    Pupil,
    Room,
    School,
    SchoolClass,
    StaffMember,
)
from junheng.registry.queries.checks import checks
from junheng.registry.queries.people import class_name, school_names
from junheng.registry.values.checks import (
    CheckRow,
    FindingRow,
    SchoolFindings,
    Severity,
    Subject,
)

CODED = {Subject.PUPIL: Pupil, Subject.STAFF: StaffMember, Subject.ROOM: Room, Subject.GROUND: Ground, Subject.EQUIPMENT: Equipment}
# By which right a record is seen and changed; all else by that of its school.
KINDS = {Subject.PUPIL: access.PUPIL, Subject.STAFF: access.STAFF}
PAGES = {Subject.SCHOOL: "school", Subject.CLASS: "class", Subject.PUPIL: "pupil", Subject.STAFF: "member"}
GRAVEST = list(Severity)
PART = 1000


@dataclass(frozen=True, slots=True)
class FindingCut:
    """What a list of findings is cut by; empty for everything. `state`: "" those that count, "accepted", "gone"."""

    check: str = ""
    severity: str = ""
    school: int | None = None
    state: str = ""

    def query(self, **other: str | int | None) -> str:
        """The same cut as the end of an address."""
        said = {field.name: getattr(self, field.name) for field in fields(self)} | other
        return "&".join(f"{name}={value}" for name, value in said.items() if value)


def within(person: Person) -> QuerySet[CheckFinding]:
    """The findings within the person's reach. Raises Denied where there can be none."""
    reach = people.reach(person, "see", access.CHECK)
    if not reach:
        access.check_may(person, "see", access.CHECK)
    rows = CheckFinding.objects.filter(check_id__in=checks())
    return rows if reach.everything else rows.filter(school_id__in=reach.unit_ids)


def counting(day: date) -> Q:
    """Findings that are met and not accepted as right on the day."""
    return Q(gone_at=None) & (Q(accepted_until=None) | Q(accepted_until__lte=day))


def accepted(day: date) -> Q:
    """Findings that are met and accepted as right on the day."""
    return Q(gone_at=None, accepted_until__gt=day)


def cut_rows(person: Person, cut: FindingCut, day: date) -> QuerySet[CheckFinding]:
    """The findings that were asked for."""
    rows = within(person).filter({"accepted": accepted(day), "gone": Q(gone_at__isnull=False)}.get(cut.state, counting(day)))
    if cut.check:
        rows = rows.filter(check_id=cut.check)
    if cut.severity:
        rows = rows.filter(check_id__in=[name for name, check in checks().items() if check.severity == cut.severity])
    return rows if cut.school is None else rows.filter(school_id=cut.school)


def by_check(person: Person, day: date) -> list[CheckRow]:
    """Every check with what is open of it, the gravest and most frequent first."""
    open_now: dict[str, int] = defaultdict(int)
    right: dict[str, int] = defaultdict(int)
    oldest: dict[str, datetime] = {}
    for name, first, until in within(person).filter(gone_at=None).values_list("check_id", "first_seen", "accepted_until"):
        if until is not None and until > day:
            right[name] += 1
            continue
        open_now[name] += 1
        oldest[name] = min(first, oldest.get(name, first))
    rows = [CheckRow(check, open_now[name], right[name], oldest.get(name)) for name, check in checks().items()]
    return sorted(rows, key=lambda row: (not row.open, GRAVEST.index(row.check.severity), -row.open))


def by_school(person: Person, day: date) -> list[SchoolFindings]:
    """Schools with what is open there, in the order of their codes; those without findings are not among them."""
    counts: dict[int | None, dict[Severity, int]] = defaultdict(lambda: dict.fromkeys(Severity, 0))
    for school, name in within(person).filter(counting(day)).values_list("school_id", "check_id"):
        counts[school][checks()[name].severity] += 1
    order = list(School.objects.filter(pk__in=[each for each in counts if each is not None]).values_list("pk", flat=True))
    names = school_names(order, day)
    return [SchoolFindings(each, names.get(each, "") if each is not None else "", *(counts[each][severity] for severity in Severity))
            for each in [*order, *([None] if None in counts else [])]]


def findings(person: Person, cut: FindingCut, day: date, *, most: int | None = None, after: int = 0) -> tuple[list[FindingRow], int]:
    """The findings that were asked for, some of them, and how many there are in all."""
    rows = cut_rows(person, cut, day).select_related("accepted_by")
    order = sorted(checks(), key=lambda name: GRAVEST.index(checks()[name].severity))
    ranked = sorted(rows, key=lambda row: (order.index(row.check_id), row.school_id or 0, row.record))
    asked = ranked[after:after + most if most is not None else None]
    return [each for at in range(0, len(asked), PART) for each in named(person, asked[at:at + PART], day)], len(ranked)


def finding(person: Person, finding_id: int, day: date) -> FindingRow | None:
    """One finding within the person's reach."""
    row = within(person).filter(pk=finding_id).select_related("accepted_by").first()
    return named(person, [row], day)[0] if row else None


def named(person: Person, rows: list[CheckFinding], day: date) -> list[FindingRow]:
    """Findings with the code of their record, and its name for whoever may see it."""
    language = get_language() or "zh"
    codes, names = labels(rows, day)
    schools = school_names((row.school_id for row in rows if row.school_id is not None), day)
    seen = {subject: people.reach(person, "see", kind) for subject, kind in KINDS.items()}
    found = []
    for row in rows:
        check, subject = checks()[row.check_id], Subject(row.subject)
        reach = seen.get(subject)
        sees = reach is None or reach.everything or row.school_id in reach.unit_ids
        page = PAGES.get(subject)
        target = row.record if page else row.school_id
        found.append(FindingRow(
            row.pk, check, subject, row.record, codes.get((subject, row.record), ""), names.get((subject, row.record), "") if sees else "",
            row.school_id, schools.get(row.school_id, "") if row.school_id else "", check.said.said(language, row.values),
            check.remedy.said(language), row.first_seen, row.last_seen, row.gone_at, row.accepted_reason,
            row.accepted_until if row.accepted_until and row.accepted_until > day else None,
            row.accepted_by.name if row.accepted_by else "", (page or "school", target) if target and (sees or page is None) else None))
    return found


def labels(rows: Iterable[CheckFinding], day: date) -> tuple[dict[tuple[Subject, int], str], dict[tuple[Subject, int], str]]:
    """Codes and names of the records of findings: a query for each kind."""
    ids: dict[Subject, set[int]] = defaultdict(set)
    for row in rows:
        ids[Subject(row.subject)].add(row.record)
    codes: dict[tuple[Subject, int], str] = {}
    names: dict[tuple[Subject, int], str] = {}
    for subject in (*CODED, Subject.SCHOOL):
        if ids[subject]:
            codes |= {(subject, pk): code for pk, code in codes_of(subject, ids[subject]).items()}
    for subject, people_table in ((Subject.PUPIL, Pupil), (Subject.STAFF, StaffMember)):
        if ids[subject]:
            names |= {(subject, pk): name for pk, name in people_table.objects.filter(pk__in=ids[subject]).values_list("pk", "name")}
    if ids[Subject.CLASS]:
        for year in ClassYear.objects.filter(on_day(day), school_class__in=ids[Subject.CLASS]).select_related("school_class"):
            names[Subject.CLASS, year.school_class_id] = class_name(year.school_class, [year])
    if ids[Subject.SCHOOL]:
        names |= {(Subject.SCHOOL, pk): name for pk, name in school_names(ids[Subject.SCHOOL], day).items()}
    return codes, names


def open_at(person: Person, unit_id: int, day: date) -> int | None:
    """How many findings are open at a school; None for whoever may not see them."""
    if not access.may(person, "see", access.CHECK, unit_ids=[unit_id]):
        return None
    return CheckFinding.objects.filter(counting(day), school_id=unit_id, check_id__in=checks()).count()


def last_run() -> datetime | None:
    """When all checks were run last."""
    return CheckRun.objects.filter(whole=True).values_list("at", flat=True).first()


def may_run(person: Person) -> bool:
    """Whether the person may run the checks."""
    return access.may_at_all(person, "change", access.CHECK)


def may_see_checks(person: Person) -> bool:
    """Whether there can be findings for the person."""
    return access.may_at_all(person, "see", access.CHECK)


def may_accept(person: Person, row: FindingRow) -> bool:
    """Whether the person may take a finding for right."""
    return access.may(person, "change", access.CHECK, unit_ids=[row.school_id] if row.school_id else [])


def may_mend(person: Person, row: FindingRow) -> bool:
    """Whether there is a ready fix, and the person may change the record."""
    kind = KINDS.get(row.subject, access.SCHOOL)
    return row.check.fix is not None and access.may(person, "change", kind, unit_ids=[row.school_id] if row.school_id else [])


def school_by_code(code: str) -> int | None:
    """The school of a ten-digit code."""
    return School.objects.filter(school_code=code).values_list("pk", flat=True).first()


def codes_of(subject: Subject, ids: Iterable[int]) -> dict[int, str]:
    """Codes of records of a kind; of a class what it is called in its year of entry."""
    wanted = set(ids)
    if subject is Subject.SCHOOL:
        return dict(School.objects.filter(pk__in=wanted).values_list("pk", "school_code"))
    if subject is Subject.CLASS:
        return {row.pk: class_name(row, ()) for row in SchoolClass.objects.filter(pk__in=wanted)}
    return dict(CODED[subject].objects.filter(pk__in=wanted).values_list("pk", "code"))
