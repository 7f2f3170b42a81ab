"""Lists of schools, rooms and the rest: out and in again unchanged, brought in by table, typed on a page, undone."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from junheng.ground.jobs import clock
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.sheets.intake import filled_form
from junheng.ground.units.models import Unit
from junheng.registry.models import ClassYear, Enrolment, Equipment, Post, Room, School, SchoolSpell
from junheng.registry.queries import filled_rows
from junheng.registry.queries.lists import TABLES
from junheng.registry.values.forms import FORMS
from junheng.registry.values.lists import LISTS
from tests.flows.lived import rows_of
from tests.flows.tables import sent, work

DAY = date(2026, 11, 20)
PAPER = "云教〔2026〕40号"


def text(answer) -> str:
    return answer.content.decode()


def somebody(username: str):
    return person_by_id(account_id_of(username), DAY)


def rows_for(username: str, form: str) -> list[list]:
    return [list(row) for row in filled_rows(somebody(username), form, DAY)]


def keys(form: str) -> list[str]:
    return [field.key for field in FORMS[form].fields]


def changed(form: str, row: list, **values) -> list:
    return [values.get(key, cell) for key, cell in zip(keys(form), row, strict=True)]


def table(form: str, rows) -> bytes:
    return filled_form(FORMS[form], rows, created=clock.now())


def held(form: str) -> list[str]:
    names = ("registry_schoolspell", "registry_school", "units_placement") if form == "schools" else (TABLES[form]._meta.db_table,)
    return [str(row) for name in names for row in sorted(map(str, rows_of(name)[1]))]


def taken(client, form: str, rows):
    """A table sent, looked at and written."""
    found = sent(client, table(form, rows), form=form)
    assert found.counts["refused"] == 0, json.loads(found.report)["refusals"][:3]
    client.post(f"/registry/imports/{found.pk}/take/")
    work()
    found.refresh_from_db()
    assert found.state == "taken"
    return found


@pytest.mark.parametrize(("username", "form"), [("bangong", form) for form in ("schools", *LISTS)] + [("ziliao", form) for form in ("rooms", "papers", "digital")])
def test_every_list_goes_out_and_in_again_and_changes_nothing(hall, sign_in, username, form):
    client, before = sign_in(username), held(form)
    out = client.get(f"/registry/imports/{form}.xlsx?filled=1")
    found = sent(client, out.content, form=form)
    assert (found.counts["added"], found.counts["changed"], found.counts["refused"]) == (0, 0, 0), found.report
    assert found.counts["unchanged"] == len(rows_for(username, form)) > 0
    assert held(form) == before


@pytest.mark.parametrize("form", ["rooms", "grounds", "equipment"])
def test_rows_without_codes_are_known_again_so_that_the_same_table_sent_twice_changes_nothing(hall, sign_in, form):
    client = sign_in("ziliao")
    rows = [changed(form, row, code=None) for row in rows_for("ziliao", form)]
    found = sent(client, table(form, rows), form=form)
    assert (found.counts["added"], found.counts["changed"], found.counts["unchanged"]) == (0, 0, len(rows))
    one_more = sent(client, table(form, [*rows, rows[0]]), form=form)
    assert (one_more.counts["added"], one_more.counts["unchanged"]) == (1, len(rows))


def test_rooms_come_in_by_table_and_are_undone_to_the_last_cell(hall, sign_in):
    client, rows, before = sign_in("ziliao"), rows_for("ziliao", "rooms"), held("rooms")
    new = changed("rooms", rows[0], code=None, kind="maker_space", area_dm2=9650, since=date(2026, 9, 1))
    found = taken(client, "rooms", [changed("rooms", rows[0], condition="repair", renewal_due=2027), new])
    assert (found.counts["added"], found.counts["changed"]) == (1, 1)
    fresh = Room.objects.get(kind="maker_space", school__unit__code="X03")
    assert (fresh.area_dm2, fresh.since, fresh.stage) == (9650, date(2026, 9, 1), "primary")
    assert Room.objects.get(code=rows[0][0]).renewal_due == 2027
    assert client.post(f"/registry/imports/{found.pk}/undo/").status_code == 302
    assert held("rooms") == before


def test_a_broken_list_of_rooms_is_refused_at_its_cells(hall, sign_in):
    client, rows, before = sign_in("ziliao"), rows_for("ziliao", "rooms"), held("rooms")
    other = School.objects.get(unit__code="X04")
    bad = [changed("rooms", rows[0], area_dm2=None), changed("rooms", rows[1], code=None, kind="游泳馆"), changed("rooms", rows[2], code="R不存在"),
           changed("rooms", rows[3], school_code=other.school_code, school=None), changed("rooms", rows[4], stage="senior"),
           changed("rooms", rows[5], until=date(1999, 1, 1))]
    found = sent(client, table("rooms", bad), form="rooms")
    refused = {(each["row"], each["column"]) for each in json.loads(found.report)["refusals"]}
    assert refused == {(2, "面积（平方米）"), (3, "用房类别"), (4, "系统编号"), (5, "学校标识码"), (6, "学段"), (7, "停用日期")}
    assert load_workbook(io.BytesIO(client.get(f"/registry/imports/{found.pk}/copy.xlsx").content)).sheetnames[0] == "问题清单"
    assert held("rooms") == before


def test_areas_are_read_to_the_hundredth_and_no_further(hall, sign_in):
    client, row = sign_in("ziliao"), rows_for("ziliao", "rooms")[0]
    book = load_workbook(io.BytesIO(table("rooms", [changed("rooms", row, code=None)])))
    area = keys("rooms").index("area_dm2") + 1
    for value, expected in ((62.55, 6255), (62.300000000000004, 6230), ("1,062.5", 106250), (62.555, None), ("约60", None)):
        book.active.cell(2, area).value = value
        kept = io.BytesIO()
        book.save(kept)
        found = sent(client, kept.getvalue(), form="rooms")
        assert found.counts["added"] == (0 if expected is None else 1), value
        if expected is not None:
            client.post(f"/registry/imports/{found.pk}/take/")
            work()
            assert Room.objects.latest("pk").area_dm2 == expected


def test_schools_open_and_change_by_table_through_the_same_rules_and_are_taken_back(hall, sign_in):
    client, rows, before = sign_in("bangong"), rows_for("bangong", "schools"), held("schools")
    row = next(row for row in rows if "大岭乡初级中学" in row[1])
    name = keys("schools").index("name")
    renamed = changed("schools", row, name="云溪县大岭乡九年一贯制学校", kind="nine_year", since=date(2026, 9, 1), basis=PAPER)
    fresh = changed("schools", row, school_code="2199000999", name="云溪县大岭乡新建小学", short_name="新建小学", kind="primary", since=date(2026, 9, 1), basis=PAPER)
    found = taken(client, "schools", [renamed, fresh])
    assert (found.counts["added"], found.counts["changed"]) == (1, 1)
    spells = list(SchoolSpell.objects.filter(school__school_code=row[0]).order_by("since"))
    assert [spell.name for spell in spells] == [row[name], "云溪县大岭乡九年一贯制学校"]
    assert (spells[0].until, spells[1].since, spells[1].basis) == (date(2026, 9, 1), date(2026, 9, 1), PAPER)
    assert Unit.objects.get(code="2199000999").name == "云溪县大岭乡新建小学"
    assert client.post(f"/registry/imports/{found.pk}/undo/").status_code == 302
    found.refresh_from_db()
    assert found.state == "undone"
    assert held("schools") == before
    assert not Unit.objects.filter(code="2199000999").exists()


def test_a_school_that_already_has_rooms_is_not_taken_back(hall, sign_in):
    client, row = sign_in("bangong"), rows_for("bangong", "schools")[0]
    found = taken(client, "schools", [changed("schools", row, school_code="2199000998", name="云溪县新建学校", short_name=None, since=date(2026, 9, 1), basis=PAPER)])
    fresh = School.objects.get(school_code="2199000998")
    Room.objects.create(code="R-test", school=fresh, stage="primary", kind="classroom", area_dm2=6000, condition="good", since=DAY)
    answer = client.post(f"/registry/imports/{found.pk}/undo/")
    assert answer.status_code == 422
    assert School.objects.filter(school_code="2199000998").exists()


def test_schools_without_a_paper_or_before_their_last_change_are_refused(hall, sign_in):
    client, rows = sign_in("bangong"), rows_for("bangong", "schools")
    found = sent(client, table("schools", [changed("schools", rows[0], capacity=901), changed("schools", rows[1], capacity=902, basis=PAPER, since=date(1930, 1, 1)),
                                           changed("schools", rows[2], township="云外镇", basis=PAPER)]), form="schools")
    refused = {(each["row"], each["column"]) for each in json.loads(found.report)["refusals"]}
    assert refused == {(2, "依据文件"), (3, "生效日期"), (4, "乡镇（街道）")}


def test_only_the_office_may_send_schools_in_and_a_school_only_its_own_rooms(hall, sign_in):
    assert sign_in("ziliao").get("/registry/imports/schools.xlsx").status_code == 403
    assert sign_in("jiaoshi").get("/registry/imports/rooms.xlsx").status_code == 403
    own = {row[keys("rooms").index("school")] for row in rows_for("ziliao", "rooms")}
    assert own == {"云溪县实验小学"}
    other = Room.objects.filter(school__unit__code="X04").first()
    assert sign_in("ziliao").get(f"/registry/lists/rooms/{other.pk}/").status_code == 404


def test_one_room_is_typed_changed_and_ended_on_its_page(hall, sign_in):
    client, school = sign_in("ziliao"), School.objects.get(unit__code="X03").pk
    said = {"school": school, "kind": "laboratory", "area_dm2": "86.4", "networked": "yes", "condition": "good", "since": "2026-09-01"}
    assert client.post("/registry/lists/rooms/new/", {**said, "area_dm2": ""}).status_code == 422
    assert client.post("/registry/lists/rooms/new/", said).status_code == 302
    room = Room.objects.latest("pk")
    assert (room.area_dm2, room.networked, room.stage, room.code) == (8640, True, "primary", f"R0-{room.pk}")
    wrong = client.post(f"/registry/lists/rooms/{room.pk}/", {**said, "stage": "primary", "until": "2026-08-01"})
    assert wrong.status_code == 422
    assert client.post(f"/registry/lists/rooms/{room.pk}/", {**said, "stage": "primary", "until": "2026-11-01"}).status_code == 302
    room.refresh_from_db()
    assert room.until == date(2026, 11, 1)
    assert f"/registry/lists/rooms/{room.pk}/" not in text(client.get("/registry/lists/rooms/"))


def test_coverage_counts_the_schools_without_a_room_and_follows_what_is_written(hall, sign_in):
    client = sign_in("bangong")
    before = client.get("/registry/facilities/").context["card"].coverage
    maker = next(each for each in before if (each.kind, each.level) == ("maker_space", "primary"))
    school = School.objects.get(unit__code="X03").pk
    assert school in dict(maker.missing)
    Room.objects.create(code="R-maker", school_id=school, stage="primary", kind="maker_space", area_dm2=8000, condition="good", since=DAY)
    after = next(each for each in client.get("/registry/facilities/").context["card"].coverage if (each.kind, each.level) == ("maker_space", "primary"))
    assert (after.having, after.schools) == (maker.having + 1, maker.schools)
    assert school not in dict(after.missing)
    assert dict(next(each for each in client.get("/registry/facilities/?on=2026-11-19").context["card"].coverage
                     if (each.kind, each.level) == ("maker_space", "primary")).missing)[school]
    book = load_workbook(io.BytesIO(client.get("/registry/facilities/coverage.xlsx").content))
    assert any("创客空间" in str(cell.value) for row in book.active.iter_rows() for cell in row)


def test_a_list_of_a_thousand_rows_comes_in_pages_and_asks_little(hall, sign_in, django_assert_max_num_queries):
    school = School.objects.get(unit__code="X03")
    Equipment.objects.bulk_create([Equipment(code=f"Q-{number}", school=school, stage="primary", kind="books", count=1, yuan=20, since=DAY)
                                   for number in range(1000)])
    client = sign_in("bangong")
    client.get("/registry/lists/equipment/")
    with django_assert_max_num_queries(12):
        page = text(client.get("/registry/lists/equipment/?kind=books&page=2"))
    assert "2 / " in page


def an_empty_school() -> School:
    """A school whose pupils and staff have gone elsewhere in October."""
    found = School.objects.exclude(unit__code__in=("X03", "X04")).filter(closed=None, spells__kind="kindergarten").first()
    for table in (Enrolment, Post):
        table.objects.filter(school=found, until=None).update(until=date(2026, 10, 31))
    ClassYear.objects.filter(school_class__school=found, until__gt=date(2026, 10, 31)).update(until=date(2026, 10, 31))
    return found


def row_of(found: School) -> list:
    return next(row for row in rows_for("bangong", "schools") if row[0] == found.school_code)


def test_a_school_is_closed_by_table_through_the_verb_of_the_page_and_is_taken_back(hall, sign_in):
    client, gone = sign_in("bangong"), an_empty_school()
    before, rooms = held("schools"), held("rooms")
    row = changed("schools", row_of(gone), standing="closed", closed=date(2026, 11, 1), basis=PAPER)
    found = taken(client, "schools", [row])
    assert (found.counts["added"], found.counts["changed"]) == (0, 1)
    assert "停办" in found.report
    gone.refresh_from_db()
    assert gone.closed == date(2026, 11, 1)
    assert Unit.objects.get(pk=gone.pk).until == date(2026, 11, 1)
    assert not Room.objects.filter(school=gone, until=None, since__lt=date(2026, 11, 1)).exists()
    again = sent(client, table("schools", [row]), form="schools")
    assert (again.counts["unchanged"], again.counts["refused"]) == (1, 0)
    assert client.post(f"/registry/imports/{found.pk}/undo/").status_code == 302
    assert (held("schools"), held("rooms")) == (before, rooms)
    assert Unit.objects.get(pk=gone.pk).until is None


def test_a_day_of_closing_alone_closes_and_a_standing_alone_closes_on_the_day_of_the_table(hall, sign_in):
    client, gone = sign_in("bangong"), an_empty_school()
    look = sent(client, table("schools", [changed("schools", row_of(gone), standing=None, closed=date(2026, 11, 2), basis=PAPER)]), form="schools")
    assert look.counts["changed"] == 1
    taken(client, "schools", [changed("schools", row_of(gone), standing="closed", basis=PAPER)])
    gone.refresh_from_db()
    assert gone.closed == DAY


def test_a_school_with_pupils_on_its_roll_is_not_closed_and_the_dry_run_says_how_many(hall, sign_in):
    client, full = sign_in("bangong"), School.objects.get(unit__code="X03")
    pupils, posts = (table.objects.filter(school=full, until=None).count() for table in (Enrolment, Post))
    before = held("schools")
    found = sent(client, table("schools", [changed("schools", row_of(full), standing="closed", closed=date(2026, 11, 1), basis=PAPER)]), form="schools")
    said = [(each["row"], each["column"], each["values"]["count"]) for each in json.loads(found.report)["refusals"]]
    assert said == [(2, "停办日期", pupils), (2, "停办日期", posts)]
    page = client.get(f"/registry/imports/{found.pk}/").content.decode()
    assert f"仍有{pupils}名在籍学生" in page
    assert held("schools") == before


def test_pupils_who_leave_after_the_day_of_closing_count_on_it(hall, sign_in):
    client, gone = sign_in("bangong"), an_empty_school()
    left = Enrolment.objects.filter(school=gone, until=date(2026, 10, 31)).count()
    found = sent(client, table("schools", [changed("schools", row_of(gone), standing=None, closed=date(2026, 10, 1), basis=PAPER)]), form="schools")
    assert json.loads(found.report)["refusals"][0]["values"]["count"] == left > 0


def test_a_closing_that_contradicts_itself_is_refused_at_its_cell(hall, sign_in):
    client, gone = sign_in("bangong"), an_empty_school()
    row, rows = row_of(gone), rows_for("bangong", "schools")
    fresh = changed("schools", row, school_code="2199000997", standing="closed", basis=PAPER)
    for bad, column in (
            (changed("schools", row, standing="open", closed=date(2026, 11, 1), basis=PAPER), "办学状态"),
            (changed("schools", row, standing="closed"), "依据文件"),
            (changed("schools", row, standing="closed", closed=date(2026, 12, 1), basis=PAPER), "停办日期"),
            (changed("schools", row, standing="closed", closed=date(1950, 1, 1), basis=PAPER), "停办日期"),
            (changed("schools", row, standing="closed", capacity=901, basis=PAPER), "办学状态"),
            (changed("schools", row, standing="撤并", basis=PAPER), "办学状态"),
            (changed("schools", row, closed="去年", basis=PAPER), "停办日期"),
            (fresh, "学校标识码")):
        found = sent(client, table("schools", [bad, *rows[:1]] if bad[0] != rows[0][0] else [bad]), form="schools")
        columns = {each["column"] for each in json.loads(found.report)["refusals"]}
        assert column in columns, (bad, columns)
        assert found.counts["changed"] == 0
    gone.refresh_from_db()
    assert gone.closed is None


def test_a_school_that_gets_pupils_between_the_look_and_the_writing_is_not_closed(hall, sign_in):
    client, gone = sign_in("bangong"), an_empty_school()
    found = sent(client, table("schools", [changed("schools", row_of(gone), standing=None, closed=date(2026, 11, 1), basis=PAPER)]), form="schools")
    stay = Enrolment.objects.filter(school=gone, until=date(2026, 10, 31)).first()
    Enrolment.objects.filter(pk=stay.pk).update(until=None)
    client.post(f"/registry/imports/{found.pk}/take/")
    work()
    gone.refresh_from_db()
    assert gone.closed is None
    assert Unit.objects.get(pk=gone.pk).until is None


def test_a_school_whose_closing_was_changed_since_is_not_taken_back(hall, sign_in):
    client, gone = sign_in("bangong"), an_empty_school()
    found = taken(client, "schools", [changed("schools", row_of(gone), standing=None, closed=date(2026, 11, 1), basis=PAPER)])
    School.objects.filter(pk=gone.pk).update(closed=date(2026, 11, 2))
    assert client.post(f"/registry/imports/{found.pk}/undo/").status_code == 422
