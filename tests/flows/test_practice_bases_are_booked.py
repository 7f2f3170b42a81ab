"""Practice bases: a grade booked on a day, never more than the base takes, cancelled, counted; which schools have not been."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.db import transaction

from junheng.ground.audit.queries import verify
from junheng.ground.audit.tests.threads import in_threads, on_a_waiting_database
from junheng.ground.jobs import clock
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.registry import actions
from junheng.registry.models import Base, BaseDay, Booking, ClassYear, School
from tests.flows import lived

TODAY, DAY = date(2026, 11, 20), date(2026, 12, 10)


def text(answer) -> str:
    return answer.content.decode()


def base(capacity: int) -> Base:
    row = Base.objects.get(name="城关镇复兴少年宫")
    Base.objects.filter(pk=row.pk).update(capacity=capacity)
    return row


def grade_of(code: str, grade: int) -> dict:
    return {"grade": f"{School.objects.get(unit__code=code).pk}:primary:{grade}", "on": DAY.isoformat()}


def test_a_school_books_cancels_and_the_places_come_back(hall, sign_in):
    row, client = base(30), sign_in("ziliao")
    address = f"/registry/bases/{row.pk}/"
    assert client.post(f"{address}book/", {**grade_of("X03", 3), "pupils": 5}).status_code == 302
    booking = Booking.objects.latest("pk")
    assert (booking.pupils, booking.day.booked, booking.state) == (5, 5, "booked")
    assert "25" in text(client.get(f"{address}?month=2026-12"))
    assert client.post(f"{address}book/", {**grade_of("X03", 3), "pupils": 5}).status_code == 422
    assert client.post(f"{address}bookings/{booking.pk}/cancel/").status_code == 302
    assert BaseDay.objects.get(base=row, on=DAY).booked == 0
    assert client.post(f"{address}bookings/{booking.pk}/cancel/").status_code == 422
    assert BaseDay.objects.get(base=row, on=DAY).booked == 0
    assert client.post(f"{address}book/", {**grade_of("X03", 3), "pupils": 5}).status_code == 302
    assert verify() == []


@pytest.mark.parametrize(("said", "word"), [
    ({"on": "2026-11-01"}, "已过"), ({"pupils": 4000}, "名学生"), ({"pupils": 0}, ""), ({"grade": "1:primary:3"}, ""), ({"on": ""}, ""), ({"on": "2031-02-30"}, ""),
])
def test_a_booking_that_cannot_be_is_refused_at_its_field_and_nothing_is_written(hall, sign_in, said, word):
    before = Booking.objects.count()
    answer = sign_in("ziliao").post(f"/registry/bases/{base(30).pk}/book/", {**grade_of("X03", 3), "pupils": 5, **said})
    assert answer.status_code == 422
    assert word in text(answer)
    assert Booking.objects.count() == before


def test_a_base_whose_safety_papers_end_takes_nobody_afterwards(hall, sign_in):
    row = base(30)
    Base.objects.filter(pk=row.pk).update(safety_until=date(2026, 12, 9))
    answer = sign_in("ziliao").post(f"/registry/bases/{row.pk}/book/", {**grade_of("X03", 3), "pupils": 5})
    assert answer.status_code == 422
    assert "2026-12-09" in text(answer)


def test_nobody_books_for_another_school_and_only_the_bureau_counts(hall, sign_in):
    row = base(30)
    assert sign_in("ziliao").post(f"/registry/bases/{row.pk}/book/", grade_of("X04", 3)).status_code == 422
    assert "registry/bases" in text(sign_in("jiaoshi").get("/registry/bases/"))
    assert sign_in("jiaoshi").post(f"/registry/bases/{row.pk}/book/", grade_of("X04", 3)).status_code == 422
    booking = Booking.objects.filter(state="attended").first()
    address = f"/registry/bases/{booking.day.base_id}/bookings/{booking.pk}/count/"
    assert sign_in("ziliao").post(address, {"attended": 3}).status_code == 403
    assert sign_in("bangong").post(address, {"attended": booking.pupils + 1}).status_code == 422
    assert sign_in("bangong").post(address, {"attended": 3}).status_code == 302
    assert Booking.objects.get(pk=booking.pk).attended == 3


def test_a_school_leaves_the_list_of_those_that_have_not_been_once_it_was_counted(hall, sign_in):
    client, school = sign_in("bangong"), School.objects.get(unit__code="X04").pk
    row = base(200)
    year = ClassYear.objects.filter(school_class__school=school, school_class__stage="primary", since__lte=TODAY, until__gt=TODAY).first()
    assert school in dict(client.get("/registry/bases/").context["card"].not_been)
    said = {"grade": f"{school}:primary:{year.grade}", "on": TODAY.isoformat()}
    assert client.post(f"/registry/bases/{row.pk}/book/", said).status_code == 302
    booking = Booking.objects.latest("pk")
    assert school in dict(client.get("/registry/bases/").context["card"].not_been)
    assert client.post(f"/registry/bases/{row.pk}/bookings/{booking.pk}/count/", {"attended": booking.pupils}).status_code == 302
    assert school not in dict(client.get("/registry/bases/").context["card"].not_been)


@pytest.fixture
def shared_hall(transactional_db, settings, tmp_path, monkeypatch):
    """The county's register in a database that several connections write to."""
    settings.TODAY, settings.JUNHENG_DEMO = TODAY.isoformat(), True
    on_a_waiting_database(tmp_path, monkeypatch)
    in_threads([transaction.atomic(lived.hall)])


def test_many_who_book_at_once_never_overbook_a_day(shared_hall):
    def prepared():
        grades = ClassYear.objects.filter(since__lte=TODAY, until__gt=TODAY, school_class__stage="primary").order_by(
            "school_class__school", "grade").values_list("school_class__school", "grade").distinct()[:8]
        return base(12).pk, person_by_id(account_id_of("bangong"), TODAY), list(grades)

    number, person, grades = in_threads([prepared])[0]
    assert len(grades) >= 6

    def booked(school: int, grade: int) -> str:
        try:
            actions.book(base_id=number, school=school, stage="primary", grade=grade, pupils=4, on=DAY, today=TODAY, by=person, at=clock.now())
        except Refused as refused:
            return refused.findings[0].code
        return "booked"

    outcomes = in_threads([partial(booked, *each) for each in grades])
    assert sorted(outcomes) == ["booked"] * 3 + ["registry/full"] * (len(grades) - 3)
    day = in_threads([lambda: BaseDay.objects.get(base_id=number, on=DAY).booked])[0]
    assert day == in_threads([lambda: sum(Booking.objects.filter(day__base_id=number, day__on=DAY).values_list("pupils", flat=True))])[0] == 12
