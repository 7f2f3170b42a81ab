"""The worker: takes jobs from the queue, and takes up what a killed worker left."""

from __future__ import annotations

import logging
import threading

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from junheng.ground.files.actions import clear_unheld
from junheng.ground.jobs import clock
from junheng.ground.jobs.actions import clear_queue, take_up_left
from junheng.ground.jobs.daily import ask_for_today
from junheng.shell.family import end_with_parent

SWEEP_SECONDS = 5
log = logging.getLogger(__name__)


def sweep(stop: threading.Event) -> None:
    """This will hand left jobs over again and ask for the day's work, now and every few seconds."""
    try:
        cleared = False
        while True:
            try:
                if not cleared:
                    clear_queue(now=timezone.now())
                    clear_unheld(now=timezone.now())
                    cleared = True
                take_up_left()
                ask_for_today(now=clock.now())
            except DatabaseError:
                # A database that restarts or is busy must not end the sweeping: it tries again in a moment.
                log.warning("the sweep did not reach the database", exc_info=True)
                connection.close()
            if stop.wait(SWEEP_SECONDS):
                return
    finally:
        connection.close()


def work() -> None:
    """This will work until it is told to stop; a job under way is brought to its end first."""
    stop = threading.Event()
    threading.Thread(target=sweep, args=(stop,), name="sweep", daemon=True).start()
    end_with_parent(stop)
    try:
        call_command("db_worker", interval=0.5, queue_name="*", startup_delay=False, reload=False, verbosity=0)
    finally:
        stop.set()
