"""Stories of published facts: what the register says, as tables without a person; exported, frozen, checked, counted by two engines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.utils.timezone import now
from pyarrow.parquet import read_table
from typer.testing import CliRunner

from junheng.ground.audit.models import Entry
from junheng.ground.audit.queries import verify as audit_faults
from junheng.ground.facts import TABLES, Privacy
from junheng.ground.files.store import place
from junheng.ground.jobs.actions import run
from junheng.ground.jobs.models import Job
from junheng.ground.lake import Engine, opened, parquet
from junheng.ground.snapshots import actions, jobs, queries
from junheng.ground.snapshots.models import Snapshot, SnapshotTable
from junheng.ground.snapshots.taking import taken
from junheng.ground.units.models import Unit
from junheng.registry.engine.invented import published
from junheng.registry.models import ClassYear, Enrolment, Equipment, Pupil, Room, School, StaffMember
from junheng.registry.queries.lake import enrolment_by_grade
from junheng.shell.demo import PEOPLE
from junheng.shell.lived_hall import invented
from junheng.shell.publishing import app
from tests.flows.lived import Silent

DAY = date(2026, 11, 20)
CENSUS = date(2026, 9, 1)
SEES = {"juzhang", "fuju1", "fuju2", "fuju3", "bangong", "bangong2", "xueqian", "jijiao", "renshi", "caiwu", "xiangmu", "anquan", "tiwei", "dudao", "jiaoyan",
        "zhaokao", "zizhu", "zhongxin", "xiaozhang", "liuxiao", "duxue", "shenji"}
FREEZES = {"juzhang", "bangong", "bangong2", "xueqian", "jijiao", "renshi", "caiwu", "xiangmu", "anquan", "tiwei", "dudao"}


@pytest.fixture
def desk(tmp_path):
    """A folder with nothing in it."""
    place = tmp_path / "desk"
    place.mkdir()
    return place


def said(*words: str | Path):
    return CliRunner().invoke(app, [str(word) for word in words])


def exported(folder: Path, *more: str) -> Path:
    answer = said("export", folder, *more)
    assert answer.exit_code == 0, answer.output
    return folder


def rows(folder: Path, table: str) -> list[dict]:
    return read_table(folder / f"{table}.parquet").to_pylist()


def content_of(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_the_register_publishes_what_the_invented_county_says_of_itself_byte_for_byte_on_either_database(hall, desk):
    folder = exported(desk / "facts")
    county = invented("0.02")
    for table, columns in published(county).items():
        wanted = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
        for row in wanted:
            row.update({name: float(value) for name, value in row.items() if name.endswith("_m2")})
        key = TABLES[table].key
        wanted.sort(key=lambda row: [row[name] for name in key])
        assert rows(folder, table) == wanted, table
        cells = [[row[name] for name in TABLES[table].names] for row in wanted]
        assert (folder / f"{table}.parquet").read_bytes() == parquet(TABLES[table], cells), table


def test_every_table_and_column_of_a_manifest_is_explained(hall, desk):
    manifest = json.loads((exported(desk / "facts") / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["day"] == "2026-11-20"
    assert [each["table"] for each in manifest["tables"]] == sorted(TABLES)
    for each in manifest["tables"]:
        held = read_table(desk / "facts" / each["file"])
        assert held.num_rows == each["rows"] > 0
        assert [column["name"] for column in each["columns"]] == held.column_names
        assert all(column["unit"] and column["privacy"] and column["meaning"] for column in each["columns"])


def test_the_same_facts_are_the_same_bytes_and_an_earlier_export_gives_way(hall, desk):
    first = content_of(exported(desk / "一"))
    assert content_of(exported(desk / "二")) == first
    exported(desk / "一", "--on", "2025-10-10")
    assert content_of(desk / "一") != first
    assert content_of(exported(desk / "一")) == first
    assert {each.name for each in desk.iterdir()} == {"一", "二"}


def test_no_name_no_number_and_no_sealed_field_of_anybody_is_published(hall, desk):
    folder = exported(desk / "facts")
    cells = {str(cell) for table in TABLES for row in rows(folder, table) for cell in row.values()}
    people = {value for model in (Pupil, StaffMember) for row in model.objects.all() for value in (row.name, row.code, row.identity_number, getattr(row, "roll_number", None))}
    assert cells.isdisjoint(people - {None})


def test_groups_of_fewer_than_five_are_left_out_and_larger_ones_are_told(hall, desk):
    folder = exported(desk / "facts")
    grades = dict(ClassYear.objects.filter(school_year=2026).values_list("school_class", "grade"))
    girls = Counter((row.school.school_code, row.stage, grades[row.school_class_id])
                    for row in Enrolment.objects.filter(until=None, pupil__sex="female").select_related("school"))
    left_out = 0
    for row in rows(folder, "enrolment"):
        count = girls[row["school_code"], row["stage"], row["grade"]]
        small = 0 < count < 5 or 0 < row["pupils"] - count < 5
        assert row["girls"] == (None if small else count)
        left_out += small
    assert left_out
    assert any(each.privacy is Privacy.GUARDED for each in TABLES["enrolment"].columns)


def test_a_past_day_keeps_its_names_and_a_closed_school(hall, sign_in, desk):
    school = School.objects.get(unit__code="X03")
    before = {row["school_code"]: row for row in rows(exported(desk / "before"), "schools")}[school.school_code]
    rename(school)
    after = {row["school_code"]: row for row in rows(exported(desk / "after"), "schools")}[school.school_code]
    old = {row["school_code"]: row for row in rows(exported(desk / "old", "--on", "2026-09-01"), "schools")}[school.school_code]
    assert after["name"] == "云溪县第一实验小学" != before["name"] == old["name"]


def rename(school: School) -> None:
    spell = school.spells.get(until=None)
    spell.until = DAY
    spell.save()
    spell.pk, spell.since, spell.until, spell.name = None, DAY, None, "云溪县第一实验小学"
    spell.save()


def test_what_nobody_has_entered_is_empty_and_not_nought(hall, desk):
    school = School.objects.get(unit__code="X03")
    Room.objects.filter(school=school).delete()
    Equipment.objects.filter(school=school, kind="books").delete()
    held = [row for row in rows(exported(desk / "facts"), "stages") if row["school_code"] == school.school_code]
    for row in held:
        assert row["teaching_area_m2"] is row["multimedia_rooms"] is row["books"] is None
        assert row["equipment_yuan"] > 0
        assert row["sports_area_m2"] > 0


def test_a_pupil_without_a_class_counts_at_the_school(hall, desk):
    place = Enrolment.objects.filter(until=None, stage="primary").first()
    place.school_class = None
    place.save()
    code = place.school.school_code
    folder = exported(desk / "facts")
    assert {row["pupils"] for row in rows(folder, "enrolment") if (row["school_code"], row["grade"]) == (code, 0)} == {1}
    assert sum(row["pupils"] for row in rows(folder, "enrolment")) == Enrolment.objects.filter(until=None).count()


def test_asking_for_facts_takes_the_same_few_queries_however_many_schools(hall, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        taken(DAY)


def test_a_class_that_stands_twice_is_refused_with_its_key(hall, desk):
    first, second = ClassYear.objects.filter(school_year=2026, school_class__school__unit__code="X03", school_class__stage="primary")[:2]
    ClassYear.objects.filter(pk=second.pk).update(grade=first.grade)
    type(first.school_class).objects.filter(pk=second.school_class_id).update(class_no=first.school_class.class_no)
    answer = said("export", desk / "facts")
    assert answer.exit_code == 3
    assert first.school_class.school.school_code in answer.output
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize(("words", "status"), [(("--on", "2026-11-21"), 3), (("--on", "1900-01-01"), 3), (("--on", "yesterday"), 2)])
def test_a_day_that_cannot_be_told_of_is_refused(hall, desk, words, status):
    assert said("export", desk / "facts", *words).exit_code == status
    assert list(desk.iterdir()) == []


def test_a_folder_with_anything_else_in_it_is_left_alone(hall, desk):
    (desk / "会议纪要.txt").write_text("要留着", encoding="utf-8")
    assert said("export", desk).exit_code == 3
    exported(desk / "facts")
    (desk / "facts" / "说明.txt").write_text("要留着", encoding="utf-8")
    assert said("export", desk / "facts").exit_code == 3
    assert (desk / "facts" / "说明.txt").exists()
    (desk / "leer").mkdir()
    exported(desk / "leer")


KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from datetime import date
from junheng.ground.facts import TABLES
from junheng.ground.snapshots import folder
from junheng.ground.snapshots.values import Taken
whole, count = Path.write_bytes, 0
def write(self, content):
    global count
    count += 1
    if count == 3:
        whole(self, content[:10])
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(self, content)
Path.write_bytes = write
folder.write(Path(sys.argv[1]), date(2026, 9, 1), [Taken(TABLES[name], 1, b"PAR1" * 50) for name in sorted(TABLES)])
"""


def test_an_export_that_is_killed_leaves_the_earlier_one_whole(hall, desk):
    before = content_of(exported(desk / "facts"))
    for target in ("facts", "fresh"):
        ended = subprocess.run([sys.executable, "-c", KILLED, str(desk / target)], check=False, env={**os.environ, "JUNHENG_DB": ""})
        assert ended.returncode == -signal.SIGKILL
    assert content_of(desk / "facts") == before
    assert not (desk / "fresh").exists()


def test_an_exported_folder_can_be_checked_by_whoever_has_it(hall, desk):
    folder = exported(desk / "facts")
    assert said("verify", folder).exit_code == 0
    changed = bytearray((folder / "stages.parquet").read_bytes())
    changed[60] ^= 1
    (folder / "stages.parquet").write_bytes(changed)
    answer = said("verify", folder)
    assert answer.exit_code == 4
    assert "stages" in answer.output
    assert said("verify", desk).exit_code == 3


def test_duckdb_spark_and_plain_counting_agree(hall, desk):
    folder = exported(desk / "facts")
    plain = Counter()
    for row in rows(folder, "enrolment"):
        plain[row["county"], row["stage"], row["grade"]] += row["pupils"]
    wanted = [{"county": county, "stage": stage, "grade": grade, "pupils": plain[county, stage, grade]} for county, stage, grade in sorted(plain)]
    found = {}
    for engine in Engine:
        with opened(folder, engine) as lake:
            stages, schools = lake.table("stages"), lake.table("schools")
            joined = stages.join(schools, "school_code").group_by(["stage", "locale"])
            asked = joined.agg(books=stages.books.sum(), teachers=stages.teachers.sum(), area=(stages.teaching_area_m2 * 100).round().cast("int64").sum()).order_by(
                ["stage", "locale"])
            found[engine] = (enrolment_by_grade(lake), lake.rows(asked))
    assert found[Engine.DUCKDB][0] == found[Engine.SPARK][0] == wanted
    assert found[Engine.DUCKDB][1] == found[Engine.SPARK][1]
    assert {row["county"] for row in wanted} == {"990121"}
    assert json.loads(said("enrolment", folder).output) == wanted
    assert said("enrolment", desk).exit_code == 3


def carried_out(on: date) -> Job:
    job = Job.objects.filter(key=f"snapshots.freeze:{on}").latest("pk")
    run(job.pk)
    job.refresh_from_db()
    return job


def test_the_office_freezes_a_day_and_fetches_its_tables(hall, sign_in, desk):
    client = sign_in("bangong")
    answer = client.post("/facts/freeze/", {"on": "2026-11-20"})
    assert answer.headers["Location"] == "/facts/?asked=2026-11-20"
    assert "正在锁定" in client.get(answer.headers["Location"]).content.decode()
    carried_out(DAY)
    row = Snapshot.objects.get(on=DAY)
    page = client.get(f"/facts/{row.pk}/").content.decode()
    folder = desk / "fetched"
    folder.mkdir()
    for table in row.tables.all():
        assert f"/files/{table.attachment_id}/" in page
        assert table.sha256 in page
        (folder / f"{table.name}.parquet").write_bytes(b"".join(client.get(f"/files/{table.attachment_id}/").streaming_content))
    (folder / "manifest.json").write_bytes(client.get(f"/facts/{row.pk}/manifest.json").content)
    assert said("verify", folder).exit_code == 0
    assert content_of(folder) == content_of(exported(desk / "facts"))
    entry = Entry.objects.filter(kind="facts/snapshot").last()
    assert (entry.actor_name, entry.values["digest"]) == ("林静", row.digest)
    assert not [each for each in audit_faults() if each.level == "error"]


def test_who_may_see_freeze_and_fetch_is_as_the_access_table_says(hall, sign_in):
    table = SnapshotTable.objects.first()
    for username, _, _, _ in PEOPLE:
        client, sees = sign_in(username), username in SEES
        assert (client.get("/facts/").status_code == 200) == sees, username
        assert (client.get(f"/facts/{table.snapshot_id}/").status_code == 200) == sees, username
        assert (client.get(f"/files/{table.attachment_id}/").status_code == 200) == sees, username
        assert ('href="/facts/"' in client.get("/registry/").content.decode()) == sees, username
        assert (client.post("/facts/freeze/", {"on": "2026-11-20"}).status_code == 302) == (username in FREEZES), username


def test_a_day_to_come_is_not_frozen(hall, sign_in):
    answer = sign_in("bangong").post("/facts/freeze/", {"on": "2026-12-01"})
    assert answer.status_code == 422
    assert "还没有到" in answer.content.decode()


def freeze(on: date) -> int:
    return actions.freeze(on=on, tables=taken(on), by=None, by_name="Console", at=now())


def test_the_same_facts_of_a_day_are_one_snapshot_and_corrected_ones_another(hall):
    first = freeze(DAY)
    kept = list(SnapshotTable.objects.filter(snapshot=first).values_list("sha256", flat=True))
    assert freeze(DAY) == first
    Enrolment.objects.filter(until=None, stage="primary").first().delete()
    assert freeze(DAY) != first
    assert list(SnapshotTable.objects.filter(snapshot=first).values_list("sha256", flat=True)) == kept
    assert said("verify").exit_code == 0


def test_a_frozen_file_that_was_changed_or_lost_is_found(hall):
    freeze(DAY)
    tables = SnapshotTable.objects.filter(snapshot__on=DAY)
    file = place(tables.get(name="classes").sha256)
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"2")
    answer = said("verify")
    assert answer.exit_code == 4
    assert "classes" in answer.output
    file.unlink()
    assert said("verify").exit_code == 4
    file.write_bytes(content)
    assert said("verify").exit_code == 0
    SnapshotTable.objects.filter(snapshot__on=DAY, name="staff").update(sha256="0" * 64)
    assert said("verify").exit_code == 4


def test_the_census_is_frozen_by_itself_once_its_time_has_come(hall, settings):
    assert Snapshot.objects.get().on == CENSUS
    SnapshotTable.objects.all().delete()
    Snapshot.objects.all().delete()
    settings.TODAY = "2026-09-29"
    assert jobs.census({}, Silent()) == {}
    settings.TODAY = "2026-10-03"
    held = jobs.census({}, Silent())["snapshot"]
    assert (Snapshot.objects.get(pk=held).on, Snapshot.objects.get().taken_by_name) == (CENSUS, "Clock")
    assert jobs.census({}, Silent()) == {}
    settings.TODAY = "2027-03-01"
    assert queries.census_due(date(2027, 3, 1)) is None
    assert queries.census_due(date(2027, 9, 30)) == date(2027, 9, 1)


def test_an_empty_register_has_no_census(db, settings):
    settings.TODAY = "2026-11-20"
    assert jobs.census({}, Silent()) == {}
    assert Unit.objects.count() == Snapshot.objects.count() == 0
