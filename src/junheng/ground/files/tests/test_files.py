"""Attachments: typed by content, kept once, whole or not at all, opened through the room's gate alone."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from junheng.ground.files import actions, gates, queries, store, uploads
from junheng.ground.files.kinds import kind_of
from junheng.ground.files.models import Attachment
from junheng.ground.kernel.findings import Refused

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
ANY = frozenset({"txt", "pdf", "docx", "xlsx", "jpg", "png", "html"})


def keep(content: bytes | Path = b"text", name: str = "甲.txt", **more) -> Attachment:
    told = {"owner_kind": "plans/plan", "owner_ref": "1", "by": 7, "at": NOW, "allowed": ANY, **more}
    return actions.store(content=content, name=name, **told)


def lying(root: Path) -> list[Path]:
    return [file for file in root.rglob("*") if file.is_file()]


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        ("工作要点".encode("gb18030"), "txt"),
        ("\ufeff工作要点".encode("utf-16-le"), "txt"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "html"),
        (zipped("word/document.xml"), "docx"),
        (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("word/document.xml", "word/vbaProject.bin"), None),
        (zipped("a.exe"), None),
        (b"PK\x03\x04 torn", None),
        (b"MZ\x90\x00\x03", None),
        (b"\x7fELF\x02\x01\x01", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
    ],
)
def test_the_kind_comes_from_the_content(content, kind):
    assert kind_of(content) == kind


@pytest.mark.django_db
def test_a_program_named_like_a_picture_is_refused_and_nothing_is_stored(settings):
    with pytest.raises(Refused) as told:
        keep(b"MZ\x90\x00\x03", name="照片.jpg")
    assert told.value.findings[0].place.file == "照片.jpg"
    assert Attachment.objects.count() == 0
    assert lying(settings.FILES_ROOT) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "code"), [(b"", "files/empty"), (b"x" * 11, "files/too-large")])
def test_empty_and_oversized_files_are_refused(content, code):
    with pytest.raises(Refused) as told:
        keep(content, limit=10)
    assert told.value.findings[0].code == code


@pytest.mark.django_db
def test_a_file_on_disk_is_stored_like_bytes(tmp_path):
    source = tmp_path / "sent"
    source.write_bytes("正文".encode())
    assert queries.content(keep(source).pk) == "正文".encode()


@pytest.mark.django_db
def test_the_same_content_lies_once_and_goes_with_its_last_holder(settings, django_capture_on_commit_callbacks):
    one, two = keep(), keep(name="乙.txt")
    assert len(lying(settings.FILES_ROOT)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(attachment_id=one.pk, by=7, at=NOW)
    assert queries.content(two.pk) == b"text"
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(attachment_id=two.pk, by=7, at=NOW)
    assert lying(settings.FILES_ROOT) == []


@pytest.mark.django_db
def test_a_write_that_breaks_off_leaves_nothing(settings, monkeypatch):
    def full(descriptor):
        raise OSError("no space left")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        keep()
    assert (Attachment.objects.count(), lying(settings.FILES_ROOT)) == (0, [])


@pytest.mark.django_db
def test_what_a_rolled_back_action_left_is_cleared_after_an_hour_and_held_content_stays(settings):
    held = keep(b"held")
    left = store.place(store.keep(b"left over"))
    torn = left.with_name("torn.part")
    torn.write_bytes(b"half")
    real = datetime.now(UTC)
    assert actions.clear_unheld(now=real) == 0
    for file in (left, torn, store.place(held.sha256)):
        os.utime(file, (0, 0))
    assert actions.clear_unheld(now=real) == 2
    assert lying(settings.FILES_ROOT) == [store.place(held.sha256)]


@pytest.mark.django_db
def test_a_withdrawn_file_opens_for_nobody_and_stays_on_record():
    row = keep()
    actions.withdraw(attachment_id=row.pk, by=8, at=NOW)
    actions.withdraw(attachment_id=row.pk, by=9, at=NOW + timedelta(days=1))
    row.refresh_from_db()
    assert (row.withdrawn_by_id, row.withdrawn_at) == (8, NOW)
    assert queries.attachment(row.pk) is None
    assert queries.content(row.pk) == b"text"


@pytest.mark.django_db
def test_a_retained_file_is_not_taken_away_before_its_day():
    row = keep(retained_until=date(2026, 3, 2))
    with pytest.raises(Refused):
        actions.remove(attachment_id=row.pk, by=7, at=NOW)
    actions.remove(attachment_id=row.pk, by=7, at=NOW + timedelta(days=1))
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\桌面\\要点.docx", "要点.docx"),
        ("../../etc/要点.docx", "要点.docx"),
        ("要点\r\nX: y.docx", "要点X: y.docx"),
        ("要" * 300 + ".docx", "要" * 250 + ".docx"),
        ("/", "file"),
    ],
)
def test_a_senders_file_name_loses_folders_and_control_characters(sent, kept):
    assert actions.plain_name(sent) == kept


def test_a_kind_of_object_without_a_gate_stays_shut():
    assert not gates.may_open(object(), "nobody/knows", "1")


def test_two_gates_for_one_kind_of_object_are_refused(monkeypatch):
    monkeypatch.setitem(gates.GATES, "test/gated", lambda person, ref: True)

    def other(person, ref):
        return True

    other.__module__ = "junheng.elsewhere"
    with pytest.raises(ValueError, match="two gates"):
        gates.gate("test/gated")(other)


def test_an_upload_that_says_it_is_too_large_is_refused_by_name_before_a_byte_of_it_is_read(settings):
    settings.MAX_UPLOAD_BYTES = 100
    handler = uploads.SizeLimit()
    handler.handle_raw_input(None, {}, 100 + uploads.AROUND_BYTES + 1, "b")
    with pytest.raises(uploads.TooLarge) as caught:
        handler.new_file("file", "要点.docx", "application/octet-stream", None)
    assert caught.value.name == "要点.docx"


@pytest.mark.parametrize(("name", "kept"), [
    ("要点.exe", "要点.exe.txt"), ("要点", "要点.txt"), ("要点.TXT", "要点.TXT"), ("..\\..\\要点.txt", "要点.txt"),
    ("a" * 300 + ".exe", "a" * 250 + ".txt"),
])
def test_a_kept_name_says_what_the_content_is(name, kept):
    assert actions.true_name(name, "txt") == kept


def test_an_upload_that_lied_about_its_length_stops_while_it_arrives_and_leaves_nothing(settings, tmp_path):
    settings.MAX_UPLOAD_BYTES, settings.FILE_UPLOAD_TEMP_DIR = 100, tmp_path
    handler = uploads.SizeLimit()
    handler.new_file("file", "要点.docx", "application/octet-stream", None)
    handler.receive_data_chunk(b"x" * 60, 0)
    with pytest.raises(uploads.TooLarge):
        handler.receive_data_chunk(b"x" * 60, 60)
    assert lying(tmp_path) == []
