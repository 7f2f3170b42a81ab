"""The school calendar: terms said by the office, weeks asked by others, days off by table, days that nobody has said yet."""

from __future__ import annotations

from datetime import date

from junheng.registry.models import DayOff, Term
from junheng.registry.queries import term_of, terms, week_of


def text(answer) -> str:
    return answer.content.decode()


def test_a_day_knows_its_term_and_week(hall):
    assert (term_of(date(2026, 11, 20)).name, week_of(date(2026, 11, 20))) == ("2026—2027学年第一学期", 12)
    assert term_of(date(2026, 8, 10)) is None
    assert week_of(date(2027, 2, 26)) == 1


def test_a_year_that_nobody_has_said_is_shown_as_provisional(hall, sign_in):
    assert all(term.provisional for term in terms(2031))
    assert "暂定" in text(sign_in("jiaoshi").get("/registry/calendar/?year=2031"))
    assert "暂定" not in text(sign_in("jiaoshi").get("/registry/calendar/"))


def test_the_office_says_the_days_and_everybody_sees_them(hall, sign_in):
    said = {"school_year": 2027, "number": 1, "first_day": "2027-08-30", "last_day": "2028-01-14", "basis": "云教〔2027〕9号"}
    assert sign_in("ziliao").post("/registry/lists/terms/new/", said).status_code == 403
    client = sign_in("bangong")
    assert client.post("/registry/lists/terms/new/", {**said, "last_day": "2027-07-01"}).status_code == 422
    assert client.post("/registry/lists/terms/new/", {**said, "first_day": "2027-06-01"}).status_code == 422
    assert client.post("/registry/lists/terms/new/", said).status_code == 302
    assert client.post("/registry/lists/terms/new/", said).status_code == 422
    assert Term.objects.filter(school_year=2027).count() == 1
    assert term_of(date(2027, 8, 31)).number == 1
    assert "2027-08-30" in text(sign_in("jiaoshi").get("/registry/calendar/?year=2027"))


def test_a_day_off_takes_its_days_from_the_count(hall, sign_in):
    client = sign_in("bangong")
    before = client.get("/registry/calendar/").context["card"].terms[0].teaching_days
    assert client.post("/registry/lists/days-off/new/", {"word": "运动会", "kind": "off", "first_day": "2026-12-03", "last_day": "2026-12-04"}).status_code == 302
    assert DayOff.objects.filter(word="运动会").count() == 1
    page = client.get("/registry/calendar/")
    assert page.context["card"].terms[0].teaching_days == before - 2
    assert "运动会" in text(page)


def test_a_year_typed_by_hand_that_makes_no_sense_shows_this_year(hall, sign_in):
    for year in ("0000", "99999", "二零二六", "²026", "-1"):
        assert "2026—2027" in text(sign_in("juzhang").get("/registry/calendar/", {"year": year}))
