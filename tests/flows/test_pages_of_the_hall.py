"""Stories of the hall's pages: chosen columns, the directory, duty rotas, the map, the head's one page."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from junheng.ground.audit.models import Entry
from junheng.ground.units.models import Unit
from junheng.registry.models import (
    ClassYear,
    DutyDay,
    Enrolment,
    Import,
    OverviewChoice,
    Pupil,
    Room,
    SchoolSpell,
)
from junheng.registry.queries.finding import begins
from junheng.shell.demo import PEOPLE

DAY = date(2026, 11, 20)
WORKS_HERE = {name for name, _, role, _ in PEOPLE if role not in {"system_admin", "security_admin", "audit_admin"}}


def unit(code: str) -> int:
    return Unit.objects.get(code=code).pk


def text(answer) -> str:
    return answer.content.decode()


def sheet(answer):
    return load_workbook(io.BytesIO(answer.content)).active


def choose(client, *verbs: str) -> None:
    for verb in verbs:
        assert client.post("/registry/overview/columns/", {"do": verb}).status_code == 302


def test_chosen_columns_come_in_the_chosen_order_on_the_screen_and_in_excel_and_are_remembered_for_one_person(hall, sign_in):
    client = sign_in("jijiao")
    choose(client, "usual", "add:boarders", "earlier:boarders", "remove:township", "later:kind")
    kept = ["ownership", "kind", "locale", "classes", "pupils", "pupils_per_class", "staff", "pupils_per_teacher", "boarders", "room_area_per_pupil"]
    assert OverviewChoice.objects.get().columns == kept
    head = [cell.value for cell in sheet(client.get("/registry/overview/table.xlsx"))[2]]
    assert head == ["序号", "学校名称", "办别", "办学类型", "城乡", "班数", "学生数", "平均班额", "教职工数", "生师比", "住校生数", "生均用房面积（㎡）"]
    page = text(client.get("/registry/overview/")).split("<thead>")[1].split("</thead>")[0]
    assert sorted(head[2:], key=page.index) == head[2:]
    assert "住校生数" not in text(sign_in("juzhang").get("/registry/overview/")).split("<thead>")[1].split("</thead>")[0]


def test_cells_of_the_overview_are_those_of_the_rows_of_a_school_and_the_last_row_is_of_all(hall, sign_in):
    client, school = sign_in("juzhang"), unit("X03")
    OverviewChoice.objects.all().delete()
    choose(client, *(f"remove:{each}" for each in ("township", "kind", "ownership", "locale", "pupils_per_class", "staff", "pupils_per_teacher",
                                                   "classes", "room_area_per_pupil")), "add:girls", "add:room_area", "add:room_area_per_pupil", "add:primary_pupils")
    rows = [[cell.value for cell in row] for row in sheet(client.get("/registry/overview/table.xlsx?on=2026-11-20"))]
    found = next(row for row in rows if row[1] == "云溪县实验小学")
    pupils = Enrolment.objects.filter(school=school, since__lte=DAY, until=None)
    area = sum(Room.objects.filter(school=school, since__lte=DAY, until=None).values_list("area_dm2", flat=True))
    assert found[2:] == [str(pupils.count()), str(pupils.filter(pupil__sex="female").count()), f"{area / 100:.1f}", f"{area / 100 / pupils.count():.2f}",
                         str(pupils.count())]
    assert rows[-1][1] == "合计"
    assert rows[-1][2] == str(Enrolment.objects.filter(since__lte=DAY, until=None).count())


def test_a_column_that_is_no_more_and_a_verb_that_never_was_harm_nothing(hall, sign_in):
    client = sign_in("juzhang")
    choose(client, "add:pupils", "add:nonsense", "explode:pupils", "earlier:girls", "")
    OverviewChoice.objects.update(columns=["pupils", "gone", "pupils"])
    assert [cell.value for cell in sheet(client.get("/registry/overview/table.xlsx"))[2]] == ["序号", "学校名称", "学生数"]


def test_the_directory_names_heads_and_duty_telephones_and_no_persons_own(hall, sign_in):
    office, school = unit("S01"), unit("X03")
    assert sign_in("bangong").post(f"/registry/directory/{office}/", {"phone": "100-8888001", "room": "301"}).status_code == 302
    assert sign_in("xiaozhang").post(f"/registry/directory/{school}/", {"phone": "100-8888003"}).status_code == 302
    assert sign_in("xiaozhang").post(f"/registry/directory/{office}/", {"phone": "1"}).status_code == 403
    assert sign_in("jiaoshi").get(f"/registry/directory/{school}/").status_code == 403
    page = text(sign_in("jiaoshi").get("/registry/directory/"))
    for word in ("100-8888001", "100-8888003", "周明远", "贺晴", "办公室"):
        assert word in page
    rows = [[cell.value for cell in row] for row in sheet(sign_in("duxue").get("/registry/directory/table.xlsx?q=实验小学"))]
    assert rows[-1] == ["云溪县实验小学", "贺晴", "100-8888003", ""]
    assert Entry.objects.filter(kind="registry/contact", ref=str(school)).count() == 1


@pytest.mark.parametrize("address", ["directory/", "duty/", "overview/", "map/"])
def test_who_works_here_sees_the_pages_and_administrators_do_not(hall, sign_in, address):
    assert {name for name, _, _, _ in PEOPLE if sign_in(name).get(f"/registry/{address}").status_code == 200} == WORKS_HERE


def typed(**days: str) -> dict[str, str]:
    return {f"{field}-2026-11-{day[1:]}": value for day, names in days.items() for field, value in zip(("leader", "person", "phone"), names.split(), strict=False)}


def test_a_rota_typed_in_is_swapped_with_its_reason_and_the_audit_keeps_both(hall, sign_in):
    office, client = unit("S01"), sign_in("bangong")
    assert client.post(f"/registry/duty/{office}/fill/?month=2026-11", typed(d20="何文清 林静 10000000001", d21="罗敏 许立 10000000002")).status_code == 302
    assert "许立" in text(client.get(f"/registry/duty/?unit={office}&month=2026-11"))
    swapped = {"first": "2026-11-20", "second": "2026-11-21", "reason": "外出开会"}
    assert client.post(f"/registry/duty/{office}/swap/?month=2026-11", {**swapped, "reason": " "}).status_code == 422
    assert client.post(f"/registry/duty/{office}/swap/?month=2026-11", {**swapped, "second": "2026-11-20"}).status_code == 422
    assert client.post(f"/registry/duty/{office}/swap/?month=2026-11", swapped).status_code == 302
    assert list(DutyDay.objects.filter(unit=office).values_list("on", "leader", "person", "phone")) == [
        (date(2026, 11, 20), "罗敏", "许立", "10000000002"), (date(2026, 11, 21), "何文清", "林静", "10000000001")]
    said = Entry.objects.filter(kind="registry/duty", ref=str(office)).last()
    assert (said.values["whom"], said.values["other"], said.values["reason"]) == ("林静", "许立", "外出开会")
    today = text(sign_in("jiaoshi").get("/registry/duty/")).split("今日值班")[1]
    assert "许立" in today


def test_a_day_with_a_leader_and_nobody_at_the_telephone_is_refused_and_nothing_typed_is_lost(hall, sign_in):
    office = unit("S01")
    answer = sign_in("bangong").post(f"/registry/duty/{office}/fill/?month=2026-11", {**typed(d20="何文清 林静 1"), "leader-2026-11-21": "罗敏", "person-2026-11-21": ""})
    assert answer.status_code == 422
    assert 'value="罗敏"' in text(answer)
    assert not DutyDay.objects.exists()


def table(*rows: tuple[str, ...]) -> io.BytesIO:
    book = Workbook()
    for row in (("日期", "单位", "带班领导", "值班人员", "值班电话"), *rows):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    held.seek(0)
    held.name = "值班表.xlsx"
    return held


def test_a_rota_comes_from_a_table_whole_or_not_at_all_and_only_for_ones_own_units(hall, sign_in):
    school, client = unit("X03"), sign_in("xiaozhang")
    good = ("2026-12-01", "", "贺晴", "田小禾", "10000000003")
    refused = client.post(f"/registry/duty/{school}/bring/?month=2026-12", {"file": table(good, ("2026-12-02", "教育局办公室", "", "林静", ""), ("32日", "", "", "某人", ""))})
    assert refused.status_code == 422
    assert "不是您可以排班的单位" in text(refused)
    assert not DutyDay.objects.exists()
    assert client.post(f"/registry/duty/{school}/bring/?month=2026-12", {"file": table(good)}).status_code == 302
    out = client.get(f"/registry/duty/table.xlsx?unit={school}&month=2026-12")
    DutyDay.objects.all().delete()
    rows = [row for row in sheet(out).iter_rows(min_row=3, values_only=True) if row[3]]
    assert rows == [("2026-12-01", "二", "贺晴", "田小禾", "10000000003")]


def test_nobody_fills_the_rota_of_a_unit_that_is_not_theirs(hall, sign_in):
    office = unit("S01")
    for name in ("jiaoshi", "duxue", "shenji", "xiaozhang"):
        assert sign_in(name).post(f"/registry/duty/{office}/fill/?month=2026-11", typed(d20="a b c")).status_code in {403, 404}, name
    assert not DutyDay.objects.exists()


def test_the_map_draws_every_school_that_has_a_place_and_lists_those_without(hall, sign_in):
    lost = SchoolSpell.objects.filter(until=None).first()
    SchoolSpell.objects.filter(pk=lost.pk).update(longitude_e6=None, latitude_e6=None)
    page = text(sign_in("jijiao").get("/registry/map/"))
    listed, drawn = page.split('id="drawing"')
    for name in SchoolSpell.objects.filter(until=None, school__closed=None).values_list("name", flat=True):
        assert name in listed
    assert f'"id": {lost.school_id},' not in drawn
    assert "没有坐标" in listed
    outlines = json.loads(drawn.split(">", 1)[1].split("</script>")[0])["townships"]
    assert {each["name"] for each in outlines} >= {"城关镇", "大岭乡"}
    assert all(len(each["corners"]) > 2 for each in outlines if len(each["villages"]) > 2)


def test_the_head_opens_on_the_own_school_with_what_to_correct(hall, sign_in):
    client, school = sign_in("xiaozhang"), unit("X03")
    assert client.get("/").headers["Location"] == "/school/"
    year = ClassYear.objects.filter(school_class__school=school, since__lte=DAY, until__gt=DAY).first()
    ClassYear.objects.filter(pk=year.pk).update(head_teacher=None)
    DutyDay.objects.create(unit_id=school, on=DAY, person="田小禾")
    Import.objects.create(form="pupils", file_name="一年级.xlsx", sha256="0" * 64, size=1, state="looked", on=DAY, counts={"refused": 3},
                          created_by_id=int(client.session["_auth_user_id"]), created_at=Entry.objects.last().at)
    pupil = Pupil.objects.filter(enrolments__school=school, enrolments__until=None).first()
    sign_in("ziliao").post(f"/registry/pupils/{pupil.pk}/", {"reason": "核对转学材料"})
    page = text(client.get("/school/"))
    for word in ("云溪县实验小学", "没有班主任", "田小禾", "一年级.xlsx", "3行未通过", "核对转学材料",
                 f"<b>{Enrolment.objects.filter(school=school, until=None).count()}</b>"):
        assert word in page, word


def test_nobody_opens_another_schools_page_and_the_bureau_has_none(hall, sign_in):
    assert sign_in("xiaozhang").get(f"/school/?unit={unit('X04')}").status_code == 404
    assert sign_in("juzhang").get("/school/").status_code == 404
    assert sign_in("xitong").get("/school/").status_code == 404


@pytest.mark.parametrize("letters", ["w", "wl", "z", "zz", "az", "zy"])
def test_names_by_their_initials_are_those_that_begin_with_them(hall, letters):
    every = Pupil.objects.values_list("pk", "initials")
    assert set(Pupil.objects.filter(begins("initials", letters)).values_list("pk", flat=True)) == {pk for pk, held in every if held.startswith(letters)}
