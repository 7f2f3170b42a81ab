"""Long work of this room: reading a plan, adopting it. Both can be broken off and begun again."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from junheng.ground.documents import read_document
from junheng.ground.files import queries as files
from junheng.ground.jobs import clock
from junheng.ground.jobs.daily import daily
from junheng.ground.jobs.registry import Progress, job
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.queries import person_by_id
from junheng.rooms.plans import actions, queries


@job("plans.read")
def read(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will read an uploaded version. A refused file leaves nothing behind but its findings."""
    version = queries.version_to_read(arguments["version"])
    if version is None:
        return {"refused": True}
    now = clock.now()
    person = person_by_id(version.created_by_id, now.date())
    progress.step(0, 3, "Reading the file")
    try:
        document = read_document(files.content(version.attachment_id), version.file_name)
    except Refused:
        actions.record_refusal(version_id=version.id, by=person, at=now)
        raise
    progress.step(1, 3, "Finding items, targets and papers")
    reading = queries.read_plan(document)
    progress.step(2, 3, "Keeping what was found")
    count = actions.record_reading(version_id=version.id, document=document, reading=reading, by=person, at=now)
    progress.step(3, 3, "Ready to review")
    return {"plan": version.plan_id, "candidates": count}


@job("plans.adopt")
def adopt(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will open the tasks of a reviewed plan, all or none."""
    now = clock.now()
    person = person_by_id(arguments["by"], now.date())
    progress.step(0, 1, "Opening the tasks")
    count = actions.adopt_plan(plan_id=arguments["plan"], by=person, at=now)
    progress.step(1, 1, "Adopted")
    return {"plan": arguments["plan"], "tasks": count}


@daily("plans.morning", at=time(7, 30))
def morning(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will send the day's reminders, then one digest to each person who has something to do."""
    day = date.fromisoformat(arguments["day"])
    progress.step(0, 2, "Reminding")
    reminders = actions.remind(today=day, at=clock.now())
    progress.step(1, 2, "Writing digests")
    digests = actions.send_digests(today=day, at=clock.now())
    progress.step(2, 2, "Done for today")
    return {"reminders": reminders, "digests": digests}
