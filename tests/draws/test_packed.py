"""The program that checks a draw comes along where the house was installed: one source, the same bytes."""

from __future__ import annotations

import subprocess
import sys
import zipfile

from tests.draws.checkers import ROOT, STANDALONE


def test_an_installed_house_holds_the_program_that_stands_in_tools(tmp_path):
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True,
                   capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert wheel.read("junheng/shell/verify_draw.py") == STANDALONE.read_bytes()
        assert "junheng/ground/draws/static/draws/check.html" in wheel.namelist()
