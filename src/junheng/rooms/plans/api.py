"""The API of the plan room: the same questions and verbs as its pages, for a program that acts for a person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from junheng.ground.documents import read_document
from junheng.ground.jobs import clock
from junheng.ground.jobs import queries as jobs
from junheng.ground.people.values import Person
from junheng.rooms.plans import actions, queries
from junheng.rooms.plans.values import Light, TaskRow

router = Router(tags=["plans"])
MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PAPERS = {"task-table.xlsx": queries.living_table, "ledger.xlsx": queries.ledger, "bulletin.docx": queries.bulletin,
          "slip.docx": queries.bulletin_slip}
MOST = 200


class PlanOut(Schema):
    """A plan. `status`: reading, review or adopted; `level`: own or upper."""

    id: int
    title: str
    doc_number: str
    date_issued: date | None
    level: str
    status: str
    versions: int
    tasks: int


class TaskOut(Schema):
    """A task with its light. `share` and `expected` in per cent; `workdays` to the due date, negative when overdue."""

    id: int
    plan: int
    number: str
    chapter: str
    title: str
    targets: list[str]
    leader: str
    lead: str
    owner: str
    due: date
    first_due: date
    light: str
    share: int | None
    expected: int
    systems: list[str]
    proofs: int
    open_orders: int
    postponed: int
    last_report: date | None
    workdays: int


class TasksOut(Schema):
    """One page of tasks, and how many there are in all."""

    total: int
    tasks: list[TaskOut]


class Asked(Schema):
    """Which tasks: by light, by lead section, due before a day."""

    light: Light | None = None
    section: int | None = None
    due_before: date | None = None
    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(50, ge=1, le=MOST)


class ReportIn(Schema):
    """进展情况、存在问题、下步打算. The same `key` sent twice is one report."""

    progress: str = Field(min_length=1, max_length=4000)
    problems: str = Field("", max_length=4000)
    next_steps: str = Field("", max_length=4000)
    key: str = Field(min_length=8, max_length=50)


class ValueIn(Schema):
    """A value of a measure with its day and source."""

    measure: int = Field(ge=1, le=2**62)
    value: Decimal = Field(max_digits=20, decimal_places=6)
    on: date
    source: str = Field(min_length=1, max_length=200)


class Done(Schema):
    """The number of what was written."""

    id: int


class UploadOut(Schema):
    """A plan taken in, and the job that reads it."""

    plan: int
    job: int | None


class JobOut(Schema):
    """Background work. `state`: waiting, running, done, failed or stopped."""

    id: int
    state: str
    step: int
    total: int
    message: str
    findings: list[dict[str, Any]]


def who(request: HttpRequest) -> Person:
    """The person for whom the program acts."""
    return cast(Person, request.auth.person)  # type: ignore[attr-defined]


def task_out(row: TaskRow) -> TaskOut:
    """A task as the API shows it."""
    return TaskOut(
        id=row.id, plan=row.plan_id, number=row.number, chapter=row.chapter, title=row.title, targets=list(row.measures),
        leader=row.leader, lead=row.lead, owner=row.owner, due=row.due, first_due=row.first_due, light=row.light.value,
        share=row.share, expected=row.expected, systems=list(row.systems), proofs=row.proofs, open_orders=row.open_orders,
        postponed=row.postponed, last_report=row.last_report, workdays=row.workdays,
    )


@router.get("/plans", response=list[PlanOut])
def plans(request: HttpRequest) -> list[PlanOut]:
    """Every plan that the person may see, the latest first."""
    return [PlanOut(id=card.id, title=card.title, doc_number=card.doc_number, date_issued=card.date_issued,
                    level=card.level, status=card.status, versions=card.versions, tasks=card.tasks)
            for card in queries.plan_cards(who(request))]


@router.post("/plans", response={202: UploadOut})
def upload(request: HttpRequest, file: File[UploadedFile], level: Form[Literal["own", "upper"]] = "own") -> Status[UploadOut]:
    """Bring a plan in; its reading goes on as a job."""
    version = actions.upload(content=file.read(), name=file.name or "plan", level=level,
                             bureau_id=queries.bureau_of(clock.today()), by=who(request), at=clock.now())
    return Status(202, UploadOut(plan=version.plan_id, job=version.job_id))


@router.post("/read")
def read(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """Read a plan without keeping it: the JSON of `junheng plan read`."""
    return queries.read_plan(read_document(file.read(), file.name or "plan")).as_contract()


@router.get("/plans/{int:plan_id}/reading")
def reading(request: HttpRequest, plan_id: int) -> dict[str, Any]:
    """What was read from the plan's version in force: the JSON of `junheng plan read`."""
    return queries.reading_of_plan(who(request), plan_id)


@router.get("/plans/{int:plan_id}/tasks", response=TasksOut)
def tasks(request: HttpRequest, plan_id: int, asked: Query[Asked]) -> TasksOut:
    """The tasks of a plan that the person may see, in the order of the plan."""
    rows = [row for row in queries.plan_tasks(who(request), plan_id, today=clock.today())
            if (asked.light is None or row.light is asked.light)
            and (asked.section is None or row.lead_unit_id == asked.section)
            and (asked.due_before is None or row.due < asked.due_before)]
    return TasksOut(total=len(rows), tasks=[task_out(row) for row in rows[asked.offset:asked.offset + asked.limit]])


@router.get("/plans/{int:plan_id}/levels/{int:upper_id}")
def levels(request: HttpRequest, plan_id: int, upper_id: int) -> dict[str, Any]:
    """The plan under an upper one: clauses carried out, left over, shared; numbers that disagree."""
    return queries.levels_json(who(request), plan_id, upper_id)


@router.get("/plans/{int:plan_id}/papers/{name}")
def paper(request: HttpRequest, plan_id: int, name: str) -> HttpResponse:
    """task-table.xlsx, ledger.xlsx, bulletin.docx or slip.docx, with what the person may see."""
    if name not in PAPERS:
        raise Http404
    title, content = PAPERS[name](who(request), plan_id, today=clock.today(), created=clock.now())
    answer = HttpResponse(content, content_type=MIMES[name.rsplit(".", 1)[-1]])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}"
    return answer


@router.get("/tasks/{int:task_id}", response=TaskOut)
def task(request: HttpRequest, task_id: int) -> TaskOut:
    """One task."""
    return task_out(queries.detail(who(request), task_id, today=clock.today()).row)


@router.post("/tasks/{int:task_id}/reports", response={201: Done})
def report(request: HttpRequest, task_id: int, said: ReportIn) -> Status[Done]:
    """Report progress in the section's words."""
    row = actions.report(commitment_id=task_id, progress=said.progress, problems=said.problems,
                         next_steps=said.next_steps, today=clock.today(), key=f"api:{said.key}", by=who(request),
                         at=clock.now())
    return Status(201, Done(id=row.pk))


@router.post("/tasks/{int:task_id}/values", response={201: Done})
def value(request: HttpRequest, task_id: int, said: ValueIn) -> Status[Done]:
    """Enter a value of one of the task's measures; a second one for the same day replaces it, both are kept."""
    queries.check_measure(who(request), task_id, said.measure, today=clock.today())
    row = actions.add_value(measure_id=said.measure, value=said.value, on=said.on, source=said.source,
                            today=clock.today(), by=who(request), at=clock.now())
    return Status(201, Done(id=row.pk))


@router.get("/jobs/{int:job_id}", response=JobOut)
def job(request: HttpRequest, job_id: int) -> JobOut:
    """How far a job of one's own is."""
    found = jobs.job(job_id)
    if found is None or found.created_by_id != who(request).account_id:
        raise Http404
    return JobOut(id=found.id, state=found.state, step=found.step, total=found.total, message=found.message,
                  findings=list(found.findings))
