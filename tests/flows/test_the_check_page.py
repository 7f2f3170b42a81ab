"""The page that checks a draw is there for everybody, the same from the site and from the command."""

from __future__ import annotations

import re

from django.test import Client
from typer.testing import CliRunner

from junheng.shell.check_page import check_page
from junheng.shell.draws import app


def test_a_stranger_gets_the_page_whole_and_may_save_it(db, tmp_path):
    answer = Client().get("/draws/check/")
    assert answer.status_code == 200
    assert CliRunner().invoke(app, ["page", str(tmp_path / "check.html")]).exit_code == 0
    assert (tmp_path / "check.html").read_bytes() == answer.content
    assert "attachment" in Client().get("/draws/check/?save").headers["Content-Disposition"]


def test_the_page_may_load_nothing_and_run_nothing_but_its_own(db):
    policy = Client().get("/draws/check/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert check_page().policy.encode() in check_page().content
    page = check_page().content.decode()
    assert re.findall(r"(?:src|href)=", page) == []
    assert page.count("<script") == page.count("</script>") == policy.count("'sha256-") - 1


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    told = CliRunner().invoke(app, ["page", str(tmp_path / "nowhere" / "check.html")])
    assert told.exit_code == 3
    assert list(tmp_path.iterdir()) == []
