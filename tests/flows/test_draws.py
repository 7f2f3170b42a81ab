"""Draws on their pages: prepared, published, held and open to everybody; what is not theirs nobody opens."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from junheng.ground.draws import engine
from junheng.ground.draws.models import Draw, Rerun, StepDone
from junheng.ground.units.models import Unit
from junheng.shell.draws import replays
from tests.flows.bringing import words
from tests.flows.test_hostile_words import HOSTILE, MARKUP
from tests.flows.test_sent_twice import once_only

FORM = {"title": "家长代表抽选", "held_at": "2026-11-25T09:30", "place": "礼堂", "phone": "0000-1", "source": "lowest", "take": "3",
        "seed": "balls", "digits": "6", "witnesses": "家长代表　王桂兰\n县人大代表 宋建国\n"}
LIST = "编号,姓名\r\n" + "".join(f"P{number:02d},学生{number}\r\n" for number in range(1, 9))


def file(content: str = LIST, name: str = "名单.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def form(**said: str) -> dict[str, str]:
    return {**FORM, "unit": str(Unit.objects.get(code="S01").pk), **said}


def published(client: Client, content: str = LIST, **said: str) -> int:
    """A draw of the office with its notice published, all of it by its pages."""
    answer = client.post("/draws/new/", form(**said))
    assert answer.status_code == 302, words(answer)
    draw_id = Draw.objects.latest("pk").pk
    assert client.post(f"/draws/{draw_id}/list/", {"file": file(content)}).status_code == 302
    assert client.post(f"/draws/{draw_id}/publish/").status_code == 302
    return draw_id


def up_to_run(client: Client, draw_id: int, seed: str = "380516") -> None:
    """The ceremony by the buttons of the hall screen, as far as the key."""
    for code in ("posted", "invited", "imported", "looked_up"):
        client.post(f"/draws/{draw_id}/hall/step/", {"code": code, "names": "王桂兰", "note": "x"})
    client.post(f"/draws/{draw_id}/hall/try/")
    client.post(f"/draws/{draw_id}/hall/step/", {"code": "tried"})
    for place, who in ((1, "王桂兰"), (2, "宋建国")):
        answer = client.post(f"/draws/{draw_id}/hall/seed/", {"place": place, "attempt": 1, "who": who, "text": seed})
        assert answer.status_code == 302, words(answer)


def held(client: Client, draw_id: int) -> None:
    """The whole ceremony."""
    up_to_run(client, draw_id)
    assert client.post(f"/draws/{draw_id}/hall/run/", {"pressed_by": "宋建国"}).status_code == 302
    for code in ("signed", "published"):
        assert client.post(f"/draws/{draw_id}/hall/step/", {"code": code}).status_code == 302


def test_a_draw_goes_from_the_desk_to_the_hall_and_out_to_everybody(office):
    draw_id = published(office)
    held(office, draw_id)
    stranger = Client()
    page = words(stranger.get(f"/draws/public/{draw_id}/"))
    assert "380516" in page
    transcript = json.loads(stranger.get(f"/draws/public/{draw_id}/transcript.json").content)
    notice = json.loads(stranger.get(f"/draws/public/{draw_id}/notice.json").content)
    rows = list(csv.reader(io.StringIO(stranger.get(f"/draws/public/{draw_id}/roster.csv").content.decode("utf-8-sig"))))
    held_again, _ = engine.freeze("roster", transcript["lists"][0]["columns"], rows[1:], titles=rows[0])
    assert engine.check(transcript, {"roster": held_again}, replays=replays(), announced=notice).holds
    assert stranger.get("/draws/verify_draw.py").content.startswith(b"#!/usr/bin/env python3")


def test_before_it_is_posted_everybody_sees_the_notice_and_no_result(office):
    draw_id = published(office)
    stranger = Client()
    assert stranger.get(f"/draws/public/{draw_id}/notice.json").status_code == 200
    up_to_run(office, draw_id)
    office.post(f"/draws/{draw_id}/hall/run/", {"pressed_by": "宋建国"})
    assert stranger.get(f"/draws/public/{draw_id}/transcript.json").status_code == 404
    assert "380516" not in words(stranger.get(f"/draws/public/{draw_id}/"))


def test_a_draw_that_is_not_published_is_not_there_for_strangers(office):
    office.post("/draws/new/", form())
    draw_id = Draw.objects.get().pk
    for address in ("", "notice.json", "transcript.json", "roster.csv"):
        assert Client().get(f"/draws/public/{draw_id}/{address}").status_code == 404
    assert "家长代表抽选" not in words(Client().get("/draws/public/"))


def test_with_receipts_the_list_stays_with_the_bureau_and_a_family_finds_its_own_line(office):
    draw_id = published(office, receipts="on")
    held(office, draw_id)
    stranger, draw = Client(), Draw.objects.get()
    assert stranger.get(f"/draws/public/{draw_id}/roster.csv").status_code == 404
    page = words(stranger.get(f"/draws/public/{draw_id}/"))
    assert not any(f"P{number:02d}" in page or f"学生{number}" in page for number in range(1, 9))
    code = draw.lists.get().rows[2][-1]
    assert "在名单第3行" in words(stranger.post(f"/draws/public/{draw_id}/", {"id": "P03", "receipt": code}))
    for wrong in ("", "1" * 16, draw.lists.get().rows[3][-1]):
        assert "没有找到" in words(stranger.post(f"/draws/public/{draw_id}/", {"id": "P03", "receipt": wrong}))
    assert "在名单第3行" not in words(stranger.get(f"/draws/public/{draw_id}/?id=P03&receipt={code}"))  # never in an address
    slips = words(office.get(f"/draws/{draw_id}/slips/"))
    assert " ".join(code[at:at + 4] for at in (0, 4, 8, 12)) in slips


def test_a_list_changed_after_the_notice_is_refused_on_the_page_with_its_line(office):
    draw_id = published(office)
    answer = office.post(f"/draws/{draw_id}/list/", {"file": file(LIST.replace("P03", "P3"))})
    assert answer.status_code == 422
    assert "第3行公布的是“P03 学生3”，这里是“P3 学生3”" in words(answer)


def test_a_seed_typed_differently_is_told_to_the_hall_and_draws_nothing(office):
    draw_id = published(office)
    for code in ("posted", "invited", "imported", "looked_up"):
        office.post(f"/draws/{draw_id}/hall/step/", {"code": code, "names": "王桂兰"})
    office.post(f"/draws/{draw_id}/hall/try/")
    office.post(f"/draws/{draw_id}/hall/step/", {"code": "tried"})
    for place, text in ((1, "380516"), (2, "380561")):
        office.post(f"/draws/{draw_id}/hall/seed/", {"place": place, "attempt": 1, "who": f"{place}", "text": text})
    page = words(office.get(f"/draws/{draw_id}/hall/"))
    assert "从第5位起不一致" in page
    assert office.post(f"/draws/{draw_id}/hall/run/", {"pressed_by": "x"}).status_code == 422


@pytest.mark.parametrize(("said", "where"), [
    ({"title": ""}, "title"), ({"unit": "0"}, "unit"), ({"held_at": "明天"}, "held_at"), ({"take": "-1"}, "take"), ({"digits": "3"}, "digits"),
    ({"seed": "shares", "seals": "abc"}, "seals"), ({"seed": "shares", "seals": "0" * 64}, "seals"),
])
def test_a_notice_that_lacks_something_is_told_at_its_field_and_keeps_what_was_typed(office, said, where):
    answer = office.post("/draws/new/", form(**said))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {where}
    assert "县人大代表 宋建国" in words(answer)
    assert not Draw.objects.exists()


@pytest.mark.parametrize(("content", "told"), [
    ("编号\r\nP1\r\nP1\r\n", "重复"), ("编号\r\n", "没有名单"), ("电话\r\n1\r\n", "id"), ("编号,姓名\r\n,甲\r\n", "没有编号")])
def test_a_list_with_a_fault_is_told_and_not_kept(office, content, told):
    office.post("/draws/new/", form())
    draw = Draw.objects.get()
    answer = office.post(f"/draws/{draw.pk}/list/", {"file": file(content)})
    assert answer.status_code == 422
    assert told in words(answer)
    assert not draw.lists.exists()


def test_a_draw_in_preparation_is_corrected_and_a_published_one_is_not(office):
    draw_id = published(office, title="甲")
    office.post("/draws/new/", form(title="乙"))
    other = Draw.objects.get(title="乙")
    typed = office.get(f"/draws/{other.pk}/edit/").context["typed"]
    sent = {name: str(value) for name, value in typed.items() if name != "receipts"}
    assert office.post(f"/draws/{other.pk}/edit/", {**sent, "place": "操场"}).status_code == 302
    other.refresh_from_db()
    assert (other.place, other.title, other.rules["take"], other.witnesses) == ("操场", "乙", 3, [
        {"role": "家长代表", "name": "王桂兰"}, {"role": "县人大代表", "name": "宋建国"}])
    assert office.get(f"/draws/{draw_id}/edit/").status_code == 302
    assert office.post(f"/draws/{draw_id}/edit/", {**sent, "place": "操场"}).status_code == 422
    assert Draw.objects.get(pk=draw_id).place == "礼堂"


def test_sealed_shares_are_opened_in_the_hall(office):
    shares = ["a1b2c3", "d4e5f6"]
    draw_id = published(office, seed="shares", seals="\n".join(map(engine.sealed, shares)), missing="balls")
    for code in ("posted", "invited", "imported", "looked_up"):
        office.post(f"/draws/{draw_id}/hall/step/", {"code": code, "names": "王桂兰"})
    office.post(f"/draws/{draw_id}/hall/try/")
    office.post(f"/draws/{draw_id}/hall/step/", {"code": "tried"})
    assert office.post(f"/draws/{draw_id}/hall/shares/", {"share": ["a1b2c3", "wrong"]}).status_code == 422
    office.post(f"/draws/{draw_id}/hall/shares/", {"share": ["a1b2c3", "wrong"], "balls": "77", "balls_again": "77"})
    assert StepDone.objects.get(code="seeded").said["seed"] == "a1b2c3-77"


def test_a_second_run_waits_for_another_person(county, sign_in):
    office, head = sign_in("bangong"), sign_in("juzhang")
    draw_id = published(office)
    held(office, draw_id)
    office.post(f"/draws/{draw_id}/rerun/", {"reason": "公告的数有误"})
    wish = Rerun.objects.get()
    assert office.post(f"/draws/{draw_id}/rerun/{wish.pk}/", {"decision": "approve"}).status_code == 403
    assert "批准重新运行" in words(head.get(f"/draws/{draw_id}/"))
    once_only(head, f"/draws/{draw_id}/rerun/{wish.pk}/", {"decision": "approve"})
    assert "第2次" in words(office.get(f"/draws/{draw_id}/hall/"))


def test_what_is_sent_twice_counts_once(office):
    once_only(office, "/draws/new/", form())
    draw_id = Draw.objects.get().pk
    once_only(office, f"/draws/{draw_id}/list/", {"file": file()})
    once_only(office, f"/draws/{draw_id}/publish/", {})
    once_only(office, f"/draws/{draw_id}/hall/step/", {"code": "posted", "note": "门口"})
    for code in ("invited", "imported", "looked_up"):
        office.post(f"/draws/{draw_id}/hall/step/", {"code": code, "names": "王桂兰"})
    office.post(f"/draws/{draw_id}/hall/try/")
    office.post(f"/draws/{draw_id}/hall/step/", {"code": "tried"})
    for place in (1, 2):
        once_only(office, f"/draws/{draw_id}/hall/seed/", {"place": place, "attempt": 1, "who": f"{place}", "text": "380516"})
    once_only(office, f"/draws/{draw_id}/hall/run/", {"pressed_by": "宋建国"})
    once_only(office, f"/draws/{draw_id}/rerun/", {"reason": "理由"})


def test_hostile_words_are_words_on_every_page_of_a_draw_and_in_its_minutes(office):
    bad = HOSTILE[:110].replace("\x0b", "").replace("\x01", "")
    content = f'编号,姓名\r\n"{bad.replace(chr(34), "")}",{bad.replace(chr(34), "").replace(",", "")}\r\nP2,=1+1\r\nP3,丙\r\n'
    draw_id = published(office, content, title=bad, place=bad, phone=bad[:50], witnesses=f"{bad} {bad}")
    up_to_run(office, draw_id)
    office.post(f"/draws/{draw_id}/hall/run/", {"pressed_by": bad[:70]})
    for code in ("signed", "published"):
        office.post(f"/draws/{draw_id}/hall/step/", {"code": code, "note": bad})
    office.post(f"/draws/{draw_id}/rerun/", {"reason": bad})
    for address in (f"/draws/{draw_id}/", f"/draws/{draw_id}/hall/", f"/draws/{draw_id}/slips/", f"/draws/{draw_id}/result/",
                    f"/draws/public/{draw_id}/?id={'%3Cscript%3Ealert(1)%3C/script%3E'}", "/draws/", "/draws/public/"):
        answer = office.get(address)
        assert answer.status_code == 200, address
        assert not any(markup in answer.content.decode() for markup in (*MARKUP, "<script>alert")), address
    with zipfile.ZipFile(io.BytesIO(office.get(f"/draws/{draw_id}/minutes.docx").content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert not any(markup in text for markup in MARKUP)
    assert "&lt;img src=x" in text


def test_odd_words_sent_to_a_draw_meet_no_fault(office):
    draw_id = published(office)
    for address, sent in (("hall/seed/", {"place": "x"}), ("hall/seed/", {"place": "1", "attempt": "9" * 30}), ("hall/step/", {"code": "\0"}),
                          ("hall/step/", {"code": "invited", "names": "a\0b" * 5000}), ("hall/look-up/", {"id": "\0", "receipt": "\0"}),
                          ("hall/shares/", {"share": ["\0"] * 90}), ("hall/run/", {"pressed_by": "\0"}), ("rerun/", {"reason": "\0"}),
                          ("list/", {}), ("list/", {"file": file("\0")}), ("rerun/999/", {"decision": "approve"})):
        assert office.post(f"/draws/{draw_id}/{address}", sent).status_code in {200, 302, 404, 422}, address
    assert Client().post(f"/draws/public/{draw_id}/", {"id": "\0", "receipt": "\0"}).status_code == 200
    assert office.post("/draws/new/", form(title="a\0b")).status_code == 422
    assert office.post("/draws/new/", form(unit="999999")).status_code == 422


def test_a_head_of_school_draws_for_the_own_school_only(county, sign_in):
    school = sign_in("xiaozhang")
    unit = Unit.objects.get(code="X03").pk
    assert school.post("/draws/new/", form(unit=str(unit))).status_code == 302
    assert school.post("/draws/new/", form(unit=str(Unit.objects.get(code="X04").pk), title="别校")).status_code == 422
    own = Draw.objects.get(unit_id=unit)
    assert {draw.pk for draw in school.get("/draws/").context["draws"]} == {own.pk}
    other = Draw.objects.exclude(unit_id=unit).first()
    for address in ("", "hall/", "minutes.docx", "roster.csv", "slips/", "result/"):
        assert school.get(f"/draws/{other.pk}/{address}").status_code == 404, address


@pytest.mark.parametrize("username", ["xitong", "anquanyuan", "shenjiyuan", "jiaoshi"])
def test_whoever_has_no_business_with_draws_sees_what_everybody_sees(county, sign_in, username):
    client, draw = sign_in(username), Draw.objects.first()
    assert client.get("/draws/").headers["Location"] == "/draws/public/"
    assert client.get("/draws/new/").status_code == 403
    assert client.get(f"/draws/{draw.pk}/").status_code == 404
    assert client.get(f"/draws/public/{draw.pk}/").status_code == 200


def test_the_auditor_reads_the_minutes_and_touches_no_button(county, sign_in):
    client, draw = sign_in("shenji"), Draw.objects.last()
    assert client.get(f"/draws/{draw.pk}/minutes.docx").status_code == 200
    assert client.get(f"/draws/{draw.pk}/hall/").status_code == 403
    assert client.post(f"/draws/{draw.pk}/hall/run/", {"pressed_by": "x"}).status_code == 403


def test_the_example_county_has_a_held_draw_that_holds_and_one_announced(county):
    announced, held_one = Draw.objects.all()
    assert announced.runs.count() == 0
    run = held_one.runs.get()
    frozen = {"roster": engine.freeze("roster", ["id"], held_one.lists.get().rows, titles=["派位码"])[0]}
    assert engine.check(run.transcript, frozen, replays=replays(), announced=held_one.notice).holds


def test_the_list_of_draws_asks_at_most_twelve_questions(county, sign_in):
    client = sign_in("bangong")
    client.get("/draws/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/draws/").status_code == 200
    assert len(asked) <= 12
