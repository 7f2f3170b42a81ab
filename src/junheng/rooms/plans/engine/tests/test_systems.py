"""Clauses find the systems that they call for, by a lexicon of words."""

from __future__ import annotations

from importlib.resources import files

import pytest

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.reader import read_plan
from junheng.rooms.plans.engine.systems import lexicon_from, systems_of, systems_of_opening

SMALL = lexicon_from("""
[systems.A-01]
title = "招聘"
room = "people"
phrases = ["招聘", "补充..教师", "~紧缺", "~编制"]
[systems.A-02]
title = "合作"
room = "plans"
phrases = ["引进&名校", "协议!医院"]
[systems.A-03]
title = "读规划"
room = "plans"
opening = true
phrases = ["任务分解"]
[systems.A-04]
title = "党建"
room = "plans"
opening = false
phrases = ["党建"]
""")
WHOLE = lexicon_from(files("junheng.rooms.plans").joinpath("standards", "systems.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("clause", "systems"), [
    ("公开招聘教师60名", ("A-01",)),
    ("多渠道补充紧缺学科教师", ("A-01",)),
    ("补充设备，培训教师", ()),
    ("紧缺学科优先", ()),
    ("紧缺学科优先，用好编制", ("A-01",)),
    ("引进优质资源，与名校结对", ("A-02",)),
    ("与高校签订协议", ("A-02",)),
    ("与医院签订协议", ()),
])
def test_a_phrase_asks_for_its_words_near_together_or_weighs_a_half(clause, systems):
    assert systems_of("", clause, SMALL) == systems


def test_the_preamble_of_every_plan_calls_for_the_reading_of_plans():
    assert systems_of_opening("以党建为引领，补充教师。", SMALL) == ("A-01", "A-03")


@pytest.mark.parametrize("phrase", ["校", "a..", "..", "校&学校", "学校!园"])
def test_a_phrase_of_one_character_is_refused(phrase):
    with pytest.raises(ValueError, match="fewer than two"):
        lexicon_from(f'[systems.X-01]\ntitle = "x"\nroom = "plans"\nphrases = ["{phrase}"]')


def test_a_heading_over_other_items_leaves_the_systems_to_them():
    text = "一、加强教师招聘\n1.扩渠道。公开招聘教师60名。\n二、教师招聘安排\n全年招聘两次。"
    found = {item.path: item.systems for item in read_plan(read_document(text.encode(), "a.txt"), lexicon=SMALL).items}
    assert found == {("一",): (), ("一", "1"): ("A-01",), ("二",): ("A-01",)}


def test_the_bodies_of_an_item_call_for_nothing():
    text = "一、落实责任\n1.抓调度。按季通报。（牵头单位：教师招聘办公室；完成时限：2026年6月）"
    assert [item.systems for item in read_plan(read_document(text.encode(), "a.txt"), lexicon=SMALL).items] == [(), ()]


@pytest.mark.parametrize(("clause", "system"), [
    ("开展学生心理健康测评，建立一生一策档案", "WEL-01"), ("落实校园食堂陪餐制度", "SAF-08"), ("落实“双减”，减轻过重作业负担", "WEL-06"),
    ("城区教师到乡村学校交流任教", "STF-02"), ("优质高中招生名额分配到各初中", "ADM-04"), ("新建城南小学，9月投入使用", "PLN-05"),
    ("根据学龄人口变化建立学位预警机制", "PLC-01"), ("组建教共体和教育集团", "REG-07"), ("严查在职教师违规补课", "STF-08"),
    ("封闭化管理和一键报警全部达标", "SAF-03"), ("开展防溺水宣传和应急演练", "SAF-06"), ("推进中本衔接和综合高中试点", "ADM-06"),
    ("争创全国学前教育普及普惠县", "IND-02"), ("开展督学责任区挂牌督导", "SPV-01"), ("建设专业群和产业学院", "REG-09"),
    ("落实随班就读和送教上门", "SUP-06"), ("每天安排大课间体育活动", "WEL-08"), ("完善家长学校，开展家访", "SUP-08"),
])
def test_the_lexicon_knows_the_words_of_plans(clause, system):
    assert system in systems_of("", clause, WHOLE)


@pytest.mark.parametrize(("clause", "system"), [
    ("特殊教育学校扩建项目主体完工", "SUP-06"), ("艺术家进校园工程", "SPV-08"), ("履职尽责", "IND-07"), ("其中本科以上学历占比达到60%", "ADM-06"),
])
def test_a_word_that_only_resembles_calls_for_nothing(clause, system):
    assert system not in systems_of("", clause, WHOLE)


def test_every_system_of_the_lexicon_has_a_name_in_both_languages_and_words():
    for system in WHOLE.systems.values():
        assert system.title
        assert system.title_en
        assert system.phrases
