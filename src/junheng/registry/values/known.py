"""What the register knows of a school on a day, as columns of a table that is asked for: none of it is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from junheng.ground.sheets.intake.fields import Kind
from junheng.ground.sheets.intake.heads import plain


class Part(StrEnum):
    """Where a column comes from: what is asked of the database together."""

    SCHOOL = "school"
    PUPILS = "pupils"
    CLASSES = "classes"
    STAFF = "staff"
    ROOMS = "rooms"
    GROUNDS = "grounds"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Known:
    """A column that fills itself. `measure` is its unit of measure; `adds` where a total over schools makes sense."""

    key: str
    title: str
    part: Part
    kind: Kind = Kind.WHOLE
    measure: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def adds(self) -> bool:
        """Whether schools add up."""
        return self.kind in {Kind.WHOLE, Kind.AMOUNT} and self.key not in {"largest_class"}


KNOWN: Mapping[str, Known] = {each.key: each for each in (
    Known("name", "学校名称", Part.SCHOOL, Kind.TEXT, aliases=("学校", "单位名称", "单位", "学校（园）名称", "校名", "填报单位")),
    Known("school_code", "学校标识码", Part.SCHOOL, Kind.TEXT, aliases=("标识码", "学校代码", "单位代码")),
    Known("township", "乡镇", Part.SCHOOL, Kind.TEXT, aliases=("所在乡镇", "乡镇（街道）")),
    Known("kind", "办学类型", Part.SCHOOL, Kind.TEXT, aliases=("学校类型", "学校类别")),
    Known("ownership", "办别", Part.SCHOOL, Kind.TEXT, aliases=("办学性质", "学校办别")),
    Known("locale", "城乡类型", Part.SCHOOL, Kind.TEXT, aliases=("城乡分类",)),
    Known("address", "地址", Part.SCHOOL, Kind.TEXT, aliases=("学校地址", "详细地址")),
    Known("capacity", "核定规模", Part.SCHOOL, measure="人", aliases=("办学规模",)),
    Known("head", "校长姓名", Part.STAFF, Kind.TEXT, aliases=("校（园）长", "校长", "园长", "园长姓名", "校长（园长）姓名", "负责人")),
    Known("pupils", "在校生数", Part.PUPILS, measure="人", aliases=("学生数", "学生总数", "在籍学生数", "学生人数", "在校学生数", "幼儿数")),
    Known("boys", "男生数", Part.PUPILS, measure="人", aliases=("男生人数", "其中男生")),
    Known("girls", "女生数", Part.PUPILS, measure="人", aliases=("女生人数", "其中女生")),
    Known("boarders", "寄宿生数", Part.PUPILS, measure="人", aliases=("住校生数", "住宿生数", "寄宿生人数")),
    Known("migrants", "随迁子女数", Part.PUPILS, measure="人", aliases=("随迁子女人数",)),
    Known("classes", "班级数", Part.CLASSES, measure="个", aliases=("班数", "教学班数", "班级总数")),
    Known("largest_class", "最大班额", Part.CLASSES, measure="人"),
    Known("staff", "教职工数", Part.STAFF, measure="人", aliases=("教职工人数", "教职工总数")),
    Known("teachers", "专任教师数", Part.STAFF, measure="人", aliases=("专任教师", "教师数", "专任教师人数")),
    Known("established", "在编教职工数", Part.STAFF, measure="人", aliases=("在编人数", "在编教职工")),
    Known("rooms_area", "校舍建筑面积", Part.ROOMS, Kind.AMOUNT, "平方米", ("建筑面积", "用房面积")),
    Known("classrooms", "普通教室数", Part.ROOMS, measure="间", aliases=("教室数", "教室间数")),
    Known("sports_area", "体育运动场面积", Part.GROUNDS, Kind.AMOUNT, "平方米", ("运动场面积",)),
    Known("computers", "计算机台数", Part.EQUIPMENT, measure="台", aliases=("计算机数", "电脑台数")),
    Known("books", "图书册数", Part.EQUIPMENT, measure="册", aliases=("图书数", "藏书量", "图书册数合计")),
)}

_BY_TITLE = {plain(title): each for each in reversed(list(KNOWN.values())) for title in (each.title, *each.aliases)}


def known_as(title: str) -> Known | None:
    """What the register knows under a heading; None for what has to be asked."""
    return _BY_TITLE.get(plain(title))
