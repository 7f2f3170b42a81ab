"""Groups over time, governance papers with their ends and files, bandwidth for each class: on any day, by page and by table."""

from __future__ import annotations

import io
import json
from datetime import date

from junheng.ground.files.models import Attachment
from junheng.registry.models import Digital, GroupMember, Paper, Programme, School, SchoolSpell
from tests.flows.tables import sent
from tests.flows.test_lists_are_kept import changed, rows_for, table, taken, text

PAPER = "云教〔2026〕41号"
PDF = b"%PDF-1.4\n%invented\n"


def school(code: str) -> int:
    return School.objects.get(unit__code=code).pk


def test_a_school_that_leaves_a_group_is_still_in_it_on_the_days_before(hall, sign_in):
    client, unit = sign_in("bangong"), school("X04")
    row = GroupMember.objects.filter(school=unit, leads=False).first()
    said = {"group": row.group, "kind": row.kind, "leads": "no", "since": row.since.isoformat(), "until": "2026-11-01", "basis": PAPER}
    assert client.post(f"/registry/lists/groups/{row.pk}/", said).status_code == 302
    assert row.group in text(client.get(f"/registry/schools/{unit}/?on=2026-10-31"))
    assert row.group not in text(client.get(f"/registry/schools/{unit}/"))
    members = {group.name: [each.school_id for each in group.members] for group in client.get("/registry/groups/?on=2026-10-31").context["card"].groups}
    assert unit in members[row.group]


def test_a_group_has_one_leader_at_a_time_and_a_school_only_once(hall, sign_in):
    client = sign_in("bangong")
    lead = GroupMember.objects.filter(leads=True).first()
    other = SchoolSpell.objects.filter(until=None).exclude(school__in=GroupMember.objects.filter(group=lead.group).values("school")).first().school_id
    said = {"school": other, "group": lead.group, "kind": lead.kind, "leads": "yes", "since": "2026-09-01"}
    assert client.post("/registry/lists/groups/new/", said).status_code == 422
    assert client.post("/registry/lists/groups/new/", {**said, "leads": "no", "kind": "pair" if lead.kind != "pair" else "group"}).status_code == 422
    assert client.post("/registry/lists/groups/new/", {**said, "leads": "no"}).status_code == 302
    assert client.post("/registry/lists/groups/new/", {**said, "leads": "no"}).status_code == 422
    assert sign_in("ziliao").post("/registry/lists/groups/new/", said).status_code == 403


def test_two_leaders_in_one_table_are_refused_and_nothing_is_written(hall, sign_in):
    client, rows = sign_in("bangong"), rows_for("bangong", "groups")
    fresh = [changed("groups", row, code=None, group="新集团", kind="group", leads=True, since=date(2026, 9, 1)) for row in rows[:2]]
    found = sent(client, table("groups", fresh), form="groups")
    assert (found.counts["added"], found.counts["refused"]) == (1, 1)
    assert {each["column"] for each in json.loads(found.report)["refusals"]} == {"牵头学校"}
    assert not GroupMember.objects.filter(group="新集团").exists()


def test_groups_come_in_by_table_and_are_undone(hall, sign_in):
    client, rows, before = sign_in("bangong"), rows_for("bangong", "groups"), sorted(GroupMember.objects.values_list("code", "until"), key=str)
    fresh = [changed("groups", row, code=None, group="新集团", kind="group", leads=number == 0, since=date(2026, 9, 1)) for number, row in enumerate(rows[:2])]
    found = taken(client, "groups", [changed("groups", rows[0], until=date(2026, 11, 1)), *fresh])
    assert GroupMember.objects.filter(group="新集团").count() == 2
    assert client.post(f"/registry/imports/{found.pk}/undo/").status_code == 302
    assert sorted(GroupMember.objects.values_list("code", "until"), key=str) == before


def test_a_paper_that_ends_within_the_days_of_the_rule_is_due_until_a_new_one_is_written_down(hall, sign_in):
    client, unit = sign_in("bangong"), school("X03")
    Paper.objects.filter(school=unit, kind="legal_deputy").delete()
    said = {"school": unit, "kind": "legal_deputy", "number": "云司〔2023〕1号", "holder": "严法", "since": "2023-12-01", "valid_until": "2026-12-01"}
    assert client.post("/registry/lists/papers/new/", said).status_code == 302

    def due() -> list[str]:
        return [row.number for row in client.get("/registry/papers/").context["card"].due if row.school_id == unit]

    assert "云司〔2023〕1号" in due()
    assert client.post("/registry/lists/papers/new/", {**said, "number": "云司〔2026〕9号", "since": "2026-11-20", "valid_until": "2029-11-19"}).status_code == 302
    assert "云司〔2023〕1号" not in due()
    assert client.post("/registry/lists/papers/new/", said).status_code == 422


def test_a_school_without_a_valid_paper_is_named_by_the_coverage(hall, sign_in):
    client, unit = sign_in("bangong"), school("X03")

    def missing() -> set[int]:
        rows = client.get("/registry/papers/").context["card"].coverage
        return set(dict(next(each for each in rows if (each.kind, each.level) == ("parents", "school")).missing))

    Paper.objects.filter(school=unit, kind="parents").delete()
    assert unit in missing()
    row = Paper.objects.create(code="P-x", school_id=unit, kind="parents", number="1号", since=date(2024, 1, 1), valid_until=date(2026, 11, 19))
    assert unit in missing()
    Paper.objects.filter(pk=row.pk).update(valid_until=date(2026, 11, 20))
    assert unit not in missing()


def test_the_file_of_a_paper_opens_for_its_school_and_the_bureau_and_for_no_other_school(hall, sign_in):
    paper = Paper.objects.filter(school=school("X03")).first()
    file = io.BytesIO(PDF)
    file.name = "章程.pdf"
    assert sign_in("ziliao").post(f"/registry/papers/{paper.pk}/file/", {"file": file}).status_code == 302
    attachment = Attachment.objects.latest("pk")
    for username, status in (("ziliao", 200), ("bangong", 200), ("duxue", 200), ("jiaoshi", 404), ("xitong", 404)):
        assert sign_in(username).get(f"/files/{attachment.pk}/").status_code == status, username
    bad = io.BytesIO(b"MZ\x00\x00")
    bad.name = "章程.exe"
    assert sign_in("ziliao").post(f"/registry/papers/{paper.pk}/file/", {"file": bad}).status_code == 422
    assert sign_in("jiaoshi").post(f"/registry/papers/{paper.pk}/file/", {"file": io.BytesIO(PDF)}).status_code == 404


def test_a_school_sees_its_own_papers_only(hall, sign_in):
    rows = sign_in("ziliao").get("/registry/lists/papers/").context["rows"]
    assert {row.school_id for row, _, _ in rows} == {school("X03")}
    assert sign_in("xitong").get("/registry/papers/").status_code == 403


def test_bandwidth_for_each_class_follows_what_the_school_says_from_a_day_on(hall, sign_in):
    client, unit = sign_in("ziliao"), school("X03")

    def row(day: str = "2026-11-20"):
        return next(each for each in client.get(f"/registry/networks/?on={day}").context["card"].rows if each.school_id == unit)

    classes = row().classes
    said = {"school": unit, "since": "2026-11-10", "bandwidth_mbps": 10 * classes - 1, "wireless": "whole", "pupil_terminals": 10}
    assert client.post("/registry/lists/digital/new/", said).status_code == 302
    assert (row().short_mbps, row().since) == (1, date(2026, 11, 10))
    assert row("2026-11-09").since < date(2026, 11, 10)
    assert Digital.objects.filter(school=unit, until=None).count() == 1
    assert client.post("/registry/lists/digital/new/", {**said, "since": "2026-11-01"}).status_code == 422
    assert client.post("/registry/lists/digital/new/", {**said, "since": "2026-11-20", "bandwidth_mbps": 10 * classes, "accounts_opened": 5, "accounts_used": 6}).status_code == 422
    assert client.post("/registry/lists/digital/new/", {**said, "since": "2026-11-20", "bandwidth_mbps": 10 * classes}).status_code == 302
    assert row().short_mbps == 0


def test_a_new_state_by_table_ends_the_one_before_and_undo_opens_it_again(hall, sign_in):
    client, rows, unit = sign_in("ziliao"), rows_for("ziliao", "digital"), school("X03")
    before = list(Digital.objects.filter(school=unit).values_list("code", "since", "until", "bandwidth_mbps"))
    found = taken(client, "digital", [changed("digital", rows[0], code=None, since=date(2026, 11, 15), bandwidth_mbps=900)])
    assert Digital.objects.get(school=unit, until=None).bandwidth_mbps == 900
    assert client.post(f"/registry/imports/{found.pk}/undo/").status_code == 302
    assert list(Digital.objects.filter(school=unit).values_list("code", "since", "until", "bandwidth_mbps")) == before


def test_a_programme_has_a_code_of_six_digits_and_ends_on_a_day(hall, sign_in):
    client, row = sign_in("bangong"), Programme.objects.first()
    said = {"school": row.school_id, "programme_code": "71020", "name": "物联网技术应用", "level": "secondary", "since": "2026-09-01"}
    assert client.post("/registry/lists/programmes/new/", said).status_code == 422
    assert client.post("/registry/lists/programmes/new/", {**said, "programme_code": "710102", "teachers": 3, "double_qualified": 4}).status_code == 422
    assert client.post("/registry/lists/programmes/new/", {**said, "programme_code": "710102"}).status_code == 302
    assert "物联网技术应用" in text(client.get("/registry/lists/programmes/"))
    assert "物联网技术应用" not in text(client.get("/registry/lists/programmes/?on=2026-08-31"))
