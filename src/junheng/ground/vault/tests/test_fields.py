"""Sealed columns in a real table: stored, found, unique, sealed anew, and without their key."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from threading import Thread

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from typer.testing import CliRunner

from junheng.ground.audit.models import Entry
from junheng.ground.kernel.findings import Refused
from junheng.ground.vault import actions, cipher, commands, keys, queries
from junheng.ground.vault.fields import Sealed

NOW = datetime(2026, 11, 20, tzinfo=UTC)
WHO = {"by": None, "by_name": "Console", "at": NOW}
NUMBER = "990101201001010014"


@pytest.fixture
def card(db, settings, tmp_path, monkeypatch):
    """A table with one searchable and one other sealed column, gone with the test's transaction, and an empty place for keys."""
    settings.VAULT_KEYS = tmp_path / "keys.json"
    with isolate_apps("junheng.ground.vault") as known:
        class Card(models.Model):
            number = Sealed(label="identity_number", searchable=True, blank=True, default="")
            phone = Sealed(label="phone", blank=True, default="")

            class Meta:
                app_label = "vault"
                constraints = [models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="one_number")]

        monkeypatch.setattr(queries, "apps", known)
        editor = connection.schema_editor()
        editor.deferred_sql = []
        table, _ = editor.table_sql(Card)
        with connection.cursor() as cursor:
            for sql in (table, *map(str, editor.deferred_sql)):
                cursor.execute(sql)
        yield Card


def stored(card):
    with connection.cursor() as cursor:
        cursor.execute(f"select number, phone from {card._meta.db_table} order by id")
        return cursor.fetchall()


def test_the_database_holds_tokens_and_python_texts(card):
    card.objects.create(number=NUMBER, phone="13900000000")
    [(number, phone)] = stored(card)
    assert NUMBER not in number
    assert "139" not in phone
    assert card.objects.values_list("number", "phone").get() == (NUMBER, "13900000000")


def test_an_empty_field_stays_empty_and_makes_no_key(card):
    card.objects.create()
    assert stored(card) == [("", "")]
    assert keys.held()["keys"] == {}


def test_a_whole_number_finds_its_row_and_nothing_less_does(card):
    row = card.objects.create(number=NUMBER)
    card.objects.create(number="990101201001010022")
    assert card.objects.get(number=NUMBER) == row
    assert list(card.objects.filter(number__in=[NUMBER, "1"])) == [row]
    assert not card.objects.filter(number=NUMBER[:-1]).exists()
    for lookup in ("number__contains", "number__gt", "phone"):
        with pytest.raises(FieldError, match="sealed"):
            card.objects.filter(**{lookup: "13"}).exists()


def test_a_number_stands_once(card):
    card.objects.create(number=NUMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        card.objects.create(number=NUMBER)
    card.objects.create()
    card.objects.create()


def test_a_new_key_seals_every_row_anew_and_the_old_one_can_go(card):
    old = [card.objects.create(number=f"9901012010010{place:05d}", phone=str(place)) for place in range(20)]
    first = keys.ring().current
    second = actions.rotate(**WHO)
    assert card.objects.get(number=old[7].number) == old[7]
    with pytest.raises(Refused, match="needed by 40 fields"):
        actions.forget(first, **WHO)
    assert actions.reseal(**WHO) == 40
    assert actions.reseal(**WHO) == 0
    assert queries.sealed_under() == {"vault.card.number": {second: 20}, "vault.card.phone": {second: 20}}
    actions.forget(first, **WHO)
    assert list(keys.ring().roots) == [second]
    assert [row.phone for row in card.objects.order_by("id")] == [row.phone for row in old]


def test_a_row_written_while_rows_are_sealed_anew_keeps_what_was_written(card, monkeypatch):
    row = card.objects.create(phone="1")
    actions.rotate(**WHO)
    held = list(queries.tokens_of(card, card._meta.get_field("phone")))
    card.objects.filter(pk=row.pk).update(phone="2")
    monkeypatch.setattr(queries, "tokens_of", lambda model, field: held if field.name == "phone" else [])
    actions.reseal(**WHO)
    assert card.objects.get().phone == "2"


def test_without_the_key_rows_are_kept_and_with_it_they_come_back(card):
    card.objects.create(number=NUMBER, phone="13900000000")
    sheet = cipher.spelled(keys.ring().roots[keys.ring().current])
    before = stored(card)
    keys.place().unlink()
    row = card.objects.get()
    assert (row.number, row.phone) == ("", "")
    row.save()
    assert stored(card) == before
    assert CliRunner().invoke(commands.app, ["status"]).exit_code == 4
    card.objects.create(phone="1")  # a house that lost its key goes on with a new one
    actions.enter(sheet, **WHO)
    assert card.objects.get(number=NUMBER).phone == "13900000000"
    assert len(keys.ring().roots) == 2
    assert CliRunner().invoke(commands.app, ["status"]).exit_code == 0


def test_a_wrong_sheet_changes_nothing(card):
    card.objects.create(phone="1")
    before = keys.place().read_bytes()
    with pytest.raises(Refused, match="not a key"):
        actions.enter("AAAA-BBBB", **WHO)
    assert keys.place().read_bytes() == before


def test_keys_are_for_the_owner_alone_and_no_half_file_is_left(card):
    card.objects.create(phone="1")
    actions.rotate(**WHO)
    assert stat.S_IMODE(os.stat(keys.place()).st_mode) == 0o600
    assert [each.name for each in keys.place().parent.iterdir() if "keys" in each.name] == ["keys.json"]


def test_two_that_need_the_first_key_at_once_get_the_same(settings, tmp_path):
    settings.VAULT_KEYS = tmp_path / "keys.json"
    found = []
    threads = [Thread(target=lambda: found.append(keys.sealing_ring(at=NOW).current)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 8


def test_what_is_done_to_keys_stands_in_the_audit_and_the_keys_do_not(card):
    card.objects.create(phone="1")
    name = actions.rotate(**WHO)
    said = list(Entry.objects.order_by("-seq").values())
    assert said[0]["ref"] == name
    assert cipher.spelled(keys.ring().roots[name]) not in str(said)
