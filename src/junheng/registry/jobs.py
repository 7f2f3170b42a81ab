"""Long work of the hall: looking at tables that were sent in, writing them, checks. Each writes at its end, once, or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import Any

from junheng.ground.jobs import actions as jobs
from junheng.ground.jobs import clock
from junheng.ground.jobs.daily import BY_THE_CLOCK, daily
from junheng.ground.jobs.registry import Progress, job
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.queries import person_by_id
from junheng.ground.people.values import Person
from junheng.registry import actions, queries
from junheng.registry.actions import returns
from junheng.registry.actions.rounds import remind_of_tomorrow
from junheng.registry.queries import BeginAgain, rounds
from junheng.registry.queries.node_pages import asked
from junheng.registry.values.duplicates import PersonKind


@job("registry.look")
def look(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will look at a table: what it would add and change, what is refused, the marked copy."""
    by, number = somebody(arguments), int(arguments["import"])
    progress.step(0, 100, "Reading the table")
    try:
        reading = actions.read(import_id=number, watch=watcher(progress))
    except Refused as refused:
        actions.record_refusal(import_id=number, report=queries.report_of_refusal(refused), by=by, at=clock.now())
        raise
    plan = actions.compared(import_id=number, reading=reading, by=by)
    progress.step(90, 100, "Marking what is wrong")
    marked = queries.marked_copy(reading, plan, created=clock.now()) if plan.refusals else None
    actions.record_look(import_id=number, counts=queries.counts_of(reading, plan), report=queries.report_of(reading, plan, actions.form_of(number)), marked=marked, by=by,
                        at=clock.now())
    return plan.counts()


@job("registry.take")
def take(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will write a table whole."""
    by, number = somebody(arguments), int(arguments["import"])
    try:
        reading = actions.read(import_id=number, watch=watcher(progress))
        progress.step(90, 100, "Writing the table")
        return actions.write(import_id=number, reading=reading, by=by, at=clock.now())
    except Refused:
        actions.back_to_look(import_id=number, by=by, at=clock.now())
        raise


@job("registry.compare")
def compare(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will compare an export of a national system with the register, or ask what its headings mean."""
    by, number = somebody(arguments), int(arguments["file"])
    before = actions.compared_before(number)
    if before is not None:
        return before
    progress.step(0, 100, "Reading the table")
    try:
        system, reading = actions.read_export(file_id=number, today=clock.today(), watch=watcher(progress))
        if reading.asked:
            actions.ask_headings(file_id=number, asked=reading.asked, by=by, at=clock.now())
            return {"asked": len(reading.asked)}
        progress.step(90, 100, "Comparing records")
        found = queries.compared(system, reading, by, clock.today())
        return actions.record_comparison(file_id=number, comparison=found, report=actions.report_of_export(found), today=clock.today(), by=by, at=clock.now())
    except Refused as refused:
        actions.refuse_export(file_id=number, report=actions.report_of_no_export(refused), by=by, at=clock.now())
        raise


@job("registry.handed")
def handed(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will read the files that were handed in for a round, one by one; what is taken stays taken."""
    by = somebody(arguments)
    waiting = rounds.waiting(int(arguments["round"]))
    found = Counter[str]()
    for done, number in enumerate(waiting):
        progress.step(done, len(waiting), "Reading the files")
        found[returns.take_handed(handed_id=number, by=by, at=clock.now())] += 1
    return dict(found)


@daily("registry.due", at=time(8, 0))
def due(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will remind of what is due tomorrow."""
    del progress
    return {"rounds": remind_of_tomorrow(day=date.fromisoformat(arguments["day"]), at=clock.now())}


@daily("registry.night", at=time(2, 30))
def night(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will drop the contents of tables that can no longer be undone, and answers to programs that nobody waits for."""
    del arguments, progress
    return {"dropped": actions.forget_contents(at=clock.now()), "exports": actions.forget_exports(
        today=clock.today(), by=None, by_name=BY_THE_CLOCK, at=clock.now()), "answers": actions.forget_answers(at=clock.now())}


@job("registry.check")
def check(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will run all data checks for whoever asked."""
    by = somebody(arguments)
    return run_checks(progress, by, by.name)


@daily("registry.check-night", at=time(2, 40))
def check_night(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will run all data checks."""
    del arguments
    return run_checks(progress, None, BY_THE_CLOCK)


def run_checks(progress: Progress, by: Person | None, by_name: str) -> dict[str, int]:
    """This will run all data checks, one step for each, and keep what they met."""
    found = queries.met(clock.today(), step=lambda done, total, check: progress.step(
        done, total + 1, "Checking: %(check)s", {"check": check.title.zh}))
    return actions.record_findings(found=found, school=None, by=by, by_name=by_name, at=clock.now())


@job("registry.twice")
def twice(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will search for duplicates for whoever asked."""
    by = somebody(arguments)
    return search(progress, by, by.name)


@daily("registry.twice-night", at=time(2, 50))
def twice_night(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will search for duplicates."""
    del arguments
    return search(progress, None, BY_THE_CLOCK)


def search(progress: Progress, by: Person | None, by_name: str) -> dict[str, Any]:
    """This will search for duplicates among pupils and staff, and keep the pairs."""
    told = {}
    for number, kind in enumerate(PersonKind):
        progress.step(number, len(PersonKind), "Comparing records")
        told[kind.value] = actions.record_pairs(kind=kind, found=queries.search(kind, clock.today()), by=by, by_name=by_name, at=clock.now())
    return told
@job("registry.pull")
def pull(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will pull a node until it is level with it. Each page is written whole with its cursor: broken off, the pull goes on there."""
    number, by = int(arguments["node"]), somebody(arguments) if "by" in arguments else None
    rows = pages = 0
    try:
        while True:
            address, token, cursor, units = queries.node_to_pull(number, clock.today())
            try:
                page = asked(address, token, cursor)
            except BeginAgain:
                actions.begin_again(node_id=number, by=by, at=clock.now())
                continue
            actions.take_page(node_id=number, page=page, units=units, by=by, at=clock.now())
            rows, pages = rows + len(page.changes), pages + 1
            progress.step(pages, pages + 1, "%(rows)s rows have come", {"rows": rows})
            if not page.more:
                return {"rows": rows}
    except Refused as refused:
        actions.note_stop(node_id=number, finding=refused.findings[0], by=by, at=clock.now())
        raise


@daily("registry.pull_all", at=time(3, 30))
def pull_all(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will ask for a pull of every node."""
    del arguments, progress
    for number in queries.nodes_to_pull():
        jobs.enqueue(kind="registry.pull", arguments={"node": number}, key=f"registry.pull:{number}", by=None, by_name=BY_THE_CLOCK, at=clock.now())
    return {}


def somebody(arguments: dict[str, Any]) -> Person:
    """Who asked for the work, with the rights of today. Raises LookupError for a closed account."""
    person = person_by_id(int(arguments["by"]), clock.today())
    if person is None:
        raise LookupError("whoever asked for this work has no account any more")
    return person


def watcher(progress: Progress) -> actions.Watch:
    """Rows read as progress up to the ninth tenth."""
    def watch(done: int, total: int) -> None:
        progress.step(90 * done // max(1, total), 100, "Reading the table")
    return watch

