"""Titles of rosters: what offices write above a column, and the column that is meant."""

from __future__ import annotations

# The first of these that a roster has is the identifier; the others keep their own names.
IDENTIFIERS = ("pupil_id", "学籍号", "全国学籍号", "学号", "学生编号", "编号", "报名号", "考生号", "序号")

TITLES = {
    "姓名": "name", "学生姓名": "name",
    "性别": "sex",
    "同班": "together", "同班组": "together", "须同班": "together",
    "不同班": "apart", "不同班组": "apart", "须分开": "apart", "回避": "apart",
    "特殊需要": "needs", "特殊教育需要": "needs", "折算人数": "needs",
    "来源": "origin", "毕业学校": "origin", "毕业小学": "origin", "生源": "origin", "生源学校": "origin", "原就读学校": "origin",
    "原学校": "origin", "毕业初中": "origin",
    "成绩": "score", "分数": "score", "总分": "score_total", "总成绩": "score_total", "语文": "score_chinese",
    "语文成绩": "score_chinese", "数学": "score_maths", "数学成绩": "score_maths", "英语": "score_english",
    "英语成绩": "score_english", "物理": "score_physics", "物理成绩": "score_physics", "化学": "score_chemistry",
    "化学成绩": "score_chemistry",
    "幼儿园": "kindergarten", "毕业幼儿园": "kindergarten", "就读幼儿园": "kindergarten",
    "出生日期": "birth_date", "出生年月": "birth_date", "月龄": "age_months",
    "居住片区": "area", "片区": "area", "居住地": "area",
    "寄宿": "boarding", "是否寄宿": "boarding", "住校": "boarding",
    "毕业等级": "graduation_grade", "等级": "graduation_grade",
    "选科": "subjects", "选科组合": "subjects",
    "原班级": "old_class", "班级": "class", "凭条码": "receipt", "回执码": "receipt",
}

# Titles of a list of tutors, and of pupils' wishes.
TUTOR_TITLES = {
    "导师编号": "tutor_id", "工号": "tutor_id", "教师编号": "tutor_id", "导师": "tutor_id", "最多": "most", "人数上限": "most",
    "上限": "most", "最少": "least", "人数下限": "least", "下限": "least",
}
WISH_TITLES = {"志愿": "choices", "导师志愿": "choices", "意向导师": "choices", "回避导师": "avoid"}

# Columns of days: each counts as its month.
DAYS = ("birth_date",)
