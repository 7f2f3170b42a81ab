"""Processes that end with the one that started them, also when that one was killed."""

from __future__ import annotations

import os
import signal
import threading

LOOK_SECONDS = 2


def end_with_parent(stop: threading.Event | None = None) -> None:
    """This will end this process (as by SIGTERM) when its parent is gone, where `junheng up` started it."""
    if os.environ.get("JUNHENG_CHILD"):
        parent = os.getppid()
        threading.Thread(target=watch, args=(parent, stop or threading.Event()), name="parent", daemon=True).start()


def watch(parent: int, stop: threading.Event) -> None:
    """This will look for the parent every few seconds until told to stop."""
    while not stop.wait(LOOK_SECONDS):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
