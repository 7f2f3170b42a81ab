"""Lists as people save them, and as somebody with bad intent would: the three checkers read the same rows."""

from __future__ import annotations

import base64
from random import Random

import pytest

from junheng.ground.draws import engine
from tests.draws.checkers import UNREADABLE, agreed, by_house, holds, node, standalone
from tests.draws.made import Case, as_json, csv_bytes

HEAD = b"\xe5\xad\xa6\xe5\x8f\xb7,\xe5\xa7\x93\xe5\x90\x8d\r\n"  # 学号,姓名


def held_of(*rows: tuple[str, str]):
    """A frozen list of children and a transcript that names it."""
    held, _ = engine.freeze("roster", ["pupil_id", "name"], rows, titles=["学号", "姓名"])
    rules = {"source": "ticket"}
    outcome = engine.run_order(rules, "1", {"roster": held})
    return engine.transcript(kind="order", algorithm="order/1", lists=[held], rules=rules, seed="1", outcome=outcome)


def said_of(transcript, content: bytes):
    """What all three say of a roster's bytes."""
    return agreed([Case(as_json(transcript), {"roster": content})])[0]


ORDINARY = held_of(("P1", "张三"), ("P2", "李四"))


@pytest.mark.parametrize("content", [
    HEAD + "P1,张三\r\nP2,李四\r\n".encode(),
    HEAD + "P1,张三\nP2,李四".encode(),
    b"\xef\xbb\xbf" + HEAD + "P1,张三\r\n\r\n , \r\nP2,李四\r\n\r\n".encode(),
    "学号,姓名\r\nP1,张三\r\nP2,李四\r\n".encode("gb18030"),
    "2026级新生名单\r\n\r\n姓名,学号,备注\r\n张三,P1\r\n李四,P2,无\r\n".encode(),
    "pupil_id,name\nP1,张三\nP2,李四\n".encode(),
    '"学号","姓名"\n"P1","张三"\n"P2","李四"\n'.encode(),
    "学号 ,　姓名\r\nＰ１,張三\r\nP2,李四\r\n".replace("張", "张").encode(),
    "学号,姓名,\r\nP1,张三,\r\n,,不算\r\nP2,李四,\r\n".encode(),
    "学号,姓名\r\r\nP1,张三\r\r\nP2,李四\r\r\n".encode(),
])
def test_the_same_children_are_the_same_list_however_the_file_was_saved(content):
    assert holds(said_of(ORDINARY, content))


@pytest.mark.parametrize(("content", "where"), [
    ("学号\r\nP1\r\nP2\r\n", "missing"),
    ("", "missing"),
    ("学号,姓名,学号\r\nP1,张三,P1\r\nP2,李四,P2\r\n", "missing"),
    ("学号,姓名,备注,备注\r\nP1,张三\r\nP2,李四\r\n", "missing"),
    ("学号,姓名,pupil_id\r\nP1,张三\r\n", "missing"),
    ("学号,姓名\r\n", "lines 0"),
    ("学号,姓名\r\nP1,张三\r\n", "lines 1"),
    ("学号,姓名\r\nP1,张三\r\nP2,李四\r\nP2,李四\r\n", "lines 3"),
    ("学号,姓名\r\nP1,张三\r\nP2,李 四\r\n", "line 2"),
    ('学号,姓名\r\nP1,"张三\r\nP2,李四\r\n', "line 1"),
    ("学号,姓名\r\nP1,张三\x00\r\nP2,李四\r\n", "line 1"),
    ("学号;姓名\r\nP1;张三\r\n", "missing"),
    ("\r\n" * 20 + "学号,姓名\r\nP1,张三\r\nP2,李四\r\n", "missing"),
])
def test_another_list_is_refused_and_told_where(content, where):
    assert said_of(ORDINARY, content.encode())[-1] == ["list roster", False, where]


@pytest.mark.parametrize("content", [
    HEAD + b"P1\r\xe5\xbc\xa0",  # a return in the middle of a line
    HEAD + b"\xff\xff\xff\xff",
    HEAD + b'P1,"' + b"x" * 200_000 + b'"\r\n',
])
def test_what_is_no_table_cannot_be_read_by_anybody(content):
    assert said_of(ORDINARY, content) == "unreadable"


def test_cells_with_commas_quotes_and_line_breaks_come_back():
    rows = [("P1", '说"一,二"'), ("P2", "上\r\n下"), ("P3", "𠮷"), ("P4", "=1+1"), ("P5", "\u2028")]
    assert holds(said_of(held_of(*rows), csv_bytes([("学号", "姓名"), *rows])))


def test_tables_of_random_signs_are_read_alike_by_all():
    chance = Random(11)
    signs = ['"', '"', ",", ",", "\n", "\r\n", "\r\n", "\r", "a", "张", " ", "\x00", "\x1c", "\x85", "\ufeff", "𠮷"]
    contents = ["".join(chance.choice(signs) for _ in range(chance.randrange(25))).encode(chance.choice(("utf-8", "gb18030")))
                for _ in range(3000)]
    contents += [bytes(chance.randrange(256) for _ in range(chance.randrange(1, 6))) for _ in range(500)]
    alone = [rows_alone(content) for content in contents]
    assert node("rows", [base64.b64encode(content).decode() for content in contents]) == alone
    assert 100 < alone.count(UNREADABLE) < len(contents) / 2
    cases = [Case(as_json(ORDINARY), {"roster": HEAD + content}) for content in contents[:600]]
    assert not any(map(holds, agreed(cases)))


def rows_alone(content: bytes):
    """The rows that the standalone checker reads."""
    try:
        return standalone().read_csv(content)
    except ValueError:
        return UNREADABLE


def test_a_list_that_is_not_there_is_missing_and_no_path_leads_out_of_the_folder():
    assert agreed([Case(as_json(ORDINARY), {})])[0][-1] == ["list roster", False, "missing"]
    outside = {**ORDINARY, "lists": [{**ORDINARY["lists"][0], "name": "../roster"}]}
    assert by_house([Case(as_json(outside), {})]) == [[["format", False, "lists"]]]


def test_a_list_of_a_hundred_thousand_children_is_checked_by_all_three():
    rows = [(f"P{number:06d}", "张三") for number in range(100_000)]
    assert holds(said_of(held_of(*rows), csv_bytes([("学号", "姓名"), *rows])))
