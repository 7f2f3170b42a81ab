"""The access table, asked without a database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from junheng.ground.people.access import Denied, check_may, may, may_at_all, reach
from junheng.ground.people.table import VERBS, Scope, access_table, as_markdown, read_table
from junheng.ground.people.tests.staff import somebody
from junheng.ground.people.values import ADMINISTRATORS, Role, separate

ROOT = Path(__file__).resolve().parents[5]
LEADER, SECTION, OTHER, CENTRAL, SCHOOL = 10, 11, 12, 13, 14

head = somebody((Role.HEAD, 1, [LEADER, SECTION, OTHER, CENTRAL, SCHOOL]))
deputy = somebody((Role.DEPUTY, LEADER, [SECTION, CENTRAL, SCHOOL]))
office = somebody((Role.OFFICE, OTHER, []))
officer = somebody((Role.OFFICER, SECTION, [CENTRAL, SCHOOL]))
school_head = somebody((Role.SCHOOL_HEAD, SCHOOL, []))
teacher = somebody((Role.TEACHER, SCHOOL, []), account_id=5)
auditor = somebody((Role.AUDITOR, 1, []))


def test_the_page_is_what_the_table_says() -> None:
    assert (ROOT / "docs" / "access.md").read_text(encoding="utf-8") == as_markdown(access_table()), (
        "run tools/access_doc.py"
    )


def test_the_tool_that_writes_the_page_agrees() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "access_doc.py"), "--check"],
        check=False,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0


def test_the_office_uploads_and_adopts_and_nobody_below_does() -> None:
    assert may(office, "change", "plans/plan")
    assert may(office, "approve", "plans/review")
    for person in (deputy, officer, school_head, teacher, auditor):
        assert not may(person, "change", "plans/plan", unit_ids=[SECTION])
        assert not may(person, "approve", "plans/review", unit_ids=[SECTION])


def test_a_postponement_is_agreed_by_its_leader_in_charge_or_the_head_only() -> None:
    assert may(head, "approve", "plans/change", unit_ids=[LEADER])
    assert may(deputy, "approve", "plans/change", unit_ids=[LEADER])
    assert not may(deputy, "approve", "plans/change", unit_ids=[99])
    for person in (office, officer, school_head, auditor):
        assert not may(person, "approve", "plans/change", unit_ids=[LEADER, SECTION, SCHOOL])


def test_the_lead_section_reports_and_a_supporting_unit_only_sees() -> None:
    assert may(officer, "change", "plans/progress", unit_ids=[SECTION])
    supporting = somebody((Role.OFFICER, OTHER, []))
    assert may(supporting, "see", "plans/commitment", unit_ids=[SECTION, OTHER])
    assert not may(supporting, "change", "plans/progress", unit_ids=[SECTION])


def test_the_office_reports_on_its_own_tasks_and_not_for_others() -> None:
    assert may(office, "change", "plans/progress", unit_ids=[OTHER])
    assert not may(office, "change", "plans/progress", unit_ids=[SECTION])


def test_a_school_sees_the_tasks_it_has_a_part_in() -> None:
    assert may(school_head, "see", "plans/commitment", unit_ids=[SECTION, SCHOOL])
    assert not may(school_head, "see", "plans/commitment", unit_ids=[SECTION])


def test_a_teacher_sees_what_the_teacher_is_responsible_for() -> None:
    assert may(teacher, "see", "plans/commitment", unit_ids=[SCHOOL], owner_id=5)
    assert not may(teacher, "see", "plans/commitment", unit_ids=[SCHOOL], owner_id=6)


def test_an_auditor_sees_everything_but_children_and_numbers_and_changes_nothing_but_the_own_account() -> None:
    covered = {"registry/pupil", "registry/pupil-sealed", "registry/staff-sealed", "registry/pupil-event", "registry/staff-event",
               "registry/pupil-correction", "registry/staff-correction", "registry/headcount", "registry/slip", "registry/return", "registry/pupil-twice", "registry/staff-twice",
               "registry/pupil-national", "registry/staff-national"}
    own = {"people/account", "people/session", "people/token", "notify/notice"}
    for kind in access_table().kinds:
        if kind != "notify/notice":
            assert reach(auditor, "see", kind).everything == (kind not in covered), kind
        assert may_at_all(auditor, "change", kind) == (kind in own)
        assert not may_at_all(auditor, "approve", kind)
        assert not may(auditor, "change", kind, unit_ids=[1], owner_id=99)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_sees_no_plan_task_proof_or_attachment(role: Role) -> None:
    admin = somebody((role, 1, [SECTION]))
    for kind in access_table().kinds:
        if kind.startswith(("plans/", "files/")):
            assert not any(may_at_all(admin, verb, kind) for verb in VERBS), kind


def test_the_three_administrators_share_no_duty() -> None:
    duties = [
        {
            (verb, kind)
            for kind in access_table().kinds
            for verb in VERBS[1:]
            if access_table().scope(role, verb, kind) is not None
        }
        for role in sorted(ADMINISTRATORS)
    ]
    assert not any(a & b for i, a in enumerate(duties) for b in duties[i + 1 :])


def test_nobody_changes_the_audit() -> None:
    for role in Role:
        person = somebody((role, 1, [SECTION]))
        assert not may_at_all(person, "change", "audit/entry")


def test_an_account_without_appointment_has_itself_and_the_directory() -> None:
    nobody = somebody(account_id=9)
    assert may(nobody, "change", "people/account", owner_id=9)
    assert not may(nobody, "change", "people/account", owner_id=1)
    assert may(nobody, "see", "units/unit")
    assert not may(nobody, "see", "plans/plan")


def test_two_appointments_reach_each_at_its_own_unit() -> None:
    both = somebody((Role.OFFICER, SECTION, []), (Role.DEPUTY, LEADER, []))
    assert may(both, "approve", "plans/change", unit_ids=[LEADER])
    assert not may(both, "approve", "plans/change", unit_ids=[SECTION])


def test_a_list_is_cut_exactly_as_single_objects_are_judged() -> None:
    for person in (head, deputy, office, officer, school_head, teacher, auditor):
        for kind in access_table().kinds:
            for verb in VERBS:
                cut = reach(person, verb, kind)
                for units, owner in (([SECTION], 5), ([SCHOOL], 1), ([LEADER, OTHER], None), ([], 99)):
                    by_cut = (
                        cut.everything
                        or (cut.own and owner == person.account_id)
                        or bool(cut.unit_ids & set(units))
                    )
                    assert may(person, verb, kind, unit_ids=units, owner_id=owner) == by_cut


def test_a_refusal_says_what_to_do() -> None:
    with pytest.raises(Denied) as denied:
        check_may(teacher, "approve", "plans/change", unit_ids=[SCHOOL])
    assert denied.value.finding.code == "access/approve"
    assert denied.value.finding.remedy


def test_a_question_about_an_unknown_kind_is_a_slip_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        may(head, "see", "plans/comitment")


def spoil(change: Callable[[dict], object]) -> dict:
    read: dict = {
        "roles": dict(access_table().roles),
        "a/b": {
            "title": "x",
            "units": "x",
            "see_means": "x",
            "change_means": "x",
            "approve_means": "x",
            "see": {"county": ["head"]},
        },
    }
    change(read)
    return read


@pytest.mark.parametrize(
    "change",
    [
        lambda read: read["roles"].pop("head"),
        lambda read: read["a/b"]["see"].update(own=["head"]),
        lambda read: read["a/b"]["see"].update(own=["boss"]),
        lambda read: read["a/b"]["see"].update(galaxy=["deputy"]),
    ],
)
def test_a_table_that_contradicts_itself_is_not_read(change: Callable[[dict], object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_table(spoil(change))


def test_scopes_are_listed_from_narrow_to_wide() -> None:
    assert [scope.value for scope in Scope] == ["own", "unit", "below", "county"]


def test_an_administrator_stands_alone() -> None:
    assert separate([Role.SYSTEM_ADMIN])
    assert separate([Role.OFFICER, Role.INSPECTOR])
    assert not separate([Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
    assert not separate([Role.SECURITY_ADMIN, Role.TEACHER])
