"""Processes that end with the one that started them, also when that one was killed."""

from __future__ import annotations

import os
import signal
import threading

LOOK_SECONDS = 2


def end_with_parent(stop: threading.Event | None = None) -> None:
    """This will end this process (as by SIGTERM) when its parent is gone, where `junheng up` started it.

    JUNHENG_CHILD is the parent's number: a parent that went while this process was still starting is seen as well.
    """
    parent = os.environ.get("JUNHENG_CHILD")
    if parent:
        threading.Thread(target=watch, args=(int(parent), stop or threading.Event()), name="parent", daemon=True).start()


def watch(parent: int, stop: threading.Event) -> None:
    """This will look for the parent, now and every few seconds, until told to stop."""
    while not stop.is_set():
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        stop.wait(LOOK_SECONDS)
