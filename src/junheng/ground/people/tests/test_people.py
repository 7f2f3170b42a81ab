"""Accounts and appointments."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from typer.testing import CliRunner

from junheng.ground.audit.queries import entries, verify
from junheng.ground.kernel.findings import Refused
from junheng.ground.people import actions, commands, models, queries, unit_actions
from junheng.ground.people.access import Denied
from junheng.ground.people.tests.staff import DAY, PASSWORD, hire, person
from junheng.ground.people.values import Role
from junheng.ground.units import queries as units
from junheng.ground.units.tests.county import NOW, OPENED, build
from junheng.ground.units.values import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids() -> dict[str, int]:
    return build()


@pytest.fixture
def security(ids: dict[str, int]):
    return hire("anquan", (Role.SECURITY_ADMIN, ids["B"]))


@pytest.fixture
def system(ids: dict[str, int]):
    return hire("xitong", (Role.SYSTEM_ADMIN, ids["B"]))


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.findings[0].code


def test_a_person_is_known_in_two_queries_and_in_one_with_the_tree(
    ids: dict[str, int], django_assert_num_queries
) -> None:
    hire("li", (Role.OFFICER, ids["S1"]), (Role.INSPECTOR, ids["P1"]))
    account = models.Account.objects.get(username="li")
    with django_assert_num_queries(2):
        without = queries.person_of(account, DAY)
    tree = units.tree(DAY)
    with django_assert_num_queries(1):
        found = queries.person_of(account, DAY, tree=tree)
    with django_assert_num_queries(0):
        assert found.units_of(Role.OFFICER) == {ids["S1"]}
        assert found.roles == {Role.OFFICER, Role.INSPECTOR}
        assert found.scope == {ids["S1"], ids["P1"]}
    assert without == found


def test_a_deputy_reaches_the_whole_portfolio(ids: dict[str, int]) -> None:
    found = hire("wang", (Role.DEPUTY, ids["L1"]))
    assert found.scope == {ids[code] for code in ("L1", "S1", "Z1", "P1", "P2", "D1")}


def test_an_appointment_counts_on_its_days_only(ids: dict[str, int], security) -> None:
    found = hire("li", (Role.OFFICER, ids["S1"]))
    actions.end_appointment(appointment_id=found.appointments[0].id, until=DAY, by=security, at=NOW)
    account = models.Account.objects.get(username="li")
    assert queries.person_of(account, DAY).appointments == ()
    assert queries.person_of(account, DAY - timedelta(days=1)).holds(Role.OFFICER)
    assert queries.person_of(account, OPENED - timedelta(days=1)).appointments == ()


def test_a_new_account_has_a_temporary_password_that_must_be_changed(system) -> None:
    opened = actions.open_account(username="Zhang.San", name="张三", by=system, at=NOW)
    account = models.Account.objects.get(pk=opened.account_id)
    assert opened.temporary_password is not None
    assert account.check_password(opened.temporary_password)
    assert queries.owed_before_work(account) == "password"
    with pytest.raises(Refused) as refused:
        actions.change_own_password(account_id=account.pk, password=opened.temporary_password, at=NOW)
    assert code_of(refused) == "people/password-temporary"
    actions.change_own_password(account_id=account.pk, password="柳溪的春天来得早2026", at=NOW)
    account.refresh_from_db()
    assert queries.owed_before_work(account) is None


@pytest.mark.parametrize("username", ["ZHANG.san", " zhang.san ", "ｚｈａｎｇ.ｓａｎ"])
def test_a_sign_in_name_is_taken_whatever_its_case_and_width(username: str, system) -> None:
    actions.open_account(username="zhang.san", name="张三", by=system, at=NOW)
    with pytest.raises(Refused) as refused:
        actions.open_account(username=username, name="张三丰", by=system, at=NOW)
    assert code_of(refused) == "people/username-taken"


@pytest.mark.parametrize(
    ("username", "name"), [("", "张三"), ("zhang", " "), ("zhang san", "张三"), ("a" * 61, "张三")]
)
def test_an_account_needs_a_usable_name(username: str, name: str, system) -> None:
    with pytest.raises(Refused):
        actions.open_account(username=username, name=name, by=system, at=NOW)


def test_only_the_system_administrator_opens_accounts_and_only_the_security_administrator_appoints(
    ids: dict[str, int], security, system
) -> None:
    with pytest.raises(Denied):
        actions.open_account(username="x", name="x", by=security, at=NOW)
    opened = actions.open_account(username="x", name="x", by=system, at=NOW)
    with pytest.raises(Denied):
        actions.appoint(
            account_id=opened.account_id, role=Role.TEACHER, unit_id=ids["P1"], since=DAY, by=system, at=NOW
        )
    actions.appoint(
        account_id=opened.account_id, role=Role.TEACHER, unit_id=ids["P1"], since=DAY, by=security, at=NOW
    )
    assert person("x").holds(Role.TEACHER)


def test_nobody_appoints_oneself(ids: dict[str, int], security) -> None:
    with pytest.raises(Refused) as refused:
        actions.appoint(
            account_id=security.account_id, role=Role.HEAD, unit_id=ids["B"], since=DAY, by=security, at=NOW
        )
    assert code_of(refused) == "people/own-appointment"


@pytest.mark.parametrize("first", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
@pytest.mark.parametrize("second", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.OFFICER])
def test_an_administrator_holds_no_second_role_in_either_order(
    ids: dict[str, int], first: Role, second: Role
) -> None:
    for number, roles in enumerate(((first, second), (second, first))):
        with pytest.raises(Refused) as refused:
            hire(f"p{number}", (roles[0], ids["S2"]), (roles[1], ids["S0"]))
        assert code_of(refused) == "people/administrators-apart"


def test_an_administrator_may_take_another_role_once_the_first_has_ended(
    ids: dict[str, int], security
) -> None:
    found = hire("li", (Role.SYSTEM_ADMIN, ids["B"]))
    actions.end_appointment(appointment_id=found.appointments[0].id, until=DAY, by=security, at=NOW)
    with pytest.raises(Refused):
        actions.appoint(
            account_id=found.account_id,
            role=Role.OFFICER,
            unit_id=ids["S1"],
            since=DAY - timedelta(days=1),
            by=security,
            at=NOW,
        )
    actions.appoint(
        account_id=found.account_id, role=Role.OFFICER, unit_id=ids["S1"], since=DAY, by=security, at=NOW
    )
    assert person("li").roles == {Role.OFFICER}


def test_the_database_itself_refuses_a_second_administrator_role(ids: dict[str, int], security) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Appointment.objects.create(
            account_id=security.account_id, role=Role.AUDIT_ADMIN, unit_id=ids["S1"], since=DAY
        )


@pytest.mark.parametrize(
    ("role", "unit", "code"),
    [
        (Role.SCHOOL_HEAD, "S1", "people/unit-of-another-kind"),
        (Role.DEPUTY, "B", "people/unit-of-another-kind"),
        (Role.OFFICER, "S1", "people/appointed"),
    ],
)
def test_an_appointment_that_makes_no_sense_is_refused(
    ids: dict[str, int], role: Role, unit: str, code: str
) -> None:
    found = hire("li", (Role.OFFICER, ids["S1"]))
    with pytest.raises(Refused) as refused:
        actions.appoint(account_id=found.account_id, role=role, unit_id=ids[unit], since=DAY, by=None, at=NOW)
    assert code_of(refused) == code


def test_a_closed_account_has_no_way_in_and_no_appointment(ids: dict[str, int], system) -> None:
    found = hire("li", (Role.OFFICER, ids["S1"]))
    actions.close_account(account_id=found.account_id, on=DAY, by=system, at=NOW)
    account = models.Account.objects.get(pk=found.account_id)
    assert not account.is_active
    assert not account.check_password(PASSWORD)
    assert queries.people_at(DAY) == [h for h in queries.people_at(DAY) if h.account_id != found.account_id]
    assert person("li").appointments == ()
    assert queries.person_by_id(found.account_id, DAY) is None
    assert queries.names([found.account_id]) == {found.account_id: "li"}
    temporary = actions.reopen_account(account_id=found.account_id, by=system, at=NOW)
    account.refresh_from_db()
    assert account.check_password(temporary)


def test_who_holds_what_where_is_one_query(ids: dict[str, int], django_assert_num_queries) -> None:
    hire("li", (Role.OFFICER, ids["S1"]))
    hire("wang", (Role.SECTION_CHIEF, ids["S1"]))
    with django_assert_num_queries(1):
        found = queries.people_at(DAY, unit_ids=[ids["S1"]], roles=[Role.SECTION_CHIEF])
    assert [holder.name for holder in found] == ["wang"]


def test_the_list_of_accounts_asks_four_queries(ids: dict[str, int], django_assert_num_queries) -> None:
    for number in range(5):
        hire(f"p{number}", (Role.OFFICER, ids["S1"]))
    with django_assert_num_queries(4):
        assert len(queries.accounts(DAY)) == 5


@pytest.mark.parametrize(
    ("role", "unit", "needed"),
    [
        (Role.HEAD, "B", True),
        (Role.DEPUTY, "L1", True),
        (Role.OFFICE, "S0", True),
        (Role.SYSTEM_ADMIN, "B", True),
        (Role.SECURITY_ADMIN, "B", True),
        (Role.AUDIT_ADMIN, "B", True),
        (Role.OFFICER, "S1", False),
        (Role.SCHOOL_HEAD, "P1", False),
    ],
)
def test_powerful_roles_need_a_second_factor_before_work(
    ids: dict[str, int], settings, django_assert_num_queries, role: Role, unit: str, needed: bool
) -> None:
    settings.JUNHENG_DEMO = False
    hire("li", (role, ids[unit]))
    account = models.Account.objects.get(username="li")
    with django_assert_num_queries(1):
        assert queries.must_set_up_second_factor(account) is needed
    assert queries.must_set_up_second_factor(person("li")) is needed
    Authenticator.objects.create(user=account, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert queries.must_set_up_second_factor(account) is needed
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    assert not queries.must_set_up_second_factor(account)
    assert not queries.must_set_up_second_factor(person("li"))


def test_the_demonstration_county_needs_no_second_factor(ids: dict[str, int], settings) -> None:
    settings.JUNHENG_DEMO = True
    hire("li", (Role.HEAD, ids["B"]))
    assert not queries.must_set_up_second_factor(models.Account.objects.get(username="li"))


def test_a_lost_second_factor_is_taken_away_by_the_security_administrator_alone(
    ids: dict[str, int], security, system
) -> None:
    found = hire("li", (Role.HEAD, ids["B"]))
    account = models.Account.objects.get(pk=found.account_id)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    actions.reset_password(account_id=account.pk, by=system, at=NOW)
    assert person("li").second_factor
    with pytest.raises(Denied):
        actions.reset_second_factor(account_id=account.pk, by=system, at=NOW)
    actions.reset_second_factor(account_id=account.pk, by=security, at=NOW)
    assert not person("li").second_factor


def test_sessions_are_ended_by_their_owner_or_the_security_administrator(
    ids: dict[str, int], security, system, client
) -> None:
    found = hire("li", (Role.OFFICER, ids["S1"]))
    account = models.Account.objects.get(pk=found.account_id)
    for _ in range(2):
        client.force_login(account)
        UserSession.objects.create(
            user=account, ip="10.0.0.8", user_agent="Browser", session_key=client.session.session_key
        )
        client.cookies.clear()
    cards = queries.sessions_of(account.pk)
    assert [card.address for card in cards] == ["10.0.0.8", "10.0.0.8"]
    with pytest.raises(Denied):
        actions.revoke_sessions(account_id=account.pk, by=system, at=NOW)
    assert actions.revoke_sessions(account_id=account.pk, by=found, at=NOW, session_ids=[cards[0].id]) == 1
    assert actions.revoke_sessions(account_id=account.pk, by=security, at=NOW) == 1
    assert queries.sessions_of(account.pk) == []
    assert len(entries(kind="people/session", ref=str(account.pk))) == 2


def test_every_verb_leaves_a_sentence_and_no_password(ids: dict[str, int], security, system) -> None:
    opened = actions.open_account(username="li", name="李青", by=system, at=NOW)
    appointment = actions.appoint(
        account_id=opened.account_id, role=Role.OFFICER, unit_id=ids["S1"], since=DAY, by=security, at=NOW
    )
    actions.end_appointment(appointment_id=appointment, until=date(2026, 9, 1), by=security, at=NOW)
    temporary = actions.reset_password(account_id=opened.account_id, by=system, at=NOW)
    actions.unlock(account_id=opened.account_id, by=security, at=NOW)
    actions.change_account(account_id=opened.account_id, by=system, at=NOW, name="李小青")
    actions.close_account(account_id=opened.account_id, on=DAY, by=system, at=NOW)
    said = entries(ref=str(opened.account_id), kind="people/account")
    said += entries(ref=str(opened.account_id), kind="people/appointment")
    assert len(said) == 7
    assert {entry.actor_name for entry in said} == {"xitong", "anquan"}
    assert not any(temporary in str(entry) for entry in said)
    assert verify() == []


def test_units_are_changed_by_the_system_administrator_alone(ids: dict[str, int], security, system) -> None:
    options: dict[str, Any] = {"code": "N", "name": "新校", "kind": Kind.SCHOOL, "since": DAY, "at": NOW}
    with pytest.raises(Denied):
        unit_actions.open_unit(by=security, **options)
    made = unit_actions.open_unit(by=system, **options)
    assert entries(kind="units/unit", ref=str(made))[0].actor_id == system.account_id


def test_one_chooses_the_own_language_and_nothing_else(ids: dict[str, int]) -> None:
    li, wang = hire("li", (Role.OFFICER, ids["S1"])), hire("wang", (Role.OFFICER, ids["S1"]))
    actions.change_account(account_id=li.account_id, by=li, at=NOW, language="en")
    assert person("li").language == "en"
    with pytest.raises(Denied):
        actions.change_account(account_id=wang.account_id, by=li, at=NOW, language="en")
    with pytest.raises(Denied):
        actions.change_account(account_id=li.account_id, by=li, at=NOW, name="局长")
    with pytest.raises(Refused):
        actions.change_account(account_id=li.account_id, by=li, at=NOW, language="xx")


def test_the_console_opens_the_first_administrators(ids: dict[str, int]) -> None:
    run = CliRunner().invoke
    made = run(
        commands.app,
        [
            "open",
            "xitong",
            "--name",
            "赵管",
            "--role",
            "system_admin",
            "--unit",
            "B",
            "--since",
            "2024-01-01",
        ],
    )
    assert made.exit_code == 0
    assert models.Account.objects.get(username="xitong").check_password(made.stdout.strip())
    listed = run(commands.app, ["list", "--json"])
    assert json.loads(listed.stdout)["appointments"] == [{"role": "system_admin", "unit": "B"}]


def test_the_console_stores_nothing_when_the_unit_is_unknown(ids: dict[str, int]) -> None:
    made = CliRunner().invoke(
        commands.app, ["open", "xitong", "--name", "赵管", "--role", "system_admin", "--unit", "nowhere"]
    )
    assert made.exit_code == 3
    assert not models.Account.objects.exists()
