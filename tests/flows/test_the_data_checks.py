"""Stories of the data checks: each finds exactly what is broken; findings are kept, accepted, mended, and seen by those whom they concern."""

from __future__ import annotations

import json
from datetime import date

import pytest
from openpyxl import load_workbook

from junheng.ground.audit.models import Entry
from junheng.ground.audit.queries import verify
from junheng.ground.jobs.actions import run
from junheng.ground.jobs.models import Job
from junheng.registry.models import CheckFinding, Enrolment, Post, Pupil, School, StaffMember
from junheng.registry.queries import checks, met
from junheng.registry.queries.books import book
from junheng.registry.queries.checks.asked import LIMITS
from tests.flows.breaking import DAY, change, closed, pupil
from tests.flows.breaking_people import BREAKERS

# What lies in the nature of the invented county: it has no dormitories, teachers of small places lead several classes, some are
# seconded, some teach what their certificate does not name, some kindergarten classes are a few children too large.
IN_ITS_NATURE = {"boarders-without-dormitory", "head-teacher-of-two-classes", "established-not-at-work", "certificate-subject-differs",
                 "kindergarten-class-large"}
# A fiftieth of it leaves schools without pupils and without a head.
OF_A_FIFTIETH = {"school-of-nobody", "school-without-head"}


def met_by(check: str) -> set[int]:
    return {each.record for each in met(DAY, only=[check])[check]}


def check_now(client) -> None:
    assert client.post("/registry/checks/run/").status_code == 302
    job = Job.objects.filter(kind="registry.check").latest("pk")
    run(job.pk)
    assert Job.objects.get(pk=job.pk).state == "done"


def open_findings(check: str) -> list[CheckFinding]:
    return list(CheckFinding.objects.filter(check_id=check, gone_at=None))


def text(answer) -> str:
    return answer.content.decode()


def test_there_is_a_broken_record_for_every_declared_check():
    assert set(BREAKERS) == set(checks())
    assert len(checks()) >= 36


def test_every_limit_that_a_check_names_is_a_standard_with_its_source():
    entry = book().at(DAY)[LIMITS]
    named = {name for check in checks().values() for name in check.limits}
    assert named == set(entry.chains)
    assert all(dated.source.document and dated.source.mark for chain in entry.chains.values() for dated in chain)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_of_a_check_is_filled_by_what_it_meets(hall, language):
    for name, rows in met(DAY).items():
        for each in rows[:3]:
            assert "%(" not in checks()[name].said.said(language, each.values)


def test_the_invented_county_has_no_findings_but_those_in_its_nature(hall):
    assert {name for name, rows in met(DAY).items() if rows} <= IN_ITS_NATURE | OF_A_FIFTIETH


@pytest.mark.parametrize("check", sorted(BREAKERS))
def test_a_check_finds_exactly_the_record_that_was_broken(hall, check):
    before = met_by(check)
    broken = BREAKERS[check]()
    assert broken
    found = met(DAY, only=[check])[check]
    assert {each.record for each in found} == before | broken
    for each in found:
        assert checks()[check].said.said("zh", each.values)
        assert checks()[check].said.said("en", each.values)


def test_a_run_keeps_what_it_found_from_its_first_day_until_it_is_gone(hall, sign_in):
    client, check = sign_in("jijiao"), "pupil-without-class"
    broken = BREAKERS[check]().pop()
    check_now(client)
    one, = open_findings(check)
    assert one.record == broken
    check_now(client)
    again, = open_findings(check)
    assert (again.pk, again.first_seen) == (one.pk, one.first_seen)
    assert again.last_seen > one.last_seen
    place = Enrolment.objects.get(pupil=broken, until=None)
    change(place, school_class=Enrolment.objects.exclude(school_class=None).filter(
        school=place.school, stage=place.stage, entry_year=place.entry_year, until=None).first().school_class)
    check_now(client)
    assert open_findings(check) == []
    assert CheckFinding.objects.get(pk=one.pk).gone_at is not None
    assert verify() == []


def test_the_night_runs_the_checks_without_anybody_asking(hall):
    from junheng.ground.jobs.actions import enqueue
    from junheng.ground.jobs.clock import now

    BREAKERS["school-without-coordinates"]()
    run(enqueue(kind="registry.check-night", arguments={}, key="night", by=None, by_name="Clock", at=now()))
    assert len(open_findings("school-without-coordinates")) == 1


def test_a_school_sees_its_own_findings_and_the_bureau_all(hall, sign_in):
    BREAKERS["pupil-without-class"]()
    gone = closed("X04")
    check_now(sign_in("jijiao"))
    other = CheckFinding.objects.filter(school=gone).first()
    own, = open_findings("pupil-without-class")
    for username, sees_own, sees_other in (("juzhang", True, True), ("jijiao", True, True), ("xiaozhang", True, False), ("ziliao", True, False)):
        client = sign_in(username)
        assert client.get(f"/registry/checks/findings/{own.pk}/").status_code == (200 if sees_own else 404), username
        assert client.get(f"/registry/checks/findings/{other.pk}/").status_code == (200 if sees_other else 404), username
    assert f"school={gone.pk}" not in text(sign_in("xiaozhang").get("/registry/checks/"))
    assert f"school={gone.pk}" in text(sign_in("juzhang").get("/registry/checks/"))
    assert sign_in("jiaoshi").get("/registry/checks/").status_code == 403


def test_a_name_is_shown_to_those_alone_who_may_see_the_record(hall, sign_in):
    BREAKERS["pupil-without-class"]()
    check_now(sign_in("jijiao"))
    one, = open_findings("pupil-without-class")
    child = Pupil.objects.get(pk=one.record)
    for username, named in (("juzhang", False), ("jijiao", True), ("xiaozhang", True)):
        for address in (f"/registry/checks/findings/{one.pk}/", "/registry/checks/findings/?check=pupil-without-class"):
            page = text(sign_in(username).get(address))
            assert child.code in page
            assert (child.name in page) == named, (username, address)
            assert (f"/registry/pupils/{child.pk}/" in text(sign_in(username).get(f"/registry/checks/findings/{one.pk}/"))) == named


def test_no_sealed_field_stands_in_any_finding(hall, sign_in):
    child = pupil()
    for check in ("pupil-born-otherwise", "guardians-telephone-of-many", "pupil-number-impossible"):
        BREAKERS[check]()
    check_now(sign_in("jijiao"))
    said = json.dumps(list(CheckFinding.objects.values_list("values", flat=True)), ensure_ascii=False)
    page = text(sign_in("jijiao").get("/registry/checks/findings/"))
    for secret in (child.identity_number, child.identity_number[6:14], "10000000001"):
        assert secret not in said
        assert secret not in page


def test_what_is_accepted_with_a_reason_counts_no_more_until_its_day(hall, sign_in, settings):
    client = sign_in("jijiao")
    BREAKERS["age-out-of-range"]()
    check_now(client)
    one, = open_findings("age-out-of-range")
    address = f"/registry/checks/findings/{one.pk}/"
    assert client.post(f"{address}accept/", {"reason": " ", "until": "2027-08-31"}).status_code == 422
    refused = client.post(f"{address}accept/", {"reason": "休学两年，有批文", "until": "2026-11-20"})
    assert refused.status_code == 422
    assert "休学两年，有批文" in text(refused)
    assert sign_in("ziliao").post(f"{address}accept/", {"reason": "休学两年", "until": "2027-08-31"}).status_code == 403
    assert client.post(f"{address}accept/", {"reason": "休学两年，有批文", "until": "2027-08-31"}).status_code == 302
    assert "休学两年，有批文" in text(client.get(address))
    listed = "/registry/checks/findings/?check=age-out-of-range"
    assert address not in text(client.get(listed))
    assert address in text(client.get(listed + "&state=accepted"))
    check_now(client)
    assert address not in text(client.get(listed))
    settings.TODAY = "2027-08-31"
    assert address in text(client.get(listed))
    settings.TODAY = "2026-11-20"
    assert client.post(f"{address}again/").status_code == 302
    assert address in text(client.get(listed))
    assert Entry.objects.filter(kind="registry/check", ref=str(one.pk)).count() == 2


MENDED = {
    "pupil-born-otherwise": ("jijiao", lambda pk: Pupil.objects.get(pk=pk).born == date.fromisoformat("-".join(
        (number[6:10], number[10:12], number[12:14]))) if (number := Pupil.objects.get(pk=pk).identity_number) else False),
    "pupil-of-other-sex": ("ziliao", lambda pk: (Pupil.objects.get(pk=pk).sex == "male") == bool(int(Pupil.objects.get(pk=pk).identity_number[16]) % 2)),
    "twin-group-of-one": ("jijiao", lambda pk: Pupil.objects.get(pk=pk).twin_group == ""),
    "place-of-one-who-left": ("jijiao", lambda pk: Pupil.objects.get(pk=pk).status == "on_roll"),
    "enrolment-at-closed-school": ("jijiao", lambda pk: Enrolment.objects.get(pupil=pk, school__closed__isnull=False, until="2026-10-01").pk),
    "post-at-closed-school": ("renshi", lambda pk: not Post.objects.filter(member=pk, school__closed__isnull=False, until=None).exists()),
    "retired-in-post": ("renshi", lambda pk: Post.objects.filter(member=pk, until="2026-10-01").exists()),
    "retirement-day-wrong": ("renshi", lambda pk: StaffMember.objects.get(pk=pk).retires is not None),
    "member-born-otherwise": ("renshi", lambda pk: StaffMember.objects.get(pk=pk).changed_at is not None),
    "member-of-other-sex": ("renshi", lambda pk: StaffMember.objects.get(pk=pk).changed_at is not None),
    "room-networked-untaught": ("bangong", lambda pk: True),
}


def test_there_is_a_story_for_every_ready_fix():
    assert {check.fix for name, check in checks().items() if name in MENDED} == {check.fix for check in checks().values()} - {None}


@pytest.mark.parametrize("check", sorted(MENDED))
def test_a_ready_fix_mends_the_record_once_and_the_check_finds_it_no_more(hall, sign_in, check):
    username, right = MENDED[check]
    broken = min(BREAKERS[check]())
    check_now(sign_in("jijiao"))
    one = CheckFinding.objects.get(check_id=check, record=broken, gone_at=None)
    address = f"/registry/checks/findings/{one.pk}/mend/"
    assert sign_in("juzhang").post(address).status_code == 403
    client = sign_in(username)
    answer = client.post(address)
    assert answer.status_code == 302, text(answer)
    assert right(broken)
    assert broken not in met_by(check)
    assert client.post(address).status_code == 422
    entry = Entry.objects.filter(kind="registry/check", ref=str(one.pk)).get()
    assert entry.values == {"check": checks()[check].title.zh}


def test_findings_go_out_as_a_workbook_as_they_were_cut(hall, sign_in, tmp_path):
    BREAKERS["pupil-without-class"]()
    client = sign_in("jijiao")
    check_now(client)
    place = tmp_path / "out.xlsx"
    place.write_bytes(b"".join(client.get("/registry/checks/findings.xlsx?check=pupil-without-class")))
    rows = list(load_workbook(place).active.iter_rows(values_only=True))
    assert [row[2] for row in rows[2:]] == ["学生没有班级"]
    assert Entry.objects.filter(act="look", kind="registry/check").count() == 1


def test_the_card_of_a_school_counts_its_findings(hall, sign_in):
    BREAKERS["pupil-without-class"]()
    check_now(sign_in("jijiao"))
    here = School.objects.get(unit__code="X03").pk
    count = CheckFinding.objects.filter(school=here, gone_at=None).count()
    assert f"数据体检问题{count}项" in text(sign_in("xiaozhang").get(f"/registry/schools/{here}/"))
    assert "数据体检问题" not in text(sign_in("jiaoshi").get(f"/registry/schools/{here}/"))


def test_the_command_says_the_same_of_one_school_or_one_check(hall, tmp_path, capsys):
    import typer

    from junheng.registry.commands import run_checks

    broken = BREAKERS["pupil-without-class"]()
    BREAKERS["school-without-coordinates"]()
    code = School.objects.get(unit__code="X03").school_code
    out = tmp_path / "found.json"
    run_checks(out=str(out), school=code, only="")
    told = {each["id"]: each for each in json.loads(out.read_text(encoding="utf-8"))["checks"]}
    assert set(told) == set(checks())
    assert [each["record"] for each in told["pupil-without-class"]["findings"]] == [Pupil.objects.get(pk=pk).code for pk in broken]
    assert {each["school_code"] for check in told.values() for each in check["findings"]} == {code}
    run_checks(out="-", school="", only="school-without-coordinates")
    assert json.loads(capsys.readouterr().out)["checks"][0]["found"] == 1
    for wrong in ({"school": "0000000000", "only": ""}, {"school": "", "only": "no-such"}):
        with pytest.raises(typer.BadParameter):
            run_checks(out="", **wrong)


def test_a_run_of_one_school_leaves_the_findings_of_all_others(hall, sign_in):
    from junheng.registry.commands import run_checks

    closed("X16")
    check_now(sign_in("jijiao"))
    before = set(CheckFinding.objects.filter(gone_at=None).values_list("pk", flat=True))
    run_checks(out="", school=School.objects.get(unit__code="X03").school_code, only="")
    assert set(CheckFinding.objects.filter(gone_at=None).values_list("pk", flat=True)) == before

