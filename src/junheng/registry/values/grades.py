"""Grades and classes as people say them."""

from __future__ import annotations

from junheng.registry.values.codes import Stage

KINDERGARTEN = {1: "小班", 2: "中班", 3: "大班"}
DIGITS = "零一二三四五六七八九"
# The grade before a stage's first one, grades counted from primary school (义务教育 1 to 9, senior 10 to 12).
BEFORE = {Stage.PRIMARY: 0, Stage.JUNIOR: 0, Stage.SENIOR: 9, Stage.VOCATIONAL: 9}


def grade_words(stage: Stage, grade: int) -> str:
    """中班, 三年级, 九年级, 高二, 中职一年级."""
    if stage is Stage.KINDERGARTEN:
        return KINDERGARTEN.get(grade, f"第{grade}年")
    number = DIGITS[grade - BEFORE[stage]] if 0 <= grade - BEFORE[stage] < 10 else str(grade)
    return {Stage.SENIOR: f"高{number}", Stage.VOCATIONAL: f"中职{number}年级"}.get(stage, f"{number}年级")


def class_words(stage: Stage, grade: int, class_no: int) -> str:
    """三年级2班, 高二5班, 中班1班."""
    return f"{grade_words(stage, grade)}{class_no}班"
