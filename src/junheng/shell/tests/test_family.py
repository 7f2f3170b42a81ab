"""A process that `junheng up` started ends with it, also when it was killed before this one had begun to look."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

CODE = "from junheng.shell.family import end_with_parent; end_with_parent(); import time; print('on', flush=True); time.sleep(60)"


def started(parent: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", CODE], env={**os.environ, "JUNHENG_CHILD": str(parent)}, stdout=subprocess.PIPE, text=True)


def test_a_child_whose_parent_went_before_it_looked_ends():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    child = started(gone.pid)
    assert child.wait(60) == -signal.SIGTERM


def test_a_child_stays_while_its_parent_is_there():
    child = started(os.getpid())
    assert child.stdout.readline() == "on\n"
    assert child.poll() is None
    child.kill()
    child.wait()
