"""Files as they arrive: every kind, every damage, every refusal."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from junheng.ground.documents import read_document
from junheng.ground.kernel.findings import Refused

BODY = "一、总体要求\n1.抓实学习。组织全县教师学习，每月一次，做好记录。\n2.抓好落实。按季度调度，向社会公开进展情况。"


def text_of(data, name="plan.txt"):
    return read_document(data, name).text


def code_of(data, name="plan.txt", **more):
    with pytest.raises(Refused) as caught:
        read_document(data, name, **more)
    finding = caught.value.findings[0]
    assert finding.place.file == name
    assert finding.remedy
    return finding.code


def word(*paragraphs, table=None):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_is_read_in_every_usual_encoding(encoding):
    assert text_of(BODY.encode(encoding)) == BODY


def test_every_block_has_its_place_in_the_text():
    document = read_document(BODY.encode(), "plan.txt")
    for block in document.blocks:
        assert document.text[block.start:block.end] == block.text
    assert [block.number for block in document.blocks] == [1, 2, 3]


def test_pinyin_without_tones_is_dropped_where_there_is_much_of_it():
    spelled = "".join(f"{each}(zhong)(zhong)" for each in "全县中小学教师培训工作安排如下请各校抓好落实")
    assert text_of(f"一、工作\n1.{spelled}。".encode()) == "一、工作\n1.全县中小学教师培训工作安排如下请各校抓好落实。"
    assert "(zhong)" in text_of("一、工作\n1.中(zhong)字书写练习，每周一次，做好记录。".encode())


@pytest.mark.parametrize(("damaged", "whole"), [
    ("?。ㄒ唬┛傮w目標", "（一）总体目标"), ("?。ǘ┘訌婈犖榻ㄔO", "（二）加强队伍建设"), ("貫徹?！吨腥A人民共和國", "贯彻。《中华人民共和国"),
    ("同學們說好嗎?我們學", "同学们说好吗?我们学"),
])
def test_runs_that_a_lost_byte_shifted_are_set_right(damaged, whole):
    text = text_of(f"一、總體要求\n1.關(guān)注學(xué)生發(fā)展(zhǎn)。\n{damaged}，開展教師學習，每月一次。".encode())
    assert text.splitlines()[-1].startswith(whole)


def test_words_that_keep_their_character_keep_it():
    assert "显著，着力" in text_of("一、總體要求\n1.成效顯著，著力發展學前教育，關注學生與教師，開齊課程。".encode())


@pytest.mark.parametrize("entry", ["{} 5", "{}5", "{}…………5", "{}.........5", "{}"])
def test_a_table_of_contents_is_left_out(entry):
    body = "第一章 发展现状\n全县教育发展较快，群众比较满意。\n第二章 主要任务\n办好每一所学校，教好每一个学生。"
    contents = "\n".join(entry.format(heading) for heading in ("第一章 发展现状", "第二章 主要任务"))
    assert text_of(f"青禾县教育规划\n目  录\n\n{contents}\n\n{body}".encode()) == f"青禾县教育规划\n{body}"


@pytest.mark.parametrize("number", ["- 2 -", "— 2 —", "－2－", "第 2 页 共 9 页"])
def test_a_page_number_is_left_out_and_the_sentence_it_cut_is_whole(number):
    text = f"一、目标\n到2025年，全县普惠率达到90%，新增学位5000\n{number}\n个，教师本科率达到95%。\n{number}\n二、任务\n抓好落实工作。"
    assert text_of(text.encode()) == "一、目标\n到2025年，全县普惠率达到90%，新增学位5000个，教师本科率达到95%。\n二、任务\n抓好落实工作。"


def test_entities_of_a_page_become_their_signs():
    assert text_of("一、总体要求\n1.落实&ldquo;双减&rdquo;。组织全县教师学习，&nbsp;每月一次，A&B 公司除外。".encode()).endswith(
        "1.落实“双减”。组织全县教师学习， 每月一次，A&B 公司除外。")


def test_a_short_line_under_the_last_heading_is_kept():
    text = "一、学校\n全县教育质量稳步提高，群众更加满意。\n二、农村\n农村新建标准化学校20所"
    assert text_of(text.encode()) == text


def test_a_last_sentence_without_its_stop_is_kept():
    text = "一、目标\n到2025年,全县入园率达到95%以上,巩固率达到99%以上,普惠性幼儿园覆盖率达到90%以上,办好人民满意的教育"
    assert text_of(text.encode()) == text


def test_a_table_of_copied_cells_that_closes_the_text_is_kept():
    text = "一、目标\n全县教育发展达到较高水平，群众更加满意。\n指标\n2020年\n2025年\n1.本科率(%)\n其中:研究生比例(%)\n90%\n2%\n95%\n5%\n预期性"
    assert text_of(text.encode()) == text
    assert text_of(f"{text}\n网站地图\n友情链接".encode()) == text


def test_traditional_text_with_pinyin_in_brackets_becomes_simplified():
    damaged = "一、總體要求\n1.關(guān)注學(xué)生發(fā)展(zhǎn)。開(kāi)齊課(kè)程(chéng),幼兒園(含民辦)同步。"
    document = read_document(damaged.encode(), "plan.txt")
    assert document.text == "一、总体要求\n1.关注学生发展。开齐课程,幼儿园(含民办)同步。"
    assert {"pinyin", "traditional"} <= {note.code for note in document.notes}


def test_simplified_text_is_not_touched_by_the_converter():
    text = "一、著名学校\n1.乾隆中学皇后街校区。干部下乡，后来居上，征求意见。"
    assert text_of(text.encode()) == text


def test_the_frame_of_a_web_page_is_left_out_and_its_metadata_kept():
    page = ("您的位置：首页 > 政务公开\n发布时间：2026-03-05 来源：教育局 浏览次数：12\n索引号：11370124004209020U/2026-00017\n发文字号：青教字〔2026〕3号\n"
            f"成文日期：2026年3月1日\n{BODY}\n打印 关闭\n主办单位：青禾县人民政府 ICP备12345678号\n")
    document = read_document(page.encode(), "page.txt")
    assert document.text == BODY
    assert (document.metadata.doc_number, document.metadata.date_issued) == ("青教字〔2026〕3号", "2026-03-01")


def test_a_line_of_spam_before_the_text_is_dropped():
    spam = "彩票平台注册登录送彩金,棋牌娱乐官网下载,电竞博彩首页入口"
    assert text_of(f"{spam}\n{BODY}".encode()) == BODY


def test_hard_wrapped_lines_are_joined():
    long = "1.抓实学习。" + "组织全县中小学教师开展集中学习研讨交流活动每月至少一次做好记录" * 8 + "。"
    wrapped = "\n".join(long[at:at + 34] for at in range(0, len(long), 34))
    assert text_of(f"一、总体要求\n{wrapped}".encode()) == f"一、总体要求\n{long}"


def test_a_saved_page_loses_its_scripts_and_keeps_its_table():
    page = ("<html><head><meta charset='utf-8'><script>alert(1)</script></head><body><nav>首页</nav><p>一、<b>任务</b></p><p>1.抓落实。按月调度推进各项任务。</p>"
            "<table><tr><td>指标</td><td>2026年</td></tr><tr><td>普惠率</td><td>91%</td></tr></table></body></html>")
    document = read_document(page.encode(), "page.html")
    assert "alert" not in document.text
    assert document.blocks[-1].cells == ("普惠率", "91%")


def test_a_word_file_is_read_with_its_tables_in_order():
    document = read_document(word("一、任务", "1.抓落实。按月调度。", table=[["序号", "任务"], ["1", "新建学校"]]), "plan.docx")
    assert document.text == "一、任务\n1.抓落实。按月调度。\n序号 | 任务\n1 | 新建学校"


def test_words_own_list_numbers_are_written_out():
    document = docx.Document()
    for text in ("第一件", "第二件"):
        document.add_paragraph(text, style="List Number")
    buffer = io.BytesIO()
    document.save(buffer)
    read = read_document(buffer.getvalue(), "list.docx")
    assert [block.text.replace(" ", "") for block in read.blocks] == ["1.第一件", "2.第二件"]


def rezipped(data, change):
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            content = source.read(entry.filename)
            target.writestr(entry.filename, change(entry.filename, content))
        for name, content in change.extra:
            target.writestr(name, content)
    return buffer.getvalue()


def changing(part=None, old=b"", new=b"", extra=()):
    def change(name, content):
        return content.replace(old, new) if name == part else content

    change.extra = extra
    return change


def test_deleted_words_are_out_and_inserted_words_are_in():
    tracked = rezipped(word("甲乙丙"), changing(
        "word/document.xml", b"<w:r><w:t>\xe7\x94\xb2\xe4\xb9\x99\xe4\xb8\x99</w:t></w:r>",
        "<w:r><w:t>甲</w:t></w:r><w:del><w:r><w:t>旧</w:t></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>".encode()))
    assert text_of(tracked, "tracked.docx") == "甲新"


def test_an_empty_file_is_refused():
    assert code_of(b"") == "empty"


def test_a_file_over_the_limit_is_refused():
    assert code_of(b"x" * 1001, limit=1000) == "too-large"


def test_old_office_files_are_refused_with_what_to_do():
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc") == "old-office"


def test_a_locked_word_file_is_refused():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le")
    assert code_of(data, "locked.docx") == "encrypted"


def test_a_rich_text_file_is_refused():
    assert code_of(b"{\\rtf1 abc}", "plan.rtf") == "rtf"


def test_a_binary_file_with_a_text_name_is_refused():
    assert code_of(b"\x00\x01\x02\x03" * 100) == "binary"


def test_text_that_no_decoding_makes_sense_of_is_refused():
    assert code_of(("ÄãºÃ" * 40).encode("utf-8")) == "mojibake"


def test_macros_are_refused():
    data = rezipped(word("一、任务"), changing(extra=[("word/vbaProject.bin", b"x")]))
    assert code_of(data, "plan.docm") == "macros"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    assert code_of(buffer.getvalue(), "bomb.docx") == "zip-bomb"


def test_xml_entities_are_refused():
    data = rezipped(word("一、任务"), changing("word/document.xml", b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document"))
    assert code_of(data, "entities.docx") == "entities"


def test_a_damaged_archive_is_refused():
    assert code_of(word("一、任务")[:400], "broken.docx") == "broken"


def test_a_workbook_is_told_from_a_document():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert code_of(buffer.getvalue(), "table.docx") == "workbook"


def test_a_damaged_pdf_is_refused():
    assert code_of(b"%PDF-1.4\n%%EOF\n", "plan.pdf") in {"broken", "scanned"}


def test_a_page_without_words_is_refused():
    assert code_of(b"<html><body><script>1</script></body></html>", "page.html") == "no-text"


def test_a_text_without_anything_of_a_plan_is_read_all_the_same():
    assert text_of("今天放假，请各校知悉。".encode()) == "今天放假，请各校知悉。"
