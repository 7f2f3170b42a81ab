"""Reading a plan without keeping it, and questions about a reading under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from junheng.ground.documents.values import Document
from junheng.ground.jobs import queries as jobs
from junheng.ground.people.values import Person
from junheng.ground.units.queries import tree
from junheng.ground.units.values import Kind
from junheng.rooms.plans import access
from junheng.rooms.plans.engine import reader
from junheng.rooms.plans.engine.where import Place, places_of
from junheng.rooms.plans.models import Candidate, Commitment, Plan, Version
from junheng.rooms.plans.queries.rules import house_lexicon
from junheng.rooms.plans.values import CandidateStatus, PlanReading


@dataclass(frozen=True, slots=True)
class PlanName:
    """A plan as a heading or a choice names it."""

    id: int
    title: str
    doc_number: str


@dataclass(frozen=True, slots=True)
class VersionToRead:
    """What a reading job must know of a version."""

    id: int
    plan_id: int
    attachment_id: int
    file_name: str
    created_by_id: int


def read_plan(document: Document) -> PlanReading:
    """This will read a cleaned document with the house's lexicon. Nothing is stored."""
    return reader.read_plan(document, lexicon=house_lexicon())


def version_to_read(version_id: int) -> VersionToRead | None:
    """The version, or None when it was refused and taken away."""
    row = Version.objects.filter(pk=version_id).first()
    if row is None:
        return None
    return VersionToRead(row.pk, row.plan_id, row.attachment_id, row.file_name, row.created_by_id)


def reading_job(person: Person, plan_id: int, job_id: int | None = None) -> jobs.JobCard | None:
    """The job that reads the plan's latest version; of a refused plan, which is gone, the job that its sender names."""
    version = Version.objects.filter(plan_id=plan_id).select_related("plan").order_by("-number").first()
    if version is not None:
        access.check_may_see_review(person, version.plan)
        return jobs.job(version.job_id) if version.job_id else None
    found = jobs.job(job_id) if job_id else None
    if found is None or found.kind != "plans.read" or found.created_by_id != person.account_id:
        return None
    return found


def version_in_force(plan: Plan) -> Version | None:
    """The version that counts: the latest adopted one; while the plan itself is not adopted, the latest one read."""
    read = Version.objects.filter(plan=plan, read_at__isnull=False).order_by("-number")
    return read.filter(adopted_at__isnull=False).first() or read.first()


def reading_of_plan(person: Person, plan_id: int) -> dict[str, Any]:
    """The JSON of contract 1 of the plan's version in force. Raises DoesNotExist while none has been read."""
    plan = Plan.objects.get(pk=plan_id)
    access.check_may_see_plan(person, plan)
    version = version_in_force(plan)
    if version is None:
        raise Version.DoesNotExist
    return version.reading | {"text": version.text}


def adoption_job(person: Person, plan_id: int, job_id: int) -> Any:
    """The state of an adoption, for those who see the desk."""
    access.check_may_see_review(person, Plan.objects.get(pk=plan_id))
    found = jobs.job(job_id)
    if found is None or found.kind != "plans.adopt" or found.arguments.get("plan") != plan_id:
        return None
    return found


def bureau_of(on: date) -> int:
    """The county's education bureau. Raises LookupError while no unit of that kind is open."""
    bureaus = tree(on).of_kind(Kind.BUREAU)
    if not bureaus:
        raise LookupError("no education bureau among the units")
    return bureaus[0]


def may_upload(person: Person) -> bool:
    """Whether the person may bring a plan in."""
    return access.may_upload(person)


def may_withdraw(person: Person) -> bool:
    """Whether the person may withdraw plans."""
    return access.may_withdraw(person)


def check_may_add(person: Person, plan_id: int) -> PlanName:
    """The adopted plan's name. Raises Denied unless the person may add a task to it."""
    plan = Plan.objects.get(pk=plan_id, status=Plan.Status.ADOPTED)
    access.check_may_add(person, plan)
    return PlanName(plan.pk, plan.title, plan.doc_number)


def chapter_names(plan_id: int) -> tuple[str, ...]:
    """The chapters of a plan's tasks in the order of the plan."""
    rows = Commitment.objects.filter(plan_id=plan_id).exclude(chapter="").order_by("position")
    return tuple(dict.fromkeys(rows.values_list("chapter", flat=True)))


def plan_of_candidate(candidate_id: int) -> int:
    """The plan that a candidate belongs to."""
    return int(Candidate.objects.values_list("plan_id", flat=True).get(pk=candidate_id))


def next_to_decide(plan_id: int, after_id: int) -> str:
    """The next candidate to review after one, going round to the first; "" when none is left."""
    after = Candidate.objects.get(pk=after_id)
    waiting = Candidate.objects.filter(version=after.version_id, status=CandidateStatus.PENDING)
    following = waiting.filter(position__gt=after.position).order_by("position", "id").first() or waiting.order_by(
        "position", "id").first()
    return str(following.pk) if following else ""


def where_done(systems: tuple[str, ...]) -> tuple[Place, ...]:
    """在哪办: for each system the room and page that does this work, or that there is none yet."""
    return places_of(systems, house_lexicon())
