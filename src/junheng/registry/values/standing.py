"""Codes of what schools have over time: groups, papers, networks, programmes, practice bases, days of the school calendar."""

from __future__ import annotations

from junheng.registry.values.codes import Coded


class GroupKind(Coded):
    """How schools belong together (办学共同体类别)."""

    GROUP = "group", "教育集团"
    DISTRICT = "district", "学区"
    COMMUNITY = "community", "城乡教育共同体"
    ALLIANCE = "alliance", "联盟校"
    PAIR = "pair", "结对帮扶"
    STRONG_WEAK = "strong_weak", "强校带弱校"


class PaperKind(Coded):
    """A paper by which a school is governed (治理文件)."""

    CHARTER = "charter", "学校章程"
    LICENCE = "licence", "办学许可证"
    LEGAL_PERSON = "legal_person", "法人登记"
    PARTY = "party", "党组织设置"
    PARENTS = "parents", "家长委员会"
    LEGAL_DEPUTY = "legal_deputy", "法治副校长聘任"
    INSPECTOR = "inspector", "责任督学挂牌"
    FOOD = "food", "食品经营许可证"


class PaperLevel(Coded):
    """What a school is where papers are asked of it."""

    SCHOOL = "school", "中小学"
    KINDERGARTEN = "kindergarten", "幼儿园"
    PRIVATE = "private", "民办学校"


class Wireless(Coded):
    """How far a wireless network reaches (无线覆盖)."""

    NONE = "none", "无"
    PART = "part", "部分覆盖"
    WHOLE = "whole", "全覆盖"


class ProgrammeLevel(Coded):
    """Level of a vocational programme (专业层次)."""

    SECONDARY = "secondary", "中职三年制"
    FIVE_YEAR = "five_year", "五年制高职"
    THREE_TWO = "three_two", "中高职3+2"
    ADULT = "adult", "成人中专"


class BaseKind(Coded):
    """What a practice base is for (实践基地类别)."""

    STUDY = "study", "研学实践基地"
    LABOUR = "labour", "劳动教育基地"
    LAW = "law", "法治教育基地"
    PALACE = "palace", "复兴少年宫"
    SCIENCE = "science", "科普基地"


class BookingState(Coded):
    """How far a booking has come (预约状态)."""

    BOOKED = "booked", "已预约"
    CANCELLED = "cancelled", "已退订"
    ATTENDED = "attended", "已到访"


class DayKind(Coded):
    """What days of the county's own calendar are (校历安排)."""

    OFF = "off", "放假"
    ON = "on", "上课"
