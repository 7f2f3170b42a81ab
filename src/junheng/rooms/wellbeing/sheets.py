"""Titles of fitness results: what offices write, and the column that is meant."""

from __future__ import annotations

IDENTIFIERS = ("pupil_id", "学籍号", "全国学籍号", "学号", "编号")
TITLES = {
    "性别": "sex", "年级": "grade", "年级编号": "grade", "身高": "height_cm", "身高（cm）": "height_cm", "身高(cm)": "height_cm",
    "体重": "weight_kg", "体重（kg）": "weight_kg", "体重(kg)": "weight_kg", "肺活量": "vital_capacity_ml", "50米跑": "run_50m_s",
    "坐位体前屈": "sit_and_reach_cm", "一分钟跳绳": "rope_skip_1min", "1分钟跳绳": "rope_skip_1min", "跳绳": "rope_skip_1min",
    "一分钟仰卧起坐": "sit_up_1min", "1分钟仰卧起坐": "sit_up_1min", "仰卧起坐": "sit_up_1min", "50米×8往返跑": "shuttle_50x8_s",
    "50米x8往返跑": "shuttle_50x8_s", "50米*8往返跑": "shuttle_50x8_s", "立定跳远": "long_jump_cm", "引体向上": "pull_up",
    "1000米跑": "run_1000m_s", "800米跑": "run_800m_s", "免试": "exempt", "免予执行": "exempt",
}
SEXES = {"男": 0, "1": 0, "male": 0, "女": 1, "2": 1, "female": 1}
YES = frozenset({"是", "1", "yes", "免", "免试"})
GRADES = {
    **{f"{word}年级": number for number, word in enumerate("一二三四五六七八九", start=1)}, "初一": 7, "初二": 8, "初三": 9,
    **{f"高{word}": number for number, word in enumerate("一二三", start=10)}, **{str(number): number for number in range(1, 13)},
}
