"""Bad files through the upload page: each gets an answer that names it and says what to do; nothing of it stays."""

from __future__ import annotations

import pytest
from django.test import Client

from junheng.ground.audit.queries import verify
from junheng.ground.jobs import actions as jobs
from junheng.ground.jobs.models import Job
from junheng.ground.people.models import Account
from junheng.rooms.plans.models import Candidate, Version
from tests.flows import files
from tests.flows.bringing import nothing_kept, on_disk, read, sent, words

AT_THE_DOOR = {
    "empty": (b"", "要点.docx", "是空的", "请检查是否选对了文件"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "要点.txt", "不是文本文件", ".docx"),
    "program": (b"MZ\x90\x00" + bytes(500), "要点.exe", "不是文本文件", ".docx"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "要点.doc", "旧版", "另存为"),
    "archive": (b"PK\x05\x06" + bytes(18), "要点.zip", "压缩包", "解压"),
    "locked Word": (files.locked_word(), "要点.docx", "密码", "去掉密码"),
    "locked parts": (files.locked_zip(), "要点.docx", "密码", "去掉密码"),
    "macros": (files.with_part(files.word(), "word/vbaProject.bin", b"x"), "要点.docm", "宏", ".docx"),
    "macros under another name": (files.with_part(files.word(), "word/VBAProject.bin", b"x"), "要点.docx", "宏", ".docx"),
    "broken Word": (files.word()[:2000], "要点.docx", "损坏", "重新"),
    "rich text": (b"{\\rtf1 x}", "要点.rtf", "rtf", "另存为"),
}
WHEN_READ = {
    "locked PDF": (files.pdf(locked=True), "要点.pdf", "密码", "去掉密码"),
    "pictures of pages": (files.pdf(), "要点.pdf", "扫描件", "文字识别"),
    "broken PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 9, "要点.pdf", "损坏", "PDF"),
    "billion laughs": (files.word_with_entities(files.BILLION_LAUGHS), "要点.docx", "实体", "重新"),
    "outside entity": (files.word_with_entities(files.OUTSIDE), "要点.docx", "实体", "重新"),
    "entity in UTF-16": (files.word_with_entities(files.OUTSIDE, "utf-16"), "要点.docx", "没有文字", ""),
    "broken bytes": (bytes(range(128, 256)) * 40, "要点.txt", "字符已损坏", "UTF-8"),
    "latin letters for Chinese": (files.PLAN.encode("gb18030").decode("latin-1").encode(), "要点.txt", "字符已损坏", "UTF-8"),
    "register": (("名单\n" * 50_000).encode(), "要点.txt", "有50000行", "正文"),
    "no words": ("\n \u3000\n".encode(), "要点.txt", "没有文字", "请检查是否选对了文件"),
    "page without words": (b"<html><body><script>document.write('x')</script></body></html>", "要点.html", "没有文字", ""),
}


@pytest.mark.parametrize("case", AT_THE_DOOR)
def test_what_is_no_plan_is_refused_at_the_door(office, case):
    content, name, wrong, remedy = AT_THE_DOOR[case]
    answer = sent(office, content, name)
    page = words(answer)
    assert answer.status_code == 422
    assert name in page
    assert wrong in page
    assert remedy in page
    assert nothing_kept()


@pytest.mark.parametrize("case", WHEN_READ)
def test_what_cannot_be_read_is_refused_and_taken_away(office, django_capture_on_commit_callbacks, case):
    content, name, wrong, remedy = WHEN_READ[case]
    with django_capture_on_commit_callbacks(execute=True):
        page = words(read(office, content, name))
    assert name in page
    assert wrong in page
    assert remedy in page
    assert nothing_kept()
    assert list(verify()) == []


def test_a_zip_bomb_is_refused_without_being_unpacked(office):
    content = files.zip_bomb()
    assert len(content) < 1_000_000
    answer = sent(office, content, "要点.docx")
    assert (answer.status_code, "要点.docx" in words(answer), nothing_kept()) == (422, True, True)


def test_no_file_at_all_gets_an_answer(office):
    answer = office.post("/plans/upload/", {"level": "own"})
    assert answer.status_code == 422
    assert "没有收到文件" in words(answer)


class Endless:
    """A request body that counts what is taken from it."""

    def __init__(self, head: bytes, length: int) -> None:
        self.head, self.left, self.taken = head, length, 0

    readline = None  # the form is read in chunks

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        piece, self.head = self.head[:size], self.head[size:]
        piece += b"x" * (size - len(piece))
        self.left -= size
        self.taken += size
        return piece


@pytest.mark.parametrize(("megabytes", "at_most"), [(100, 1), (20.9, 22)])
def test_a_file_that_is_too_large_is_refused_while_it_arrives(office, settings, tmp_path, megabytes, at_most):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    length = int(megabytes * 1024 * 1024)
    body = Endless('--part\r\nContent-Disposition: form-data; name="file"; filename="大要点.docx"\r\n\r\n'.encode(), length)
    answer = office.request(**{
        "REQUEST_METHOD": "POST", "PATH_INFO": "/plans/upload/", "CONTENT_LENGTH": str(length), "wsgi.input": body,
        "CONTENT_TYPE": "multipart/form-data; boundary=part",
    })
    assert answer.status_code == 413
    assert body.taken <= at_most * 1024 * 1024
    assert "大要点.docx" in words(answer)
    assert f"{int(megabytes)}MB" in words(answer)
    assert "请去掉图片" in words(answer)
    assert nothing_kept()
    assert list(tmp_path.glob("*.upload*")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_plan_in_any_usual_encoding_reaches_the_desk(office, encoding):
    page = words(read(office, files.PLAN.encode(encoding)))
    assert "普惠性幼儿园覆盖率" in page
    assert Version.objects.get().text.startswith("青禾县2026年教育工作要点")


@pytest.mark.parametrize("content", [
    (files.PLAN + "备注" * 3000 + "\0\x01\x0b\x1f完。").encode(),
    f"<html><body><p>{files.PLAN.replace(chr(10), '</p><p>')}{'备注' * 3000}&#0;&#1;\0完。</p></body></html>".encode(),
])
def test_control_characters_far_inside_a_file_do_no_harm(office, content):
    read(office, content, "要点.html" if content.startswith(b"<") else "要点.txt")
    text = Version.objects.get().text
    assert "普惠性幼儿园覆盖率" in text
    assert not any(ord(sign) < 32 and sign != "\n" for sign in text)


def test_a_plan_without_numbers_is_read_and_its_lists_are_empty(office):
    answer = read(office, "关于召开会议的通知\n请各校按时参加会议，注意安全。\n".encode())
    version = Version.objects.get()
    assert answer.status_code == 200
    assert (version.reading["targets"], version.reading["projects"]) == ([], [])
    assert version.text.endswith("注意安全。")


def test_the_same_file_again_is_told_where_it_is(office):
    read(office, files.PLAN.encode(), "要点.txt")
    answer = sent(office, files.PLAN.encode(), "另一个名字.txt")
    assert answer.status_code == 422
    assert "青禾县2026年教育工作要点" in words(answer)
    assert "另一个名字.txt" in words(answer)
    again = sent(office, files.PLAN.encode(), "要点.txt", plan=Version.objects.get().plan_id)
    assert again.status_code == 422
    assert (Version.objects.count(), len(on_disk())) == (1, 1)


@pytest.mark.parametrize(("name", "kept"), [
    ("../../etc/要点.txt", "要点.txt"), ("C:\\文件\\要点.txt", "要点.txt"), ("要点.txt.exe", "要点.txt.exe.txt"),
    ("要" * 300 + ".txt", None), ("📄要点🎉.txt", "📄要点🎉.txt"), ("<img src=x onerror=alert(1)>.txt", None),
    ("=1+1.txt", "=1+1.txt"), (".txt", None), ("要点\r\nSet-Cookie: a=b.txt", None),
])
def test_any_name_is_kept_plain_and_goes_out_plain(office, name, kept):
    answer = read(office, "关于会议的通知\n请各校参加会议。".encode(), name)
    assert answer.status_code == 200
    assert "<img src=x" not in answer.content.decode()
    version = Version.objects.get()
    assert kept is None or version.attachment.name == kept
    assert len(version.attachment.name) <= 255
    assert version.attachment.name.endswith(".txt")
    sent_back = office.get(f"/files/{version.attachment_id}/")
    assert sent_back.status_code == 200
    assert "\n" not in sent_back.headers["Content-Disposition"]
    assert "Set-Cookie" not in sent_back.headers


def test_a_long_plan_is_read_whole_and_shown(office):
    lines = ["青禾县2026年教育工作要点"]
    for count in range(1, 2001):
        lines.append(f"{count}.第{count}项任务完成率达到95%以上。")
    answer = read(office, "\n".join(lines).encode())
    assert answer.status_code == 200
    assert Candidate.objects.count() >= 2000
    assert "第2000项任务" in words(answer)


def test_a_refused_reading_is_told_to_those_alone_who_may_upload(office):
    answer = sent(office, files.pdf(locked=True), "机密要点.pdf")
    jobs.run(Job.objects.latest("pk").pk)
    address = answer.headers["Location"]
    teacher = Client()
    teacher.force_login(Account.objects.get(username="jiaoshi"))
    assert "机密要点.pdf" in words(office.get(address))
    assert "机密要点.pdf" not in words(teacher.get(address))
    for odd in ("x", "-1", "9" * 40, "²"):
        assert office.get("/plans/999999/reading/", {"job": odd}).status_code == 200
