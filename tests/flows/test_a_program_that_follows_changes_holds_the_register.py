"""Whatever is done to the register, by whatever statement, who follows the changes ends with exactly what the token reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.ground.audit.tests.threads import in_threads, on_a_waiting_database
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import Within
from junheng.ground.units.models import Unit
from junheng.registry import actions, queries
from junheng.registry.models import (
    ClassYear,
    Enrolment,
    Guardian,
    Mark,
    Post,
    Pupil,
    Room,
    School,
    SchoolClass,
    SchoolSpell,
    StaffMember,
)
from junheng.registry.models.marks import stand
from junheng.registry.queries.exchange import Asked
from junheng.registry.values.exchange import Kind
from tests.flows import lived

TODAY = date(2026, 11, 20)
KINDS = frozenset({"registry/school", "registry/class", "registry/pupil", "registry/pupil-sealed", "registry/staff"})


def program(username: str, units: set[int] | None = None, kinds: frozenset[str] = KINDS):
    """A person behind a token of these tables, at these units."""
    person = person_by_id(account_id_of(username), TODAY)
    return replace(person, within=Within(frozenset({"see"}), kinds, None if units is None else frozenset(units)))


class Follower:
    """Somebody who keeps the last row told of each id."""

    def __init__(self, person):
        self.person, self.cursor, self.rows, self.day = person, "", {}, TODAY

    def read(self, limit: int) -> bool:
        actions.turn_to(today=self.day)
        found = queries.changes(self.person, Asked(cursor=self.cursor, limit=limit), self.day)
        for each in found.changes:
            if each.row is None:
                self.rows.pop((each.kind, each.id), None)
            else:
                self.rows[each.kind, each.id] = each.row
        self.cursor = found.cursor
        return found.more


def everything(person, day: date) -> dict:
    found = {}
    for kind in Kind:
        cursor = None
        while cursor != "":
            rows, cursor = queries.given_page(person, kind, Asked(cursor=cursor or "", limit=150), day)
            found |= {(kind, row.id): row for row in rows}
    return found


def pupils():
    return list(Pupil.objects.order_by("pk"))


def of(rows, number):
    return rows[number % len(rows)]


def rename(n, day):
    Pupil.objects.filter(pk=of(pupils(), n).pk).update(name=f"王{n}")


def rename_by_hand(n, day):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_pupil SET name = name || '*' WHERE id %% 7 = %s AND length(name) < 40", [n % 7])


def ring(n, day):
    held = of(list(Guardian.objects.order_by("pk")), n)
    held.phone = f"100{n:08d}"
    held.save()


def move(n, day):
    """A place on a roll that is corrected: the pupil was never at the school that held it."""
    stay = of(list(Enrolment.objects.filter(until=None).order_by("pk")), n)
    Enrolment.objects.filter(pk=stay.pk).update(school=of(list(School.objects.order_by("pk")), n), school_class=None)


def leave_tomorrow(n, day):
    Enrolment.objects.filter(pk=of(list(Enrolment.objects.filter(until=None).order_by("pk")), n).pk).update(until=day + timedelta(days=1))


def come_tomorrow(n, day):
    stay = of(list(Enrolment.objects.filter(until=None).order_by("pk")), n)
    if stay.since < day:
        Enrolment.objects.filter(pk=stay.pk).update(until=day + timedelta(days=1))
        Enrolment.objects.create(pupil=stay.pupil, school=of(list(School.objects.order_by("pk")), n), stage=stay.stage,
                                 entry_year=stay.entry_year, since=day + timedelta(days=1))


def drop(n, day):
    of(pupils(), n).delete()


def come(n, day):
    held = of(pupils(), n)
    Pupil.objects.bulk_create([Pupil(code=f"N{Mark.objects.latest('id').pk}-{n}", name="新", initials="x", sex=held.sex, born=held.born,
                                     household=held.household, residence=held.residence, boarding=held.boarding, status=held.status)])
    Enrolment.objects.create(pupil=Pupil.objects.latest("pk"), school=of(list(School.objects.order_by("pk")), n), stage="primary",
                             entry_year=2026, since=day)


def renumber(n, day):
    SchoolClass.objects.filter(pk=of(list(SchoolClass.objects.order_by("pk")), n).pk).update(class_no=F("class_no") + 40)


def lead(n, day):
    year = of(list(ClassYear.objects.order_by("pk")), n)
    year.head_teacher = of(list(StaffMember.objects.order_by("pk")), n)
    year.save()


def repost(n, day):
    Post.objects.filter(pk=of(list(Post.objects.order_by("pk")), n).pk).update(subject="书法", school=of(list(School.objects.order_by("pk")), n))


def end_rooms(n, day):
    Room.objects.filter(pk__in=Room.objects.order_by("pk")[:n % 5 + 1].values("pk")).delete()


def call(n, day):
    SchoolSpell.objects.filter(pk=of(list(SchoolSpell.objects.order_by("pk")), n).pk).update(name=f"第{n}小学")


DEEDS = (rename, rename_by_hand, ring, move, leave_tomorrow, come_tomorrow, drop, come, renumber, lead, repost, end_rooms, call)


@pytest.mark.parametrize("where", ["everywhere", "at one school"])
def test_who_follows_the_changes_ends_with_exactly_what_there_is(hall, where):
    whole = where == "everywhere"
    person = program("jijiao", None if whole else {Unit.objects.get(code="X03").pk})

    @settings(max_examples=15 if whole else 40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from([0, 2, 5, 99]), st.lists(st.one_of(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5000)), st.tuples(st.just("read"), st.integers(1, 400)),
                              st.just(("sleep", 1))), max_size=25))
    def follow(ahead, story):
        follower = Follower(person)
        follower.day = follow.day
        while ahead and follower.read(400):
            ahead -= 1
        for deed, number in story:
            if deed == "read":
                follower.read(number)
            elif deed == "sleep":
                follower.day += timedelta(days=1)
            else:
                deed(number, follower.day)
        while follower.read(300):
            pass
        follow.day = follower.day
        assert follower.rows == everything(person, follower.day)

    follow.day = TODAY
    follow()


def test_a_cursor_ends_when_its_token_reaches_something_else(hall):
    follower = Follower(program("jijiao", {Unit.objects.get(code="X03").pk}))
    follower.read(50)
    follower.person = program("jijiao")
    with pytest.raises(queries.BeginAgain):
        follower.read(50)


def test_marks_are_set_up_again_after_a_migration_and_miss_no_row(hall):
    Mark.objects.filter(kind="pupil").delete()
    stand(connection)
    assert Mark.objects.filter(kind="pupil").count() == Pupil.objects.count()
    before = Mark.objects.latest("id").pk
    Pupil.objects.filter(pk=pupils()[0].pk).update(name="改")
    assert Mark.objects.filter(id__gt=before).values_list("kind", "row").get() == ("pupil", pupils()[0].pk)


def test_of_two_writers_at_once_neither_is_missed_by_who_reads_meanwhile(transactional_db, settings, tmp_path, monkeypatch):
    settings.TODAY, settings.JUNHENG_DEMO = TODAY.isoformat(), True
    on_a_waiting_database(tmp_path, monkeypatch)
    in_threads([lived.hall])
    (first, second), begun, read = in_threads([lambda: list(Enrolment.objects.filter(until=None).values_list("pupil", flat=True)[:2])])[0], Event(), Event()
    follower = Follower(in_threads([lambda: program("jijiao")])[0])

    def slow():
        with transaction.atomic():
            Pupil.objects.filter(pk=first).update(name="慢")
            begun.set()
            read.wait(1)

    def quick():
        begun.wait()
        Pupil.objects.filter(pk=second).update(name="快")

    def reading():
        while follower.read(500):
            pass
        begun.wait()
        for _ in range(20):
            follower.read(500)
        read.set()

    in_threads([slow, quick, reading])
    in_threads([lambda: follower.read(500)])
    assert [follower.rows[Kind.PUPIL, number].name for number in (first, second)] == ["慢", "快"]
