"""Stories of published figures: measured over frozen facts, explained, rebuilt to the last digit whatever the register says since."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from junheng.ground.audit.queries import verify as audit_faults
from junheng.ground.files.store import place
from junheng.ground.snapshots.models import SnapshotTable
from junheng.registry.models import Enrolment, Room
from junheng.rooms.indicators.commands import figure
from junheng.rooms.indicators.models import Publication

DAY = "2026-11-20"


def said(*words: str):
    return CliRunner().invoke(figure, list(words))


@pytest.fixture
def published(hall) -> str:
    answer = said("publish", "quality-balance-2017", "--on", DAY)
    assert answer.exit_code == 0, answer.output
    return answer.stdout.strip()


def test_what_was_published_is_rebuilt_after_the_register_has_changed(published):
    assert said("verify", published).exit_code == 0
    Room.objects.all().delete()
    Enrolment.objects.filter(until=None).update(until=date(2026, 10, 1))
    assert said("verify", published).exit_code == 0
    assert said("verify", f"{published}/990121/primary/L1/cv").exit_code == 0
    assert audit_faults() == []


def test_the_same_facts_by_the_same_definition_are_one_publication_and_changed_facts_another(published):
    assert said("publish", "quality-balance-2017", "--on", DAY).stdout.strip() == published
    Room.objects.all().delete()
    other = said("publish", "quality-balance-2017", "--on", DAY).stdout.strip()
    assert other != published
    assert {line.split("\t")[0] for line in said("list").stdout.splitlines()} == {published, other}


def test_every_coefficient_explains_itself_by_the_schools_behind_it(published):
    [county] = json.loads(Publication.objects.get().result)["counties"]
    stage = next(each for each in county["stages"] if each["stage"] == "primary")
    for each in stage["indicators"]:
        answer = said("explain", f"{published}/{county['county']}/primary/{each['id']}/cv", "--json", "-")
        assert answer.exit_code == 0, answer.output
        told = json.loads(answer.stdout)
        assert told["value"] == each["cv"]
        assert len(told["rows"]) == len(stage["schools"])
        assert told["limit_source"]["document"]
    code = stage["schools"][0]["school_code"]
    told = json.loads(said("explain", f"{published}/{county['county']}/primary/L4/{code}", "--json", "-").stdout)
    assert told["value"] == stage["schools"][0]["values"]["L4"]


def test_a_figure_that_was_tampered_with_does_not_hold(published):
    row = Publication.objects.get()
    Publication.objects.update(result=row.result.replace('"met":false', '"met":true', 1))
    assert said("verify", published).exit_code == 4
    Publication.objects.update(result=row.result, definition=row.definition.replace('"21/5"', '"20/5"'))
    assert said("verify", published).exit_code == 4
    Publication.objects.update(definition=row.definition)
    file = place(SnapshotTable.objects.get(snapshot=row.snapshot_id, name="stages").attachment.sha256)
    file.chmod(0o644)
    file.write_bytes(b"PAR1")
    assert said("verify", published).exit_code == 4


def test_a_number_that_is_none_and_an_address_that_leads_nowhere_are_refused(published):
    assert said("verify", "999").exit_code == 3
    assert said("verify", "first").exit_code == 2
    assert said("explain", f"{published}/990121/primary/L9/cv").exit_code == 3
    assert said("explain", published).exit_code == 2
