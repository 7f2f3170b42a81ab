"""Every address as every role: nobody meets a fault, and nobody opens what is not theirs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from junheng.ground.draws.models import Draw
from junheng.ground.snapshots.models import Snapshot
from junheng.ground.units.models import Unit
from junheng.registry.models import (
    CheckFinding,
    NationalDifference,
    NationalFile,
    Pair,
    Pupil,
    Return,
    Room,
    Round,
    SchoolClass,
    StaffMember,
)
from junheng.rooms.plans.models import Candidate, Change, Commitment, Milestone, Order, Plan, Proof
from junheng.shell.demo import PEOPLE

READERS_OF_ALL = {"juzhang", "bangong", "bangong2", "duxue", "shenji"}
NO_BUSINESS = {"xitong", "anquanyuan", "shenjiyuan"}
OPEN_TO_ALL = {"/health/", "/accounts/login/", "/i18n/setlang/", "/draws/check/", "/draws/verify_draw.py"}
PUBLIC = ("/accounts/", "/api/", "/draws/public/", "/registry/slip/")


def addresses(patterns, prefix=""):
    """Every pattern of the site with its full address."""
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def filled(pattern: str, plan: int) -> str:
    """A pattern with numbers of things that exist."""
    known = {
        "<int:plan_id>": plan, "<int:task_id>": Commitment.objects.first().pk,
        "<int:candidate_id>": Candidate.objects.first().pk, "<slug:verb>": "nothing", "<int:job_id>": 1,
        "schools/<int:unit_id>": f"schools/{Unit.objects.get(code='X03').pk}",
        "<int:unit_id>": Commitment.objects.exclude(lead_unit=None).first().lead_unit_id,
        "<int:change_id>": Change.objects.first().pk, "<int:order_id>": Order.objects.first().pk,
        "<int:milestone_id>": Milestone.objects.first().pk, "<int:proof_id>": Proof.objects.first().pk,
        "<int:upper_id>": Plan.objects.get(level="upper").pk, "<int:attachment_id>": Candidate.objects.first().version.attachment_id, "<int:account_id>": 1,
        "lists/<slug:name>": "lists/rooms", "<int:row_id>": first_row(), "<int:paper_id>": 1, "<int:base_id>": 1, "<int:booking_id>": 1,
        "<int:draw_id>": Draw.objects.last().pk, "<slug:name>": "roster", "<int:rerun_id>": 1, "<int:session_id>": 1, "<int:token_id>": 1,
        "<name>": "ledger.xlsx", "<int:import_id>": 1, "<int:number>": 1, "<int:round_id>": asked(Round), "<int:return_id>": asked(Return), "<int:class_id>": first(SchoolClass), "<int:pupil_id>": first(Pupil), "<int:member_id>": first(StaffMember),
        "<int:event_id>": 1, "<int:correction_id>": 1,
        "<int:snapshot_id>": Snapshot.objects.values_list("pk", flat=True).first() or 1,
        "<int:finding_id>": one_of(CheckFinding), "<int:pair_id>": one_of(Pair),
        "<int:node_id>": 1, "<int:file_id>": one_of(NationalFile), "<int:difference_id>": one_of(NationalDifference),
    }
    for slot, value in known.items():
        pattern = pattern.replace(slot, str(value))
    assert "<" not in pattern, f"no example for {pattern}"
    return "/" + pattern


def one_of(table) -> int:
    """The number of any row, 1 where there is none."""
    return table.objects.values_list("pk", flat=True).first() or 1


def first(table) -> int:
    """The number of somebody or something of 实验小学, where there is a register at all."""
    here = {SchoolClass: "school", Pupil: "enrolments__school", StaffMember: "posts__school"}[table]
    return table.objects.filter(**{f"{here}__unit__code": "X03"}).values_list("pk", flat=True).first() or 1


def asked(table) -> int:
    """The number of a round or of what 实验小学 is asked in it, where there is a register at all."""
    rows = table.objects.filter(unit__code="X03") if table is Return else table.objects.filter(kind="table")
    return rows.values_list("pk", flat=True).first() or 1


def first_row() -> int:
    """The number of a room of 实验小学, where there is a register at all."""
    return Room.objects.filter(school__unit__code="X03").values_list("pk", flat=True).first() or 1


def every_address(plan: int) -> list[str]:
    """All addresses of the site with examples filled in."""
    return [filled(pattern, plan) for pattern in addresses(get_resolver().url_patterns)]


@pytest.mark.parametrize("part", range(4))
def test_nobody_meets_a_fault_at_any_address(hall, sign_in, part):
    for username, _, _, _ in list(PEOPLE)[part::4]:
        client = sign_in(username)
        for address in every_address(hall):
            if "logout" in address:
                continue
            for method in (client.get, client.post):
                assert method(address).status_code < 500, f"{username} {method.__name__} {address}"


def test_a_stranger_is_sent_to_the_sign_in_from_every_address(county):
    for address in every_address(county):
        if address in OPEN_TO_ALL or address.startswith(PUBLIC):
            continue
        answer = Client().get(address)
        assert answer.status_code in {302, 405}, address
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/accounts/login/"), address


@pytest.mark.parametrize("username", sorted(NO_BUSINESS))
def test_administrators_see_no_business(county, sign_in, username):
    client = sign_in(username)
    task = Commitment.objects.first()
    assert client.get(f"/plans/tasks/{task.pk}/").status_code == 404
    for address in (f"/plans/{county}/", f"/plans/{county}/ledger.xlsx", f"/plans/{county}/bulletin.docx"):
        assert client.get(address).status_code == 403, address
    assert task.title not in client.get("/plans/overdue/").content.decode()


def test_a_section_chief_sees_the_tasks_of_the_section_and_no_others(county, sign_in):
    client = sign_in("xueqian")
    for task in Commitment.objects.select_related("lead_unit"):
        led_here = task.lead_unit.short_name == "学前股"
        mine = task.owner.username == "xueqian" if task.owner else False
        expected = 200 if led_here or mine else 404
        assert client.get(f"/plans/tasks/{task.pk}/").status_code == expected, task.title


def test_a_school_sees_no_task_in_which_it_is_not_named(county, sign_in):
    client = sign_in("xiaozhang")
    named = Commitment.objects.filter(support_units__code="X03")
    assert named
    for task in Commitment.objects.all():
        expected = 200 if task in named else 404
        assert client.get(f"/plans/tasks/{task.pk}/").status_code == expected, task.title


def test_only_the_office_may_decide_at_the_desk(county, sign_in):
    row = Candidate.objects.filter(status="accepted").first()
    for username, _, role, _ in PEOPLE:
        answer = sign_in(username).post(f"/plans/candidates/{row.pk}/reject/")
        assert (answer.status_code in {200, 422}) == (role == "office"), username


def test_the_auditor_reads_everything_and_changes_nothing(county, sign_in):
    client = sign_in("shenji")
    task = Commitment.objects.filter(closed_at=None).first()
    assert client.get(f"/plans/tasks/{task.pk}/").status_code == 200
    for verb in ("hand-in", "close"):
        assert client.post(f"/plans/tasks/{task.pk}/{verb}/").status_code == 403
    assert client.get("/audit/").status_code == 200


def test_a_plans_file_opens_for_those_who_may_read_the_plan(county, sign_in):
    attachment = Candidate.objects.first().version.attachment_id
    assert sign_in("jijiao").get(f"/files/{attachment}/").status_code == 200
    assert sign_in("xitong").get(f"/files/{attachment}/").status_code == 404
