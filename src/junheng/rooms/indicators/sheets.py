"""Titles and words of published tables: what offices write, and the column or value that is meant."""

from __future__ import annotations

from junheng.registry.values import Locale, Ownership, SchoolKind, Stage
from junheng.registry.values.codes import words_of

TITLES = {
    "学校标识码": "school_code", "学校（机构）标识码": "school_code", "学校代码": "school_code", "学校编码": "school_code",
    "学校名称": "name", "学校": "name", "校名": "name",
    "县": "county", "区县": "county", "县（区）": "county", "所属县": "county", "行政区划代码": "county",
    "乡镇": "township", "所属乡镇": "township", "乡镇（街道）": "township",
    "城乡类型": "locale", "城乡分类": "locale", "办学类型": "kind", "学校类别": "kind", "学校类型": "kind",
    "办别": "ownership", "举办者": "ownership", "举办者类型": "ownership", "办园性质": "ownership",
    "学段": "stage", "在校生数": "pupils", "学生数": "pupils", "在校学生数": "pupils", "在园幼儿数": "pupils", "班额": "pupils",
    "班数": "classes", "班级数": "classes", "教学班数": "classes",
    "高于规定学历教师数": "teachers_above_degree", "高学历教师数": "teachers_above_degree",
    "县级以上骨干教师数": "backbone_teachers", "骨干教师数": "backbone_teachers", "县级及以上骨干教师数": "backbone_teachers",
    "体育艺术专任教师数": "arts_pe_teachers", "体育、艺术专任教师数": "arts_pe_teachers", "体艺专任教师数": "arts_pe_teachers",
    "教学及辅助用房面积": "teaching_area_m2", "体育运动场馆面积": "sports_area_m2", "教学仪器设备值": "equipment_yuan",
    "网络多媒体教室数": "multimedia_rooms", "计算机台数": "computers", "图书册数": "books", "专任教师数": "teachers",
    "中级及以上职称教师数": "teachers_mid_title", "中级及以上专业技术职务教师数": "teachers_mid_title",
    "年级": "grade", "班号": "class_no", "班级序号": "class_no", "年龄": "age", "儿童数": "children", "常住儿童数": "children", "适龄人口": "children",
}

# The words of the hall, and others for the same.
VALUES = {
    "kind": words_of(SchoolKind, 小学教学点="teaching_point", 初中="junior", 九年一贯制="nine_year", 十二年一贯制="twelve_year", 高中="senior",
                     普通高中="senior", 中职="vocational", 职业高中="vocational"),
    "stage": words_of(Stage, 幼儿园="kindergarten", 高中="senior"),
    "locale": words_of(Locale, 农村="rural"),
    "ownership": words_of(Ownership, 非普惠性民办="private"),
}
