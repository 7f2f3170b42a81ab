"""Codes of the hall, with the Chinese word of each; those of the published tables are spelt as contract part 2 does."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Coded(StrEnum):
    """A code with the Chinese word for it."""

    chinese: str

    def __new__(cls, value: str, chinese: str = "") -> Self:
        """A member from its code and its word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.chinese = chinese
        return member


def words_of(kind: type[Coded], **more: str) -> dict[str, str]:
    """Codes by word, the word itself first, then other words for the same."""
    return {member.chinese: member.value for member in kind} | more | {member.value: member.value for member in kind}


class Stage(Coded):
    """A stage of schooling (学段)."""

    KINDERGARTEN = "kindergarten", "学前"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "普通高中"
    VOCATIONAL = "vocational", "中等职业"


class SchoolKind(Coded):
    """What a school is (办学类型)."""

    KINDERGARTEN = "kindergarten", "幼儿园"
    PRIMARY = "primary", "小学"
    TEACHING_POINT = "teaching_point", "教学点"
    JUNIOR = "junior", "初级中学"
    NINE_YEAR = "nine_year", "九年一贯制学校"
    COMPLETE_SECONDARY = "complete_secondary", "完全中学"
    TWELVE_YEAR = "twelve_year", "十二年一贯制学校"
    SENIOR = "senior", "高级中学"
    VOCATIONAL = "vocational", "中等职业学校"
    SPECIAL = "special", "特殊教育学校"


class SchoolStanding(Coded):
    """Whether a school goes on (办学状态)."""

    OPEN = "open", "在办"
    CLOSED = "closed", "停办"


class Ownership(Coded):
    """Who runs a school (办别)."""

    PUBLIC = "public", "公办"
    INCLUSIVE_PRIVATE = "inclusive_private", "普惠性民办"
    PRIVATE = "private", "民办"


class Locale(Coded):
    """Where a school lies, as the statistics divide (城乡类型)."""

    URBAN = "urban", "城区"
    TOWN = "town", "镇区"
    RURAL = "rural", "乡村"


class Sex(Coded):
    """Sex on the identity document (GB/T 2261.1)."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class RollStatus(Coded):
    """Whether a pupil is on the roll on the day (在籍状态)."""

    ON_ROLL = "on_roll", "在籍"
    GRADUATED = "graduated", "毕业"
    TRANSFERRED_OUT = "transferred_out", "转出县外"
    SUSPENDED = "suspended", "休学"
    LEFT = "left", "退学"
    ABROAD = "abroad", "出国（境）就读"
    DIED = "died", "死亡"


class Boarding(Coded):
    """Where a pupil sleeps in term (就读方式)."""

    DAY = "day", "走读"
    BOARDING = "boarding", "住校"


class SpecialNeed(Coded):
    """Kind of disability of the certificate (残疾类别, GB/T 26341)."""

    NONE = "none", "无"
    VISUAL = "visual", "视力残疾"
    HEARING = "hearing", "听力残疾"
    SPEECH = "speech", "言语残疾"
    PHYSICAL = "physical", "肢体残疾"
    INTELLECTUAL = "intellectual", "智力残疾"
    MENTAL = "mental", "精神残疾"
    MULTIPLE = "multiple", "多重残疾"


class Relation(Coded):
    """What a guardian is to the child (监护人关系)."""

    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    GRANDFATHER = "grandfather", "祖父或外祖父"
    GRANDMOTHER = "grandmother", "祖母或外祖母"


class Household(Coded):
    """Registered residence against the living place (户籍与居住)."""

    SAME_TOWNSHIP = "same_township", "户籍在居住乡镇"
    SAME_COUNTY = "same_county", "户籍在本县其他乡镇"
    ELSEWHERE = "elsewhere", "户籍在县外（随迁子女）"


class Establishment(Coded):
    """On what basis a person is employed (编制性质)."""

    ESTABLISHED = "established", "事业编"
    QUOTA = "quota", "员额（控制数）"
    SPECIAL_POST = "special_post", "特岗"
    STATE_FUNDED = "state_funded", "公费师范生"
    HIRED = "hired", "编外聘用"
    DISPATCHED = "dispatched", "劳务派遣"


class PostCategory(Coded):
    """Category of a post (岗位类别)."""

    MANAGEMENT = "management", "管理岗位"
    PROFESSIONAL = "professional", "专业技术岗位"
    WORKER = "worker", "工勤技能岗位"


class Duty(Coded):
    """What a person does at the school."""

    HEAD = "head", "校（园）长"
    DEPUTY = "deputy", "副校（园）长"
    TEACHER = "teacher", "专任教师"
    CARER = "carer", "保育员"
    HEALTH = "health", "卫生保健人员"
    SUPPORT = "support", "行政后勤"


class DutyStatus(Coded):
    """Whether a person is at work (在岗状态)."""

    ON_DUTY = "on_duty", "在岗"
    SECONDED_BUREAU = "seconded_bureau", "借调局机关"
    SECONDED_OUTSIDE = "seconded_outside", "借调外单位"
    SICK_LEAVE = "sick_leave", "病假"
    MATERNITY_LEAVE = "maternity_leave", "产假"
    SUPPORTING = "supporting", "支教"
    RETIRED = "retired", "退休"
    LEFT = "left", "离职"


# Whoever holds a post is one of these; lists of staff name no other.
EMPLOYED = tuple(each for each in DutyStatus if each not in {DutyStatus.RETIRED, DutyStatus.LEFT})


class Degree(Coded):
    """Highest qualification (学历)."""

    SECONDARY = "secondary", "中专"
    COLLEGE = "college", "大专"
    BACHELOR = "bachelor", "本科"
    MASTER = "master", "硕士研究生"


class Title(Coded):
    """Teacher's title (职称), 2015 system."""

    NONE = "none", "未评"
    THIRD = "third", "三级教师"
    SECOND = "second", "二级教师"
    FIRST = "first", "一级教师"
    SENIOR = "senior", "高级教师"
    PRINCIPAL_SENIOR = "principal_senior", "正高级教师"


class Backbone(Coded):
    """Level of a backbone teacher (骨干级别)."""

    NONE = "none", "无"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"


class RetirementGroup(Coded):
    """Group of the retirement rule, by the age that stood before 2025 (原法定退休年龄)."""

    MALE = "male", "男"
    FEMALE_PROFESSIONAL = "female_professional", "女，原55周岁"
    FEMALE_WORKER = "female_worker", "女，原50周岁"


class RoomKind(Coded):
    """What a room is for (用房类别)."""

    CLASSROOM = "classroom", "普通教室"
    ACTIVITY = "activity", "幼儿活动用房"
    LABORATORY = "laboratory", "实验室"
    MUSIC = "music", "音乐教室"
    ART = "art", "美术教室"
    COMPUTER = "computer", "计算机教室"
    LIBRARY = "library", "图书阅览室"
    COUNSELLING = "counselling", "心理辅导室"
    RESOURCE = "resource", "资源教室"
    SPORTS_HALL = "sports_hall", "室内体育用房"
    OFFICE = "office", "行政办公用房"
    DORMITORY = "dormitory", "学生宿舍"
    CANTEEN = "canteen", "食堂"
    HEALTH = "health_room", "卫生室（保健室）"
    MAKER = "maker_space", "创客空间"


class GroundKind(Coded):
    """What a ground is (场地类别)."""

    SPORTS = "sports", "体育运动场"
    PLAY = "play", "室外游戏场地"


class EquipmentKind(Coded):
    """What equipment is counted as (设备类别)."""

    TEACHING = "teaching", "教学仪器设备"
    COMPUTERS = "computers", "计算机"
    BOOKS = "books", "图书"


class Condition(Coded):
    """State of a room (房屋状况)."""

    GOOD = "good", "完好"
    WORN = "worn", "基本完好"
    REPAIR = "repair", "需维修"


class SuccessionKind(Coded):
    """How a school came from another (学校变更)."""

    MERGED = "merged", "合并"
    SPLIT = "split", "分立"
