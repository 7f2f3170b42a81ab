"""A directory of units comes in as a table: looked at first, then all or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from junheng.ground.kernel.findings import Refused
from junheng.ground.sheets import read_table, workbook
from junheng.ground.units import actions, queries, sheet
from junheng.ground.units.models import Unit
from junheng.ground.units.values import KIND_LABELS, Kind, Tree

pytestmark = pytest.mark.django_db
DAY, MOMENT = date(2026, 3, 1), datetime(2026, 3, 1, 9, tzinfo=UTC)
WORDS = dict(KIND_LABELS) | {Kind.BUREAU: "教育局", Kind.SECTION: "股室", Kind.SCHOOL: "学校", Kind.TOWNSHIP: "乡镇",
                             Kind.CENTRAL_SCHOOL: "中心校"}
TABLE = """单位目录,,,,,
代码,单位名称,简称,类别,主管单位,所在乡镇
X1,青禾县河湾小学,河湾小学,学校,河湾中心校,T1
B,青禾县教育局,教育局,教育局,,
Z1,河湾镇中心校,河湾中心校,中心校,B,T1
T1,河湾镇,,乡镇,,
S1,青禾县教育局人事股,人事股,股室,教育局,
"""


def reading(text, *, name="目录.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    table = read_table(data, name, required=sheet.REQUIRED, titles=sheet.TITLES)
    return sheet.read(table, queries.tree(DAY), kind_words=WORDS)


def take(text):
    found = reading(text)
    assert found.findings == ()
    return actions.take(rows=found.rows, since=DAY, by=None, by_name="Console", at=MOMENT)


def test_a_whole_county_comes_in_with_parents_named_below_their_children():
    assert take(TABLE) == 5
    tree = queries.tree(DAY)
    school = tree.by_code("X1")
    assert [tree.short_name(above) for above in tree.ancestors(school)] == ["河湾中心校", "教育局"]
    assert tree.name(tree.parent(school, Tree.ADMINISTRATIVE)) == "河湾镇"


def test_what_is_exported_reads_back_and_changes_nothing():
    take(TABLE)
    made = sheet.as_sheet(queries.tree(DAY), title="单位", kind_words=WORDS)
    again = reading(workbook((made,), created=MOMENT), name="单位.xlsx")
    assert again.findings == ()
    assert again.counted(sheet.Step.NOTHING) == 5 == len(again.rows)


def test_a_row_of_a_known_code_renames_and_moves_and_the_old_name_still_finds_the_unit():
    take(TABLE)
    take("编码,名称,简称,类别,上级\nX1,青禾县河湾实验小学,河湾实小,学校,B\n")
    tree = queries.tree(DAY)
    assert tree.name(tree.by_code("X1")) == "青禾县河湾实验小学"
    assert tree.parent(tree.by_code("X1")) == tree.by_code("B")
    assert tree.name(tree.parent(tree.by_code("X1"), Tree.ADMINISTRATIVE)) == "河湾镇"
    assert queries.find_by_name(tree, "青禾县河湾小学") == tree.by_code("X1")


@pytest.mark.parametrize(("row", "code", "column"), [
    (",无码小学,,学校,B,", "units-empty", "编码"), ("X2,,,学校,B,", "units-empty", "名称"),
    ("X1,重码小学,,学校,B,", "units-twice", "编码"), ("X2,新小学,,小学校,B,", "units-kind", "类别"),
    ("X2,新小学,,学校,无此单位,", "units-parent", "上级（管理）"),
])
def test_a_broken_row_is_named_with_its_column_and_nothing_is_taken(row, code, column):
    found = reading(TABLE + row + "\n")
    fault = next(each for each in found.findings if each.code == code)
    assert (fault.place.row, fault.place.column) == (8, column)
    assert Unit.objects.count() == 0


def test_two_units_that_stand_below_each_other_are_refused_by_name():
    found = reading("编码,名称,类别,上级\nA,甲小学,学校,B\nB,乙小学,学校,A\n")
    assert {each.values["name"] for each in found.findings} == {"甲小学", "乙小学"}


def test_the_code_of_a_closed_unit_is_not_used_again():
    take(TABLE)
    actions.close(unit_id=queries.tree(DAY).by_code("S1"), until=date(2026, 3, 2), by=None, by_name="Console", at=MOMENT)
    table = read_table("编码,名称,类别\nS1,新股,股室\n".encode(), "目录.csv", required=sheet.REQUIRED, titles=sheet.TITLES)
    found = sheet.read(table, queries.tree(date(2026, 3, 3)), kind_words=WORDS)
    assert [each.code for each in found.findings] == ["units-closed"]


def test_a_name_of_several_units_is_not_guessed():
    found = reading("编码,名称,类别,上级\nZ1,中心校,中心校,\nZ2,中心校,中心校,\nX1,甲小学,学校,中心校\n")
    assert [(each.code, each.values["count"]) for each in found.findings] == [("units-parent-many", 2)]


def test_when_one_row_cannot_be_carried_out_none_is():
    take(TABLE)
    rows = reading("编码,名称,类别,上级\nN1,新学校,学校,B\nB,青禾县教育局,教育局,S1\n").rows
    with pytest.raises(Refused):
        actions.take(rows=rows, since=DAY, by=None, by_name="Console", at=MOMENT)
    assert not Unit.objects.filter(code="N1").exists()
