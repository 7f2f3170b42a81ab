"""Stories of duplicates: found, compared, decided, merged without losing anything, parted again to the last cell."""

from __future__ import annotations

import itertools
import json
from datetime import date

import pytest
from django.core import serializers
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from junheng.ground.audit.models import Entry
from junheng.ground.audit.queries import verify
from junheng.ground.jobs.actions import run
from junheng.ground.jobs.clock import now
from junheng.ground.jobs.models import Job
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.vault import actions as vault
from junheng.ground.vault import keys
from junheng.registry import actions
from junheng.registry.actions.duplicates import OF_A_MEMBER, OF_A_PUPIL
from junheng.registry.models import (
    ClassYear,
    Correction,
    CountDifference,
    Enrolment,
    FormerNumber,
    Guardian,
    Household,
    Merge,
    Pair,
    Post,
    Pupil,
    PupilEvent,
    School,
    StaffEvent,
    StaffMember,
)
from junheng.registry.values.duplicates import Decision

DAY = date(2026, 11, 20)
TOUCHED = (Pupil, Enrolment, Guardian, Household, StaffMember, Post, ClassYear, PupilEvent, StaffEvent, FormerNumber, Correction, CountDifference)


def text(answer) -> str:
    return answer.content.decode()


def search_now(client) -> None:
    assert client.post("/registry/duplicates/search/").status_code == 302
    job = Job.objects.filter(kind="registry.twice").latest("pk")
    run(job.pk)
    assert Job.objects.get(pk=job.pk).state == "done"


def child(code: str = "X03") -> Pupil:
    return Pupil.objects.filter(enrolments__school__unit__code=code, enrolments__until=None, identity_number__isnull=False, twin_group="",
                                roll_number__isnull=False).order_by("pk").first()


def twin_record(of: Pupil, code: str = "X04", since: date = date(2026, 9, 1), **said) -> Pupil:
    """A second record of a child, as a school would enter one that had no number at hand."""
    home = Household.objects.create(code=f"H-again-{of.pk}")
    for guardian in of.household.guardians.all()[:1]:
        Guardian.objects.create(code=f"G-again-{of.pk}", household=home, name=guardian.name, relation=guardian.relation, phone="10055555555")
    again = Pupil.objects.create(**{
        "code": f"S-AGAIN-{of.pk}", "name": of.name, "initials": of.initials, "sex": of.sex, "born": of.born, "household": home,
        "residence": of.residence, "boarding": of.boarding, "status": "on_roll", **said})
    Enrolment.objects.create(pupil=again, school=School.objects.get(unit__code=code), stage="primary", entry_year=2024, since=since)
    return again


def pair_of(one: Pupil | StaffMember, two: Pupil | StaffMember) -> Pair:
    return Pair.objects.get(first=min(one.pk, two.pk), second=max(one.pk, two.pk), gone_at=None)


def snapshot() -> str:
    """Every row that a merge may touch, to the last cell."""
    return json.dumps([serializers.serialize("python", table.objects.order_by("pk")) for table in TOUCHED], default=str, ensure_ascii=False)


def on_rolls() -> int:
    return Enrolment.objects.filter(since__lte=DAY).exclude(until__lte=DAY).count()


def test_the_invented_county_knows_nobody_twice(hall, sign_in):
    search_now(sign_in("jijiao"))
    assert not Pair.objects.exists()


def test_a_second_record_is_found_and_merged_and_its_number_finds_the_one_that_stays(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one, identity_number=None, roll_number=f"J{one.identity_number}")
    search_now(client)
    row = pair_of(one, two)
    page = text(client.get("/registry/duplicates/"))
    assert f"/registry/duplicates/{row.pk}/" in page
    before = on_rolls()
    assert client.post(f"/registry/duplicates/{row.pk}/merge/", {"kept": one.pk}).status_code == 302
    assert on_rolls() == before - 1
    two.refresh_from_db()
    assert two.merged_into_id == one.pk
    assert client.get(f"/registry/pupils/{two.pk}/").headers["Location"] == f"/registry/pupils/{one.pk}/"
    for words in (two.code, two.roll_number):
        assert f"/registry/pupils/{one.pk}/" in text(client.get("/registry/search/", {"q": words})), words
    assert f"/registry/pupils/{two.pk}/" not in text(client.get("/registry/search/", {"q": one.name}))
    there = text(client.get(f"/registry/pupils/{one.pk}/"))
    assert School.objects.get(unit__code="X04").unit.short_name in there
    search_now(client)
    assert Pair.objects.get(pk=row.pk).decision == "same"
    assert verify() == []


def test_what_the_record_that_stays_does_not_say_it_takes_from_the_other(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    identity, roll = one.identity_number, one.roll_number
    two = twin_record(one, address="青石村3组")
    search_now(client)
    client.post(f"/registry/duplicates/{pair_of(one, two).pk}/merge/", {"kept": two.pk})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (two.identity_number, two.roll_number, two.address) == (identity, roll, "青石村3组")
    assert (one.identity_number, one.roll_number, one.merged_into_id) == (None, None, two.pk)
    names = set(two.household.guardians.values_list("name", flat=True))
    assert {each.name for each in one.household.guardians.all()} <= names or one.household.pupils.exclude(pk=one.pk).exists()
    places = Enrolment.objects.filter(pupil=two, until=None)
    assert [place.school.unit.code for place in places] == ["X04"]
    assert not Enrolment.objects.filter(pupil=one, until=None).exists()


def test_the_only_place_of_a_child_is_never_lost(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    place = Enrolment.objects.get(pupil=one, until=None)
    since = place.since
    Enrolment.objects.filter(pk=place.pk).update(until=date(2026, 10, 8))
    two = twin_record(one, since=since)
    search_now(client)
    client.post(f"/registry/duplicates/{pair_of(one, two).pk}/merge/", {"kept": one.pk})
    now_on = Enrolment.objects.get(pupil=one, until=None)
    assert (now_on.school.unit.code, now_on.since) == ("X04", date(2026, 10, 8))


def test_two_members_of_staff_become_one_with_posts_classes_and_account(hall, sign_in):
    client = sign_in("renshi")
    one = StaffMember.objects.filter(posts__school__unit__code="X03", posts__until=None, led__isnull=False).order_by("pk").first()
    two = StaffMember.objects.create(code="E-AGAIN", name=one.name, initials=one.initials, sex=one.sex, born=one.born, degree="bachelor", title="none",
                                     backbone="none", duty_status="on_duty", retirement_group=one.retirement_group, phone="10011112222",
                                     account_id=None)
    search_now(client)
    row = pair_of(one, two)
    led = set(ClassYear.objects.filter(head_teacher=one).values_list("pk", flat=True))
    held, was = set(Post.objects.filter(member=one).values_list("pk", flat=True)), snapshot()
    assert client.post(f"/registry/duplicates/{row.pk}/merge/", {"kept": two.pk}).status_code == 302
    two.refresh_from_db()
    assert set(ClassYear.objects.filter(head_teacher=two).values_list("pk", flat=True)) == led
    assert set(Post.objects.filter(member=two, until=None).values_list("pk", flat=True)) <= held
    assert two.identity_number == one.identity_number
    assert client.get(f"/registry/staff/{one.pk}/").headers["Location"] == f"/registry/staff/{two.pk}/"
    assert client.post(f"/registry/duplicates/{row.pk}/part/").status_code == 302
    assert snapshot() == was


def test_different_people_are_never_shown_again_and_later_ones_wait(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    search_now(client)
    row = pair_of(one, two)
    for decision, listed in (("later", "?state=later"), ("different", "?state=different"), ("open", "")):
        assert client.post(f"/registry/duplicates/{row.pk}/decide/", {"decision": decision}).status_code == 302
        search_now(client)
        assert (f"/registry/duplicates/{row.pk}/" in text(client.get("/registry/duplicates/"))) == (decision == "open")
        assert f"/registry/duplicates/{row.pk}/" in text(client.get(f"/registry/duplicates/{listed}"))


def test_a_pair_that_is_no_more_alike_goes_unless_it_was_decided(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    search_now(client)
    Pupil.objects.filter(pk=two.pk).update(name="另一个", born=date(2014, 1, 1))
    search_now(client)
    assert Pair.objects.get().gone_at is not None


def test_a_merge_after_which_somebody_changed_a_record_is_not_parted(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    search_now(client)
    row = pair_of(one, two)
    client.post(f"/registry/duplicates/{row.pk}/merge/", {"kept": one.pk})
    Pupil.objects.filter(pk=one.pk).update(boarding="boarding")
    answer = client.post(f"/registry/duplicates/{row.pk}/part/")
    assert answer.status_code == 422
    assert "又有改动" in text(answer)
    assert Merge.objects.get().parted_at is None


def test_a_merge_can_be_parted_after_the_key_was_changed_and_the_old_one_forgotten(hall, sign_in, settings, tmp_path):
    copied = tmp_path / "keys.json"
    copied.write_bytes(keys.place().read_bytes())
    settings.VAULT_KEYS = copied
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    search_now(client)
    row, was = pair_of(one, two), snapshot()
    client.post(f"/registry/duplicates/{row.pk}/merge/", {"kept": two.pk})
    who, old = {"by": None, "by_name": "Console", "at": now()}, keys.held()["current"]
    vault.rotate(**who)
    vault.reseal(**who)
    vault.forget(old, **who)
    assert client.post(f"/registry/duplicates/{row.pk}/part/").status_code == 302
    assert snapshot() == was


def test_only_keepers_of_these_records_see_pairs(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    search_now(client)
    row = pair_of(one, two)
    for username in ("juzhang", "bangong", "xiaozhang", "ziliao", "jiaoshi", "shenji", "renshi"):
        other = sign_in(username)
        assert other.get(f"/registry/duplicates/{row.pk}/").status_code == 404, username
        assert other.post(f"/registry/duplicates/{row.pk}/merge/", {"kept": one.pk}).status_code == 404, username
        assert other.get("/registry/duplicates/").status_code == (200 if username == "renshi" else 403), username
    assert not Merge.objects.exists()


def test_numbers_are_covered_until_a_reason_is_given_and_both_looks_are_kept(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    search_now(client)
    address = f"/registry/duplicates/{pair_of(one, two).pk}/"
    assert one.identity_number not in text(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 422
    shown = client.post(address, {"reason": "核对是否重复建籍"})
    assert one.identity_number in text(shown)
    assert "10055555555" in text(shown)
    looks = Entry.objects.filter(act="look", kind="registry/pupil-sealed").order_by("-seq")[:2]
    assert {entry.ref for entry in looks} == {str(one.pk), str(two.pk)}
    assert one.identity_number not in json.dumps([row.outcomes for row in Pair.objects.all()])


def test_a_list_with_the_number_of_a_merged_record_means_the_one_that_stays(hall, sign_in):
    from junheng.registry.queries.rosters import register_of

    client, one = sign_in("jijiao"), child()
    two = twin_record(one, roll_number=f"J{one.identity_number}")
    search_now(client)
    client.post(f"/registry/duplicates/{pair_of(one, two).pk}/merge/", {"kept": one.pk})
    register = register_of(person_by_id(account_id_of("jijiao"), DAY), DAY)
    assert register.by_roll[two.roll_number].id == one.pk
    assert register.by_code[two.code].id == one.pk


class Back(Exception):
    """Everything of an example is taken back."""


@tried(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(picks=st.lists(st.integers(0, 10_000), min_size=2, max_size=4), first_stays=st.booleans(), staff=st.booleans(), data=st.data())
def test_merging_and_parting_changes_nothing(hall, picks, first_stays, staff, data):
    by = person_by_id(account_id_of("renshi" if staff else "jijiao"), DAY)
    table = StaffMember if staff else Pupil
    everybody = list(table.objects.order_by("pk").values_list("pk", flat=True))
    try:
        with transaction.atomic():
            people = [everybody[pick % len(everybody)] for pick in picks]
            if data.draw(st.booleans()):
                table.objects.filter(pk=people[0]).update(identity_number=None)
            pairs = [Pair.objects.create(kind="staff" if staff else "pupil", first=min(one, two), second=max(one, two), points=60, found_at=now(),
                                         outcomes={}, decision=Decision.OPEN.value)
                     for one, two in itertools.pairwise(people) if one != two and not Pair.objects.filter(
                         first=min(one, two), second=max(one, two)).exists()]
            stood = []
            for row in pairs:
                was = snapshot()
                gone = row.second if first_stays else row.first
                if table.objects.filter(pk__in=(row.first, row.second), merged_into__isnull=False).exists():
                    continue
                actions.merge(pair_id=row.pk, kept=row.first if first_stays else row.second, by=by, at=now())
                assert table.objects.get(pk=gone).merged_into_id is not None
                assert snapshot() != was
                stood.append((row, was))
            for row, was in reversed(stood):
                actions.part(pair_id=row.pk, by=by, at=now())
                assert snapshot() == was
            raise Back
    except Back:
        pass


@pytest.mark.parametrize("kept", ["", "0", "99999999", "x"])
def test_a_merge_that_does_not_say_which_stays_is_refused(hall, sign_in, kept):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    search_now(client)
    assert client.post(f"/registry/duplicates/{pair_of(one, two).pk}/merge/", {"kept": kept}).status_code == 422
    assert not Merge.objects.exists()


def test_what_was_written_of_the_record_that_goes_follows_it_and_comes_back(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    FormerNumber.objects.create(pupil=two, key="roll_number", number="G990121201807040999", reason="录入有误", at=now())
    search_now(client)
    row, was = pair_of(one, two), snapshot()
    assert client.post(f"/registry/duplicates/{row.pk}/merge/", {"kept": one.pk}).status_code == 302
    assert FormerNumber.objects.get(number="G990121201807040999").pupil_id == one.pk
    assert client.post(f"/registry/duplicates/{row.pk}/part/").status_code == 302
    assert snapshot() == was


def test_a_record_about_which_somebody_has_yet_to_decide_is_not_merged_away(hall, sign_in):
    client, one = sign_in("jijiao"), child()
    two = twin_record(one)
    waiting = Correction.objects.create(pupil=two, school_id=School.objects.get(unit__code="X04").pk, key="name", held=two.name, proposed="新名",
                                        reason="户口簿", evidence="户口簿", proposed_by_id=account_id_of("ziliao"), proposed_at=now())
    search_now(client)
    row = pair_of(one, two)
    refused = client.post(f"/registry/duplicates/{row.pk}/merge/", {"kept": one.pk})
    assert refused.status_code == 422
    assert "尚未办结" in text(refused)
    Correction.objects.filter(pk=waiting.pk).update(state="withdrawn", decided_by_id=account_id_of("ziliao"), decided_at=now())
    assert client.post(f"/registry/duplicates/{row.pk}/merge/", {"kept": one.pk}).status_code == 302


@pytest.mark.parametrize(("person", "handled"), [
    (Pupil, {Pupil, Enrolment, *(table for table, _ in OF_A_PUPIL)}), (StaffMember, {StaffMember, Post, ClassYear, *(table for table, _ in OF_A_MEMBER)}),
])
def test_every_table_that_speaks_of_a_person_follows_a_merger(person, handled):
    assert {each.related_model for each in person._meta.get_fields(include_hidden=True) if each.is_relation and each.auto_created} == handled
