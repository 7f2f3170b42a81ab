"""Those who keep the house: what their rail offers, the audit searched, taken out and checked, sessions, units by name."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from junheng.ground.audit.models import Entry
from junheng.ground.people.models import Account, Appointment

RAIL = re.compile(r'<nav class="rail".*?</nav>', re.DOTALL)
DOCK = re.compile(r'<nav class="dock".*?</nav>', re.DOTALL)


def rooms(client, part, address="/me/"):
    """The keys of the places that the rail or the dock leads to."""
    return re.findall(r'data-room="(\w+)"', part.search(client.get(address).content.decode()).group())


@pytest.mark.parametrize(("username", "rail", "dock", "home"), [
    ("xitong", ["home", "units", "people"], ["people", "units"], "/people/"),
    ("anquanyuan", ["home", "units", "people"], ["people", "units"], "/people/"),
    ("shenjiyuan", ["home", "units", "people", "audit"], ["audit", "people"], "/audit/"),
    ("xueqian", ["home", "mine", "plans", "data", "draws"], ["mine", "plans"], "/plans/mine/"),
    ("shenji", ["home", "mine", "plans", "data", "draws", "people", "audit"], ["mine", "plans"], None),
])
def test_the_rail_and_the_dock_offer_what_is_ones_own(county, sign_in, username, rail, dock, home):
    client = sign_in(username)
    assert rooms(client, RAIL) == rail
    assert rooms(client, DOCK) == [*dock, "notices", "me"]
    assert client.get("/").headers["Location"] == (home or f"/plans/{county}/")


def test_an_administrator_has_no_search_for_tasks(county, sign_in):
    assert 'action="/plans/search/"' not in sign_in("xitong").get("/people/").content.decode()
    assert 'action="/plans/search/"' in sign_in("xueqian").get("/me/").content.decode()


def sentences(client, **asked):
    """The sentences that a search shows."""
    return [sentence for _, _, sentence, _ in client.get("/audit/", asked).context["lines"]]


def test_the_audit_is_searched_by_person_kind_act_and_day(county, sign_in):
    client = sign_in("shenjiyuan")
    lines = client.get("/audit/", {"who": "陈岚", "kind": "plans/commitment", "act": "change"}).context["lines"]
    assert lines
    assert {(entry.actor_name, entry.kind, entry.act.value) for entry, *_ in lines} == {
        ("陈岚", "plans/commitment", "change")}
    days = {entry.at.date().isoformat() for entry, *_ in
            client.get("/audit/", {"first": "2026-10-20", "last": "2026-10-31"}).context["lines"]}
    assert days
    assert all("2026-10-19" <= day <= "2026-10-31" for day in days)


def test_the_audit_is_searched_by_words_as_they_are_read(county, sign_in):
    client = sign_in("shenjiyuan")
    found = sentences(client, words="佐证 校外培训")
    assert found
    assert all("佐证" in said and "校外培训" in said for said in found)
    assert sentences(client, words="没有这样的字") == []
    assert sentences(client, who="服务器控制台")
    assert sentences(client, words="%_") == []


def test_the_entries_looked_for_go_out_as_a_workbook_and_that_is_written_down(county, sign_in):
    client = sign_in("shenjiyuan")
    answer = client.get("/audit/entries.xlsx", {"who": "陈岚"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert {row[2] for row in sheet.iter_rows(min_row=3, values_only=True)} == {"陈岚"}
    assert sheet.max_row - 2 == Entry.objects.filter(actor_name="陈岚").count()
    last = Entry.objects.order_by("-seq").first()
    assert (last.act, last.kind, last.actor_name) == ("look", "audit/entry", "审计员")


def test_a_button_says_whether_the_chain_holds(county, sign_in):
    client = sign_in("shenjiyuan")
    page = client.post("/audit/verify/")
    entries = Entry.objects.count()
    assert f"共 {entries} 条" in page.content.decode()
    assert page.context["holds"]
    assert client.post("/audit/verify/", {"checkpoint": page.context["line"]}).context["holds"]
    forged = page.context["line"].replace(page.context["end"].hash, "0" * 64)
    page = client.post("/audit/verify/", {"checkpoint": forged})
    assert not page.context["holds"]
    assert "审计链不完整" in page.content.decode()
    assert client.post("/audit/verify/", {"checkpoint": "不是校验点"}).status_code == 422


@pytest.mark.parametrize("username", ["juzhang", "bangong", "xueqian", "xitong", "anquanyuan"])
def test_nobody_else_reads_takes_out_or_checks_the_audit(county, sign_in, username):
    client = sign_in(username)
    assert client.get("/audit/").status_code == 403
    assert client.get("/audit/entries.xlsx").status_code == 403
    assert client.post("/audit/verify/").status_code == 403


def signed_in_by_password(username, password):
    """A client that signed in as people do, so that its session is listed."""
    account = Account.objects.get(username=username)
    if not account.check_password(password):
        account.set_password(password)
        account.save()
    client = Client()
    assert client.post("/accounts/login/", {"login": username, "password": password}).status_code == 302
    return client


def test_one_session_of_ones_own_ends_and_the_others_go_on(county):
    here, there = (signed_in_by_password("xueqian", "Yunxi-2026-lin") for _ in range(2))
    lost = UserSession.objects.get(session_key=there.session.session_key)
    assert f"/me/sessions/{lost.pk}/end/" in here.get("/accounts/sessions/").content.decode()
    assert here.post(f"/me/sessions/{lost.pk}/end/").status_code == 302
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


def test_a_session_of_somebody_else_is_not_ones_to_end(county, sign_in):
    other = signed_in_by_password("xueqian", "Yunxi-2026-lin")
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    sign_in("jijiao").post(f"/me/sessions/{theirs.pk}/end/")
    assert other.get("/me/").status_code == 200
    account = Account.objects.get(username="xueqian").pk
    sign_in("anquanyuan").post(f"/people/{account}/session/", {"session": theirs.pk})
    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize("written", ["云溪县柳林镇中心小学", "柳林中心小学", "X04"])
def test_a_unit_is_appointed_to_by_its_name_its_short_name_or_its_code(county, sign_in, written):
    account = Account.objects.get(username="jiaoshi").pk
    client = sign_in("anquanyuan")
    assert client.post(f"/people/{account}/appoint/", {"role": "clerk", "unit": written}).status_code == 302
    assert Appointment.objects.get(account_id=account, role="clerk").unit.code == "X04"


def test_a_name_that_no_unit_or_several_carry_is_asked_again_and_nothing_typed_is_lost(county, sign_in):
    client = sign_in("xitong")
    client.post("/units/open/", {"code": "T9", "name": "第二实验小学", "short_name": "实验小学", "kind": "school"})
    for words, said in (("没有的股", "没有叫"), ("实验小学", "有多个单位叫")):
        page = client.post("/units/open/", {"code": "N1", "name": "新校", "kind": "school", "managing": words})
        assert page.status_code == 422
        text = page.content.decode()
        assert said in text
        assert f'value="{words}"' in text


def test_accounts_are_found_by_name_duty_or_unit(county, sign_in):
    client = sign_in("xitong")
    assert [card.username for card, _ in client.get("/people/", {"q": "科长 财务"}).context["rows"]] == ["caiwu"]
    assert len(client.get("/people/").context["rows"]) == Account.objects.count()


def test_an_address_that_forms_are_sent_to_leads_to_its_page_when_it_is_reloaded(county, sign_in):
    for username, address, page in (("xitong", "/people/open/", "/people/"), ("xitong", "/units/look/", "/units/"),
                                    ("xitong", "/units/1/rename/", "/units/1/"), ("shenjiyuan", "/audit/verify/", "/audit/")):
        answer = sign_in(username).get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (302, page), address
