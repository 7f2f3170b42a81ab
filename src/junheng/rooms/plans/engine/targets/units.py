"""What plans count in, and per what."""

from __future__ import annotations

import re

# 个 stands for any noun behind it. Words that begin like another stand before it (longest first, see UNIT).
UNITS = (
    "个百分点", "百分点", "‰", "平方米", "平方公里", "立方米", "平米", "㎡", "m²", "公里", "千米", "公顷", "亩", "米", "元",
    "人次", "人", "名", "位", "所次", "所", "个", "处", "家", "场次", "场", "次", "期", "批次", "项", "门", "册", "台套", "台", "套", "辆",
    "间", "支", "篇", "节", "堂", "本", "部", "件", "条", "座", "栋", "幢", "例", "户", "份", "对", "组", "班次", "班", "园", "轮", "块", "片",
    "张", "吨", "款", "种", "类", "届", "倍", "学位", "床位", "座位", "学时", "课时", "小时", "分钟", "天", "周", "年", "分",
    "Mbps", "Gbps", "M", "G", "兆", "度", "株", "棵", "盏", "幅", "首", "枚", "盒", "团", "队", "校", "点", "村", "镇", "街道", "起", "宗",
)
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))

# Units that measure time or size as often as they promise it: they need a comparison beside them to count.
MEASURES = frozenset({"小时", "分钟", "天", "周", "年", "分", "米", "公里", "千米", "度", "倍", "点"})
# Units that name a class of things, never a quantity to be reached.
CLASSES = frozenset({"类", "种", "届", "条", "批次", "点", "度", "校", "村", "镇", "街道", "周", "队", "团", "园"})
# Units of what things are made of or cost; behind them 的 describes a thing (占地50亩的校区).
SIZES = frozenset({"亩", "公顷", "平方米", "平米", "㎡", "m²", "平方公里", "立方米", "元"})

# Units that Chinese numerals count as well (两所, 十二场). 一 counts only things that stand somewhere: 一个 counts nothing.
STANDING = ("所", "处", "座", "家", "栋", "幢", "间")
COUNTED = (*STANDING, "个", "名", "场", "期", "次", "人", "节", "门", "套", "台", "辆", "篇", "部", "册", "项", "堂", "支", "本", "元", "平方米",
           "学时", "课时", "亩", "人次")

# Nouns behind n个 that are parts of a thought and not things to be made.
ABSTRACT = (
    "学段", "年级", "方面", "维度", "环节", "阶段", "层面", "层次", "领域", "关键", "重点", "统一", "不", "确立", "意识", "自信", "维护", "专题",
    "板块", "要素", "故事", "结合", "原则", "坚持", "注重", "突出", "强化", "聚焦", "等级", "档次", "转变", "转化", "因素", "步骤", "类别", "全面",
    "必须", "到位", "先进", "如何", "什么", "目标", "能力", "时代", "理念", "关系", "问题", "规律", "抓手", "着力", "导向", "融合", "提升", "打造",
    "月", "小时", "工作日", "星期", "学期", "学年", "自然日", "世纪", "交易日", "以上条件", "课程标准",
)

PER_WORDS = {
    "每年度": "年", "每年": "年", "年均": "年", "逐年": "年", "每学年": "学年", "每学期": "学期", "每季度": "季度", "每月": "月", "每周": "周", "每天": "天",
    "每日": "天", "每校": "校", "每园": "园", "每班": "班", "每生": "生", "生均": "生", "每人": "人", "人均": "人", "师均": "师", "校均": "校", "班均": "班",
    "每县": "县", "每镇": "镇", "每乡镇": "乡镇", "各校": "校", "每村": "村", "每课": "课", "每节课": "节课",
}
PER = re.compile(
    rf"(?P<word>{'|'.join(sorted(PER_WORDS, key=len, reverse=True))})"
    r"|(?:每百名|每千名|每万名)(?P<hundred>[\u4e00-\u9fff]{2,4}?)(?=拥|配|不|至|有|达|占)"
    r"|(?:每所|每个|每名|每位|每间|每座|每)(?P<thing>\d*[\u4e00-\u9fff、()]{1,12}?)"
    r"(?=原则|至少|不少于|不低于|不超过|至多|都|均|要|应|建|配|新|拥|有|达|开|参|完|创|设|安|奖|补|培|打|办|评|选|组|举|招|引|每)"
    r"|各(?P<each>乡镇|区县|区市县|县市区|县区|镇街|学校|单位)"
    r"|(?P<rate>[元名人个])/(?P<over>[年生人班学期校月]{1,2}(?:·|/|\.)?[年生人班学期校月]?)"
)


def per_what(words: str) -> str | None:
    """Per what a number counts (年, 学期, 生, 区市县 …): the last one said in the words; None when nothing is."""
    last = before = None
    for found in PER.finditer(words):
        before = last if last is not None and last.end() == found.start() else None
        last = found
    if last is None:
        return None
    if last.group("word"):
        word = PER_WORDS[last.group("word")]
        return f"{word}/{PER_WORDS[before.group('word')]}" if before is not None and before.group("word") else word
    if last.group("over"):
        return str(last.group("over"))
    if last.group("hundred"):
        return f"百名{last.group('hundred')}"
    return last.group("thing") or last.group("each")
