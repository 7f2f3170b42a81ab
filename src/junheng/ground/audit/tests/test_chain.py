"""The chain of the audit: what it accepts, what it refuses, what it finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from junheng.ground.audit import actions, commands, guard, models, queries
from junheng.ground.audit.management.commands.flush import is_for_tests
from junheng.ground.audit.tests.threads import in_threads, on_a_waiting_database
from junheng.ground.audit.values import GENESIS, Act, AuditEntry, Checkpoint, canonical, digest_of, plain

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def say(number: int = 1, **changes: Any) -> AuditEntry:
    return actions.say(
        "Task %(number)s was postponed.",
        **{
            "values": {"number": number},
            "by": 7,
            "by_name": "李青",
            "at": NOW + timedelta(minutes=number),
            "kind": "plans/commitment",
            "ref": str(number),
            **changes,
        },
    )


@pytest.fixture
def ten() -> None:
    for number in range(1, 11):
        say(number)


@pytest.fixture
def unguarded() -> Callable[..., None]:
    """SQL of somebody who rules the database and has taken the guard down."""
    guard.lift(connection)

    def execute(sql: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return execute


def codes(**options: Any) -> list[tuple[str, int | None]]:
    return [
        (finding.code, finding.place.row) for finding in queries.verify(**options) if finding.level == "error"
    ]


@pytest.mark.django_db
def test_each_entry_points_back_to_the_one_before() -> None:
    first, second = say(1), say(2)
    assert first.seq + 1 == second.seq
    assert second.previous == first.hash
    assert queries.verify() == []


@pytest.mark.django_db
def test_an_entry_reads_as_a_sentence() -> None:
    entry = say(17)
    assert queries.said(entry) == "Task 17 was postponed."
    assert queries.entries(kind="plans/commitment", ref="17") == [entry]


@pytest.mark.django_db
def test_a_word_within_a_sentence_is_translated_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        queries, "gettext", {"%(kind_word)s": "[%(kind_word)s]", "Section": "股室"}.__getitem__
    )
    entry = actions.say(
        "%(kind_word)s", values={"kind_word": "Section"}, by=None, by_name="x", at=NOW, kind="a/b", ref="1"
    )
    assert queries.said(entry) == "[股室]"


@pytest.mark.django_db
def test_latest_entries_come_first_and_pages_go_on_before_a_number(ten: None) -> None:
    page = queries.entries(limit=3)
    assert [entry.ref for entry in page] == ["10", "9", "8"]
    assert [entry.ref for entry in queries.entries(before=page[-1].seq, limit=2)] == ["7", "6"]


@pytest.mark.django_db
def test_a_look_is_kept_apart_from_changes() -> None:
    say(1)
    actions.look(
        "%(name)s looked at the record.",
        values={"name": "李青"},
        by=7,
        by_name="李青",
        at=NOW,
        kind="support/case",
        ref="3",
    )
    assert [entry.kind for entry in queries.entries(act=Act.LOOK)] == ["support/case"]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET actor_name = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_delete_an_entry(ten: None, sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert queries.verify() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM audit_head", "UPDATE audit_head SET seq = 3", "UPDATE audit_head SET hash = 'x'"],
)
def test_the_database_refuses_to_turn_the_head_back(ten: None, sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_the_model_cannot_change_an_entry_either(ten: None) -> None:
    row = models.Entry.objects.get(ref="3")
    row.actor_name = "王平"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@pytest.mark.django_db
def test_a_changed_entry_is_found(ten: None, unguarded: Callable[..., None]) -> None:
    seq = models.Entry.objects.get(ref="4").seq
    unguarded("UPDATE audit_entry SET actor_name = 'somebody else' WHERE seq = %s", seq)
    assert codes() == [("audit/changed", seq)]


@pytest.mark.django_db
def test_a_changed_entry_with_a_mended_mark_is_found_at_the_next_one(
    ten: None, unguarded: Callable[..., None]
) -> None:
    entry = queries.entries(ref="4")[0]
    row = models.Entry.objects.get(seq=entry.seq)
    row.ref = "99"
    forged = queries.entry_of(row)
    unguarded(
        "UPDATE audit_entry SET ref = '99', hash = %s WHERE seq = %s", forged.computed_hash(), entry.seq
    )
    assert codes() == [("audit/broken-link", entry.seq + 1)]


@pytest.mark.django_db
def test_removed_entries_are_found(ten: None, unguarded: Callable[..., None]) -> None:
    seq = models.Entry.objects.get(ref="4").seq
    unguarded("DELETE FROM audit_entry WHERE seq IN (%s, %s)", seq, seq + 1)
    assert codes() == [("audit/removed", seq)]


@pytest.mark.django_db
def test_swapped_entries_are_found(ten: None, unguarded: Callable[..., None]) -> None:
    a, b = (models.Entry.objects.get(ref=ref).seq for ref in ("4", "7"))
    for old, new in ((a, 999), (b, a), (999, b)):
        unguarded("UPDATE audit_entry SET seq = %s WHERE seq = %s", new, old)
    assert {("audit/moved", a), ("audit/moved", b)} <= set(codes())


@pytest.mark.django_db
def test_a_tail_cut_off_is_found(ten: None, unguarded: Callable[..., None]) -> None:
    last = queries.entries(limit=1)[0].seq
    unguarded("DELETE FROM audit_entry WHERE seq > %s", last - 3)
    assert codes() == [("audit/removed", last - 2)]


@pytest.mark.django_db
def test_a_tail_cut_off_with_a_rewritten_head_is_found_by_a_checkpoint(
    ten: None, unguarded: Callable[..., None]
) -> None:
    kept = queries.checkpoint()
    assert kept is not None
    assert codes(against=kept) == []
    earlier = queries.entries(ref="8")[0]
    unguarded("DELETE FROM audit_entry WHERE seq > %s", earlier.seq)
    unguarded("UPDATE audit_head SET seq = %s, hash = %s", earlier.seq, earlier.hash)
    assert codes() == []
    assert codes(against=kept) == [("audit/checkpoint", kept.seq)]


@pytest.mark.django_db
def test_a_missing_head_is_found(ten: None, unguarded: Callable[..., None]) -> None:
    unguarded("DELETE FROM audit_head")
    assert [code for code, _ in codes()] == ["audit/no-head"]


@pytest.mark.django_db
def test_a_missing_guard_is_a_warning(unguarded: Callable[..., None]) -> None:
    assert [(f.code, f.level) for f in queries.verify()] == [("audit/guard", "warning")]
    guard.stand(connection)
    assert queries.verify() == []


@pytest.mark.django_db
def test_an_undone_action_leaves_no_entry(ten: None) -> None:
    before = queries.checkpoint()

    @transaction.atomic
    def undone() -> None:
        say(11)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert queries.checkpoint() == before


@pytest.mark.django_db
def test_a_sentence_whose_slots_are_not_filled_is_not_taken() -> None:
    with pytest.raises(ValueError, match="not filled"):
        say(values={"other": 1})
    with pytest.raises(ValueError, match="time zone"):
        say(at=datetime(2026, 3, 2))  # noqa: DTZ001


@pytest.mark.django_db
def test_awkward_text_goes_in_and_the_chain_holds() -> None:
    say(values={"number": "a\x00b\ud800“”𠮷", "rate": 0.1, "day": date(2026, 3, 2), "sum": Decimal("1.50")})
    assert queries.verify() == []


@pytest.mark.django_db
def test_rows_are_digested_and_not_kept() -> None:
    rows = [{"name": "张同学", "on": date(2026, 3, 2)}, {"on": None, "name": "王同学"}]
    entry = say(rows=iter(rows))
    assert entry.digest == digest_of(canonical(rows).encode())
    assert "张同学" not in canonical(entry)


@given(st.lists(st.dictionaries(st.text(), st.one_of(st.none(), st.booleans(), st.integers(), st.text()))))
def test_rows_one_by_one_have_the_digest_of_the_whole_list(rows: list[dict[str, Any]]) -> None:
    assert digest_of(iter(rows)) == digest_of(canonical(rows).encode())


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_the_plain_form_of_a_plain_form_is_itself(value: Any) -> None:
    assert plain(plain(value)) == plain(value)


@pytest.mark.django_db
def test_the_command_ends_with_status_four_when_the_chain_does_not_hold(
    ten: None, unguarded: Callable[..., None], tmp_path: Path
) -> None:
    run = CliRunner().invoke
    assert run(commands.app, ["verify"]).exit_code == 0
    kept = tmp_path / "checkpoint.json"
    assert run(commands.app, ["checkpoint", "--json", str(kept)]).exit_code == 0
    assert Checkpoint.from_json(kept.read_text()) == queries.checkpoint()
    assert run(commands.app, ["verify", "--checkpoint", str(kept)]).exit_code == 0
    unguarded("UPDATE audit_entry SET ref = '0' WHERE ref = '4'")
    assert run(commands.app, ["verify", "--json", "-"]).exit_code == 4
    kept.write_text("nonsense")
    assert run(commands.app, ["verify", "--checkpoint", str(kept)]).exit_code == 3


def test_emptying_a_real_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "/srv/junheng/junheng.sqlite3")
    monkeypatch.setitem(connection.settings_dict, "TEST", {})
    assert not is_for_tests(connection)
    with pytest.raises(CommandError):
        call_command("flush", interactive=False)


def test_eight_writers_at_once_make_one_unbroken_chain(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_waiting_database(tmp_path, monkeypatch, "audit")

    def writer(number: int) -> Callable[[], list[int]]:
        return lambda: [say(number * 100 + turn).seq for turn in range(20)]

    written = in_threads([writer(number) for number in range(8)])
    findings, end = in_threads([lambda: (queries.verify(), queries.checkpoint())])[0]
    assert findings == []
    assert sorted(seq for each in written for seq in each) == list(range(1, 161))
    assert end.seq == 160
    assert end.hash != GENESIS
