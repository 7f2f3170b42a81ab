"""A table is asked once, answered in mixed ways, sent back where it is wrong, chased, and put together; a notice is received."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from junheng.ground.jobs import actions as jobs
from junheng.ground.jobs.models import Job
from junheng.ground.notify.models import Notice
from junheng.ground.units.models import Unit
from junheng.registry.models import Handed, Pupil, Return, Round, Version

PASTED = "学校名称\t学生数\t班级数\t课后服务参加人数\t其中困难学生\t投入经费（万元）\t是否配备保安\t备注"


@pytest.fixture
def hall(hall):
    """The register, nothing asked yet."""
    Round.objects.all().delete()
    return hall


def draft(client, headings: str = PASTED, **more) -> Round:
    """A round as an asker makes it, from pasted headings."""
    answer = client.post("/registry/rounds/new/", {"kind": "table", "title": "课后服务情况统计表", "basis": "云教基〔2026〕8号", "list_number": "YX-12",
                                                  "minutes": "10", "due": "2026-12-01", "on": "2026-11-20", "headings": headings, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Round.objects.latest("pk")


def columns_as_shown(row: Round, **more) -> dict[str, str]:
    sent = {}
    for place, each in enumerate(row.columns, start=1):
        sent |= {f"o-{place}": str(place), f"t-{place}": each["title"], f"k-{place}": f"known:{each['known']}" if each["known"] else each["kind"],
                 f"m-{place}": each["measure"], f"c-{place}": "、".join(each["choices"]), f"s-{place}": "", f"x-{place}": ""}
        if each["required"]:
            sent[f"r-{place}"] = "1"
    return sent | {"title": row.title, "basis": row.basis, "list_number": row.list_number, "minutes": "10", "due": "2026-12-01", "on": "2026-11-20",
                   "text": ""} | more


def units(*codes: str) -> list[str]:
    return [str(Unit.objects.get(code=code).pk) for code in codes]


def sent_out(client, *codes: str, **more) -> Round:
    row = draft(client)
    answer = client.post(f"/registry/rounds/{row.pk}/save/", columns_as_shown(row, send="1", units=units(*codes), **{"x-5": "4"}, **more))
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert row.state == "open"
    return row


def of(row: Round, code: str) -> Return:
    return Return.objects.get(round=row, unit__code=code)


def filled(**more) -> dict[str, str]:
    return {"version": "0", "v-0-c4": "120", "v-0-c5": "6", "v-0-c6": "3.5", "v-0-c7": "1", "v-0-c8": "", **more}


def book(*rows: list) -> io.BytesIO:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    file.seek(0)
    return file


def named(file: io.BytesIO, name: str) -> io.BytesIO:
    file.name = name
    return file


def work() -> None:
    for number in Job.objects.filter(state="waiting", kind="registry.handed").values_list("pk", flat=True):
        jobs.run(number)


HEADS = ["学校名称", "在校生数", "班级数", "课后服务参加人数", "其中困难学生", "投入经费（万元）", "是否配备保安", "备注"]


def test_what_the_register_knows_is_not_asked_again(hall, sign_in):
    row = draft(sign_in("jijiao"))
    known = {each["title"]: each["known"] for each in row.columns}
    assert (known["学校名称"], known["学生数"], known["班级数"]) == ("name", "pupils", "classes")
    kinds = {each["title"]: (each["kind"], each["measure"]) for each in row.columns if not each["known"]}
    assert kinds["课后服务参加人数"] == ("whole", "")
    assert kinds["投入经费"] == ("amount", "万元")
    assert kinds["是否配备保安"][0] == "yes"
    refused = sign_in("jijiao").post(f"/registry/rounds/{row.pk}/save/", columns_as_shown(row, **{"k-2": "whole"}))
    assert refused.status_code == 422
    assert "“学生数”系统已有（在校生数）" in refused.content.decode()


def test_headings_come_from_the_askers_own_table(hall, sign_in):
    client = sign_in("jijiao")
    row = draft(client, headings="", file=named(book(["课后服务情况统计表"], ["序号", "学校", "学生数", "社团个数"], [1, "", "", ""]), "表样.xlsx"))
    assert [each["title"] for each in row.columns] == ["学校", "学生数", "社团个数"]


def test_a_table_without_a_basis_or_without_a_question_is_not_sent(hall, sign_in):
    client = sign_in("jijiao")
    row = draft(client, basis="")
    answer = client.post(f"/registry/rounds/{row.pk}/save/", columns_as_shown(row, send="1", units=units("X03")))
    assert answer.status_code == 422
    assert "没有依据不得收表" in answer.content.decode()
    nothing = client.post("/registry/rounds/new/", {"kind": "table", "title": "学生数", "basis": "文", "minutes": "1", "due": "2026-12-01",
                                                   "on": "2026-11-20", "headings": "学校\n学生数"})
    assert nothing.status_code == 422
    assert "系统都已有" in nothing.content.decode()


def test_a_school_answers_on_its_page_and_sees_its_numbers_filled_in(hall, sign_in):
    row = sent_out(sign_in("jijiao"), "X03", "X04")
    school, answer = sign_in("ziliao"), of(row, "X03")
    assert Notice.objects.filter(link=f"/registry/returns/{answer.pk}/").count() == 2  # head and clerk
    page = school.get(f"/registry/returns/{answer.pk}/").content.decode()
    here = Pupil.objects.filter(enrolments__school__unit__code="X03", enrolments__until=None).count()
    assert f"<dd>{here}</dd>" in page
    assert school.post(f"/registry/returns/{answer.pk}/send/", filled(**{"v-0-c4": "一百"})).status_code == 422
    refused = school.post(f"/registry/returns/{answer.pk}/send/", filled(**{"v-0-c5": "121"}))
    assert refused.status_code == 422
    assert "超过“课后服务参加人数”的 120" in refused.content.decode()
    assert 'value="121"' in refused.content.decode()  # nothing that was typed is lost
    assert school.post(f"/registry/returns/{answer.pk}/send/", filled()).status_code == 302
    answer.refresh_from_db()
    assert (answer.state, answer.version) == ("returned", 1)
    assert f'"c2": {here}' in answer.versions.get().lines  # what was known then stays with it


def test_a_draft_is_kept_and_not_sent(hall, sign_in):
    row = sent_out(sign_in("jijiao"), "X03")
    school, answer = sign_in("ziliao"), of(row, "X03")
    assert school.post(f"/registry/returns/{answer.pk}/send/", filled(draft="1", **{"v-0-c5": ""})).status_code == 302
    page = school.get(f"/registry/returns/{answer.pk}/").content.decode()
    assert 'value="120"' in page
    answer.refresh_from_db()
    assert answer.state == "asked"


def test_the_second_of_two_people_is_told_who_was_first(hall, sign_in):
    row = sent_out(sign_in("jijiao"), "X03")
    answer = of(row, "X03")
    assert sign_in("ziliao").post(f"/registry/returns/{answer.pk}/send/", filled()).status_code == 302
    second = sign_in("xiaozhang").post(f"/registry/returns/{answer.pk}/send/", filled(**{"v-0-c4": "99"}))
    assert second.status_code == 422
    assert "田小禾 已于 2026-11-20 上报了此表" in second.content.decode()
    assert Version.objects.filter(answer=answer).count() == 1


def test_a_schools_own_file_goes_out_filled_and_comes_back(hall, sign_in):
    row = sent_out(sign_in("jijiao"), "X03")
    school, answer = sign_in("ziliao"), of(row, "X03")
    out = load_workbook(io.BytesIO(school.get(f"/registry/returns/{answer.pk}/form.xlsx").content))
    sheet = out.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["学校名称", "学生数（人）", "班级数（个）", "课后服务参加人数", "其中困难学生", "投入经费（万元）", "是否配备保安", "备注"]
    assert sheet["A2"].value == "云溪县实验小学"
    for column, value in zip("DEFG", (88, 3, 1.25, "是"), strict=True):
        sheet[f"{column}2"] = value
    file = io.BytesIO()
    out.save(file)
    file.seek(0)
    sent = school.post(f"/registry/returns/{answer.pk}/file/", {"version": "0", "file": named(file, "实验小学.xlsx")})
    assert sent.status_code == 302, sent.content.decode()
    kept = answer.versions.get()
    assert '"c4": 88' in kept.lines
    assert '"c6": "1.25"' in kept.lines
    assert kept.via == "file"


def test_a_wrong_file_is_refused_whole_with_every_fault_at_its_cell(hall, sign_in):
    row = sent_out(sign_in("jijiao"), "X03")
    answer = of(row, "X03")
    sheet = book(HEADS, ["云溪县实验小学", "", "", "很多", 3, "=1+1", "也许", ""])
    refused = sign_in("ziliao").post(f"/registry/returns/{answer.pk}/file/", {"version": "0", "file": named(sheet, "a.xlsx")})
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "“很多”不是整数" in said
    assert "“也许”" in said
    assert not Version.objects.exists()
    other = book(HEADS, ["云溪县柳林镇中心小学", "", "", 1, 0, 0, "是", ""])
    refused = sign_in("ziliao").post(f"/registry/returns/{answer.pk}/file/", {"version": "0", "file": named(other, "b.xlsx")})
    assert "不是云溪县实验小学负责填报的学校" in refused.content.decode()


def test_files_from_elsewhere_find_their_schools(hall, sign_in):
    asker = sign_in("jijiao")
    row = sent_out(asker, "X03", "X04", "X05")
    sign_in("ziliao").post(f"/registry/returns/{of(row, 'X03').pk}/send/", filled())
    files = [named(book(HEADS, ["云溪县柳林镇中心小学", "", "", 70, 2, 1, "否", ""]), "柳林.xlsx"),
             named(book(HEADS[3:], [60, 2, 1, "否", ""]), "大岭中心小学 课后服务.xlsx"),
             named(book(HEADS, ["云溪县实验小学", "", "", 120, 6, 3.5, "是", ""]), "实小.xlsx"),
             named(book(HEADS, ["云溪县实验小学", "", "", 121, 6, 3.5, "是", ""]), "实小改.xlsx"),
             named(book(HEADS[3:], [60, 2, 1, "否", ""]), "谁的.xlsx"), named(io.BytesIO(b"not a table"), "坏.xlsx")]
    assert asker.post(f"/registry/rounds/{row.pk}/hand/", {"files": files}).status_code == 302
    work()
    states = dict(Handed.objects.values_list("file_name", "state"))
    assert states == {"柳林.xlsx": "taken", "大岭中心小学 课后服务.xlsx": "taken", "实小.xlsx": "unchanged", "实小改.xlsx": "refused", "谁的.xlsx": "refused",
                      "坏.xlsx": "refused"}
    page = asker.get(f"/registry/rounds/{row.pk}/").content.decode()
    assert "与此文件不一致" in page
    assert "无法判断《谁的.xlsx》是哪个单位报的" in page
    assert not Handed.objects.exclude(content=None).exists()  # read once, not kept
    assert {each.via for each in Version.objects.all()} == {"page", "asker"}


def test_an_answer_is_sent_back_corrected_and_every_version_stays(hall, sign_in):
    asker, school = sign_in("jijiao"), sign_in("ziliao")
    row = sent_out(asker, "X03")
    answer = of(row, "X03")
    school.post(f"/registry/returns/{answer.pk}/send/", filled())
    assert asker.post(f"/registry/rounds/{row.pk}/back/", {"return": answer.pk, "words": ""}).status_code == 422
    asker.post(f"/registry/rounds/{row.pk}/back/", {"return": answer.pk, "words": "经费单位应为万元"})
    page = school.get(f"/registry/returns/{answer.pk}/").content.decode()
    assert "经费单位应为万元" in page
    assert 'value="3.5"' in page
    school.post(f"/registry/returns/{answer.pk}/send/", filled(version="1", **{"v-0-c6": "0.35"}))
    assert list(answer.versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_whoever_is_missing_is_named_in_a_text_to_copy_and_reminded_once_a_day(hall, sign_in):
    asker = sign_in("jijiao")
    row = sent_out(asker, "X03", "X04")
    sign_in("ziliao").post(f"/registry/returns/{of(row, 'X03').pk}/send/", filled())
    page = asker.get(f"/registry/rounds/{row.pk}/").content.decode()
    assert "【催报】《课后服务情况统计表》（云教基〔2026〕8号）应于 2026-12-01 前报送。 截至 2026-11-20，尚有 1 个单位未报：云溪县柳林镇中心小学。" in page
    before = Notice.objects.count()
    asker.post(f"/registry/rounds/{row.pk}/remind/")
    told = Notice.objects.count() - before
    asker.post(f"/registry/rounds/{row.pk}/remind/")
    assert Notice.objects.count() - before == told


def test_one_workbook_has_the_askers_columns_totals_and_doubts(hall, sign_in):
    asker = sign_in("jijiao")
    row = sent_out(asker, "X03", "X04", "X05")
    sign_in("ziliao").post(f"/registry/returns/{of(row, 'X03').pk}/send/", filled(**{"remark-c2": "实有少两人，已转出", "v-0-c8": '=HYPERLINK("x")'}))
    asker.post(f"/registry/rounds/{row.pk}/hand/", {"files": [named(book(HEADS, ["云溪县柳林镇中心小学", "", "", 70, 2, 1, "否", ""]), "柳林.xlsx")]})
    work()
    made = load_workbook(io.BytesIO(asker.get(f"/registry/rounds/{row.pk}/table.xlsx").content))
    sheet = made["汇总表"]
    assert [cell.value for cell in sheet[2]][1:] == ["学校名称", "学生数（人）", "班级数（个）", "课后服务参加人数", "其中困难学生", "投入经费（万元）", "是否配备保安", "备注"]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=3)]
    assert rows[0][1] == "云溪县实验小学"
    assert rows[0][4:8] == [120, 6, 3.5, "是"]
    assert rows[0][8] == '=HYPERLINK("x")'
    assert sheet["I3"].data_type == "s"  # a formula that somebody typed is a text
    assert rows[-1][0] == "合计"
    assert rows[-1][4:7] == [190, 8, 4.5]
    assert rows[-1][2] == rows[0][2] + rows[1][2]
    assert [cell.value for cell in made["未报名单"]["B"]][2:] == ["云溪县大岭乡中心寄宿制小学"]
    assert "实有少两人，已转出" in str([cell.value for cell in made["核对"]["D"]])


def test_the_same_question_is_not_typed_twice(hall, sign_in):
    asker, school = sign_in("jijiao"), sign_in("ziliao")
    first = sent_out(asker, "X03")
    school.post(f"/registry/returns/{of(first, 'X03').pk}/send/", filled())
    second = sent_out(asker, "X03")
    page = school.get(f"/registry/returns/{of(second, 'X03').pk}/").content.decode()
    assert 'value="120"' in page
    assert "沿用 2026-11-20 在《课后服务情况统计表》中所报" in page


def test_a_central_school_answers_for_its_schools_in_one_table(hall, sign_in):
    asker = sign_in("jijiao")
    row = draft(asker)
    both = asker.post(f"/registry/rounds/{row.pk}/save/", columns_as_shown(row, send="1", units=units("Z01", "X03")))
    assert both.status_code == 422
    assert "自己和所属中心校都被选中" in both.content.decode()
    assert asker.post(f"/registry/rounds/{row.pk}/save/", columns_as_shown(row, send="1", units=units("Z01"))).status_code == 302
    answer, head = of(row, "Z01"), sign_in("zhongxin")
    out = load_workbook(io.BytesIO(head.get(f"/registry/returns/{answer.pk}/form.xlsx").content)).worksheets[0]
    names = [cell.value for cell in out["A"]][1:]
    assert len(names) > 1
    sheet = book(HEADS, *[[name, "", "", 10, 1, 1, "是", ""] for name in names[1:]])
    short = head.post(f"/registry/returns/{answer.pk}/file/", {"version": "0", "file": named(sheet, "a.xlsx")})
    assert f"缺少这些学校的行：{names[0]}" in short.content.decode()
    sheet = book(HEADS, *[[name, "", "", 10, 1, 1, "是", ""] for name in reversed(names)])
    assert head.post(f"/registry/returns/{answer.pk}/file/", {"version": "0", "file": named(sheet, "a.xlsx")}).status_code == 302
    made = load_workbook(io.BytesIO(asker.get(f"/registry/rounds/{row.pk}/table.xlsx").content))["汇总表"]
    assert [cell.value for cell in made["E"]][-1] == 10 * len(names)


def test_answers_are_seen_by_who_asks_and_who_answers_only(hall, sign_in):
    asker = sign_in("jijiao")
    row = sent_out(asker, "X03")
    answer = of(row, "X03")
    sign_in("ziliao").post(f"/registry/returns/{answer.pk}/send/", filled())
    assert sign_in("xueqian").get(f"/registry/rounds/{row.pk}/").status_code == 200  # whoever asks next sees that it is asked already
    for name in ("xueqian", "jiaoshi", "renshi"):
        assert sign_in(name).get(f"/registry/returns/{answer.pk}/").status_code == 403, name
        assert sign_in(name).get(f"/registry/rounds/{row.pk}/table.xlsx").status_code == 403, name
    assert sign_in("ziliao").get(f"/registry/rounds/{row.pk}/").status_code == 403


def test_after_the_end_only_whoever_was_given_time_may_answer(hall, sign_in):
    asker, school = sign_in("jijiao"), sign_in("ziliao")
    row = sent_out(asker, "X03", "X04")
    answer = of(row, "X03")
    asker.post(f"/registry/rounds/{row.pk}/close/")
    over = school.post(f"/registry/returns/{answer.pk}/send/", filled())
    assert over.status_code == 422
    assert "请向云溪县教育局基教股申请补报" in over.content.decode()
    asker.post(f"/registry/rounds/{row.pk}/back/", {"return": answer.pk, "what": "time", "due": "2026-12-05"})
    assert school.post(f"/registry/returns/{answer.pk}/send/", filled()).status_code == 302


def test_a_notice_is_received_once_and_whoever_has_not_read_it_is_named(hall, sign_in):
    asker = sign_in("bangong")
    answer = asker.post("/registry/rounds/new/", {"kind": "notice", "title": "关于做好寒假值班的通知", "basis": "云教办〔2026〕30号", "minutes": "2",
                                                 "due": "2026-11-30", "text": "请各校于本周五前确定值班表。"})
    assert answer.status_code == 302
    row = Round.objects.latest("pk")
    asker.post(f"/registry/rounds/{row.pk}/save/", {"title": row.title, "basis": row.basis, "minutes": "2", "due": "2026-11-30", "text": row.text,
                                                    "send": "1", "units": units("X03", "X04")})
    mine = of(row, "X03")
    school = sign_in("xiaozhang")
    assert "请各校于本周五前确定值班表" in school.get(f"/registry/returns/{mine.pk}/").content.decode()
    for _ in range(2):
        assert school.post(f"/registry/returns/{mine.pk}/receive/").status_code == 302
    mine.refresh_from_db()
    assert mine.received_at is not None
    page = asker.get(f"/registry/rounds/{row.pk}/").content.decode()
    assert "尚有 1 个单位未报：云溪县柳林镇中心小学" in page


def test_every_school_sees_what_it_was_asked_this_term(hall, sign_in):
    asker = sign_in("jijiao")
    sent_out(asker, "X03", "X04")
    sent_out(asker, "X03")
    mine = sign_in("ziliao").get("/registry/rounds/burden/").content.decode()
    assert "云溪县实验小学" in mine
    assert ">20<" in mine  # twice ten minutes
    assert "柳林" not in mine
    all_of_them = sign_in("juzhang").get("/registry/rounds/burden/?xlsx=1")
    rows = [[cell.value for cell in line] for line in load_workbook(io.BytesIO(all_of_them.content)).active.iter_rows(min_row=3)]
    assert [row[1:4] for row in rows] == [["云溪县实验小学", 2, 20], ["云溪县柳林镇中心小学", 1, 10]]


def test_a_withdrawn_round_burdens_nobody(hall, sign_in):
    asker = sign_in("jijiao")
    row = sent_out(asker, "X03")
    assert asker.post(f"/registry/rounds/{row.pk}/withdraw/", {"words": ""}).status_code == 422
    assert asker.post(f"/registry/rounds/{row.pk}/withdraw/", {"words": "与省表重复"}).status_code == 302
    assert "没有收表" in sign_in("ziliao").get("/registry/rounds/burden/").content.decode()


def test_nobody_else_may_ask(hall, sign_in):
    assert {sign_in(who).get("/registry/rounds/new/").status_code for who in ("xiaozhang", "jiaoshi", "duxue", "shenji")} == {403}


def test_a_central_school_asks_those_below_it_only(hall, sign_in):
    head = sign_in("zhongxin")
    row = draft(head)
    page = head.get(f"/registry/rounds/{row.pk}/").content.decode()
    assert "云溪县实验小学" in page
    assert "柳林镇中心小学" not in page
    nobody = head.post(f"/registry/rounds/{row.pk}/save/", columns_as_shown(row, send="1", units=units("X04")))
    assert nobody.status_code == 422
    assert Return.objects.count() == 0


def test_a_day_that_is_past_is_refused(hall, sign_in):
    answer = sign_in("jijiao").post("/registry/rounds/new/", {"kind": "table", "title": "表", "basis": "文", "minutes": "1", "due": "2026-11-19",
                                                             "on": str(date(2026, 11, 20)), "headings": "社团个数"})
    assert answer.status_code == 422
    assert "2026-11-19 已经过去" in answer.content.decode()


def test_what_schools_answered_becomes_a_tasks_measured_value_with_its_source(hall, sign_in):
    from junheng.rooms.plans.models import Measure, MeasuredValue

    asker = sign_in("jijiao")
    row = sent_out(asker, "X03", "X04")
    sign_in("ziliao").post(f"/registry/returns/{of(row, 'X03').pk}/send/", filled())
    measure = Measure.objects.filter(commitment__lead_unit__code="S03", commitment__closed_at=None).first()
    task = measure.commitment_id
    page = asker.get(f"/plans/tasks/{task}/?form=report").content.decode()
    assert "课后服务情况统计表：课后服务参加人数 120（1/2，2026-11-20）" in page
    sent = asker.post(f"/plans/tasks/{task}/report/", {"progress": "已收齐。", "key": "k1", "on": "2026-11-20", f"from_{measure.pk}": f"{row.pk}:c4"})
    assert sent.status_code == 302, sent.content.decode()
    value = MeasuredValue.objects.filter(measure=measure, replaced=False).latest("pk")
    assert (value.value, value.on) == (120, date(2026, 11, 20))
    assert value.source == "收表《课后服务情况统计表》，课后服务参加人数合计，已报 1/2 个单位"


def test_the_heads_page_lists_what_is_to_be_filled_in(hall, sign_in):
    row = sent_out(sign_in("jijiao"), "X03")
    page = sign_in("xiaozhang").get("/school/").content.decode()
    assert f'href="/registry/returns/{of(row, "X03").pk}/"' in page
    assert "2026年12月1日 前报送" in page
