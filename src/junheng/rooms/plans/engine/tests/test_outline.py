"""Outlines of invented plans in the layouts that offices use."""

from __future__ import annotations

import pytest

from junheng.rooms.plans.engine.outline import outline


def items(text):
    return [("/".join(item.path), item.heading) for item in outline(text) if item.path]


def test_chapters_sections_and_points_nest_by_the_kind_of_their_numbers():
    text = "一、总体要求\n（一）目标\n1.优化布局。新建两所小学。\n2.补充师资。招聘教师。\n（二）原则\n二、主要任务\n1.抓落实。每月调度。"
    assert items(text) == [("一", "总体要求"), ("一/一", "目标"), ("一/一/1", "优化布局"), ("一/一/2", "补充师资"),
                           ("一/二", "原则"), ("二", "主要任务"), ("二/1", "抓落实")]


def test_points_may_run_on_through_the_whole_plan():
    text = "一、党的建设\n1.抓学习。学原文。\n2.抓组织。建支部。\n二、教学\n3.抓课堂。听课评课。"
    assert items(text)[-1] == ("二/3", "抓课堂")


def test_a_plan_may_be_in_parts():
    text = "第一部分 发展基础\n一、成效\n办学条件改善。\n第二部分 主要任务\n一、扩资源\n新建学校。"
    assert items(text) == [("第一部分", "发展基础"), ("第一部分/一", "成效"), ("第二部分", "主要任务"), ("第二部分/一", "扩资源")]


def test_articles_run_on_through_chapters():
    text = "第一章  总则\n一、本细则适用于全县学校。\n二、坚持公平。\n第二章  职责\n三、教育局负责统筹。"
    assert [path for path, _ in items(text)] == ["第一章", "第一章/一", "第一章/二", "第二章", "第二章/三"]


def test_a_run_in_heading_ends_at_its_first_stop():
    (item,) = [each for each in outline("1．科学制定规划。结合实际，编制方案。按年实施。") if each.path]
    assert (item.heading, item.text) == ("科学制定规划", "结合实际，编制方案。按年实施。")


def test_an_item_of_one_sentence_has_no_heading():
    (item,) = [each for each in outline("（1）召开全县教师大会。") if each.path]
    assert (item.heading, item.text) == ("", "召开全县教师大会。")


def test_a_label_before_a_colon_is_the_heading():
    (item,) = [each for each in outline("1.工作目标：到2026年底，新建幼儿园2所。") if each.path]
    assert (item.heading, item.text) == ("工作目标", "到2026年底，新建幼儿园2所。")


def test_a_long_label_is_a_heading_too():
    assert items("1. 破解“城镇挤、乡村弱”现实难题：加快新建学校。") == [("1", "破解“城镇挤、乡村弱”现实难题")]


def test_numbers_inside_a_line_open_items_where_they_continue_a_series():
    text = "一、大事\n1.年内办成四件事。（1）建成体育馆。（2）通过验收。（3）开通热线。"
    assert [path for path, _ in items(text)] == ["一", "一/1", "一/1/1", "一/1/2", "一/1/3"]


def test_an_enumeration_inside_a_sentence_opens_no_item():
    assert items("一、安全\n1.落实责任。坚持（1）人防（2）物防相结合，推进2.0版平台建设。") == [("一", "安全"), ("一/1", "落实责任")]


def test_titled_points_opened_by_ordinals_are_items():
    text = "一、改革\n全面发力。一是深化课程改革。开足课程。二是深化评价改革。完善办法。"
    assert items(text) == [("一", "改革"), ("一/1", "深化课程改革"), ("一/2", "深化评价改革")]


def test_ordinals_in_one_sentence_are_no_items():
    assert items("一、改革\n一是抓课程，二是抓评价，三是抓队伍。") == [("一", "改革")]


def test_ordinals_on_lines_of_their_own_are_items_where_each_has_a_title():
    text = "一、原则\n一是坚持公益。政府主导。\n二是坚持质量。内涵发展。\n二、任务\n抓好两件事。"
    assert items(text) == [("一", "原则"), ("一/1", "坚持公益"), ("一/2", "坚持质量"), ("二", "任务")]


def test_one_ordinal_line_alone_opens_no_item():
    assert items("一、原则\n一是坚持公益。政府主导。\n其余照旧。") == [("一", "原则")]


def test_points_that_end_in_a_semicolon_are_sentences():
    found = outline("1、实事：①建成球场4个；②改造食堂2处。\n2、实事：改造厕所。")
    assert [(each.path, each.heading) for each in found] == [
        (("1",), "实事"), (("1", "1"), ""), (("1", "2"), ""), (("2",), "实事")]


def test_a_chapter_number_may_be_followed_by_a_point_or_stand_inside_a_line():
    assert items("一.总体要求\n抓实五项重点。二、主要任务\n办好学校。") == [("一", "总体要求"), ("二", "主要任务")]


def test_numbered_rows_of_a_copied_table_are_no_items():
    table = "指标\n2020年\n2025年\n属性\n一、普及\n1.毛入园率（%）\n91\n95\n预期性\n二、师资\n1.本科率（%）\n70\n85\n约束性"
    assert items(f"一、目标\n办好学校。\n{table}\n二、任务\n（一）扩资源\n多建幼儿园。") == [
        ("一", "目标"), ("二", "任务"), ("二/一", "扩资源")]


def test_circled_and_half_width_numbers_are_read_without_their_brackets():
    assert [path for path, _ in items("(一)提升\n①抓课堂\n②抓教研\n(二)保障")] == ["一", "一/1", "一/2", "二"]


@pytest.mark.parametrize("line", ["1.5倍以上的增长。", "2026年工作安排如下。", "3 | 新建学校 | 2所", "一、二年级不布置书面作业。"])
def test_a_line_that_only_begins_like_a_number_opens_no_item(line):
    assert items(f"一、总则\n{line}") == [("一", "总则")]


def test_the_head_belongs_to_no_item_and_the_preamble_is_the_first():
    text = "青禾县教育局文件\n青教字〔2026〕3号\n青禾县2026年教育工作要点\n2026年，全县教育工作以办人民满意的教育为目标，抓实五项重点。\n一、党建\n1.抓学习。学原文。"
    first = outline(text)[0]
    assert (first.path, first.text) == ((), "2026年，全县教育工作以办人民满意的教育为目标，抓实五项重点。")


def test_signature_date_and_copies_belong_to_no_item():
    text = "一、保障\n1.加强督导。按季通报。\n青禾县教育局\n2026年3月1日\n抄送：县委办公室。"
    assert outline(text)[-1].text == "按季通报。"


def test_every_span_begins_with_its_own_number():
    text = "一、总体要求\n（一）目标。建成强县。（二）原则。坚持公平。\n二、任务\n1、抓落实\n每月调度。"
    for item in outline(text):
        assert text.startswith(item.marker, item.start)


def test_a_text_without_numbers_has_no_items():
    assert outline("关于放假的通知。请各校知悉。") == ()
