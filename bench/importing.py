"""Tables of pupils: 50,000 new pupils from one .xlsx looked at and written, beside django-import-export on the same file.

JUNHENG_IMPORT_PEER   folder with the peer's packages (default build/peers-import; `make bench` makes it)

The table is the roll of the whole example county, filled by the house itself, its column of codes emptied so that every
pupil is new. The register holds units, schools, classes, staff and facilities, but no pupil; every round begins with a
fresh copy of it (SQLite). Dry run and commit run in a process of their own each: seconds are those of the work as the
worker does it (`send` and the look; `ask_to_take` and the writing), start of Python and Django not included; *processor* is
what the process spent of them (the figure to trust on a machine that others use); memory is the most that the process ever
held, everything included. Both sides read the file in both phases.

The peer fills our own table of pupils: same columns, sealed by the same fields, words turned into codes by widgets that
only look up. It does less: no guardians, households, classes and places on a roll, no checks of headings, numbers and
contradictions, no register of what was written. Its settings are tried on 5,000 rows first, the quickest take the 50,000;
`force_init_instance` is among them though it looks for no pupil who is there already. `use_bulk` and `skip_diff` are on in
all of them, so nothing of the rows is compared or shown. How it does with diffs and as it comes is told too and never
chosen. Its check of rows (`clean_model_instances`) is off: it asks the database about every row.
What both sides have written must be equal, else the run stops; so must the second look at the table find nobody new who
has a number. Rounds take turns. Exit 1 where a promise is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.machine import describe

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-11-20"
FEW = 5_000
MOST_DRY, MOST_COMMIT, MOST_MEMORY, LEAST_TIMES = 8.0, 15.0, 600.0, 20.0
LONGEST = 15 * 60  # seconds that one phase may take
# In all of the peer's settings: nothing is kept of rows or compared, rows are written in blocks.
QUICK = {"use_bulk": True, "skip_diff": True, "skip_unchanged": True, "report_skipped": False}
SETTINGS: dict[str, dict[str, Any]] = {
    "cached loader, 1000": {**QUICK, "batch_size": 1000, "cached": True},
    "cached loader, 2000": {**QUICK, "batch_size": 2000, "cached": True},
    "cached loader, all at once": {**QUICK, "batch_size": None, "cached": True},
    "cached loader, 1000, no transaction": {**QUICK, "batch_size": 1000, "cached": True, "use_transactions": False},
    "no look for known pupils, 1000": {**QUICK, "batch_size": 1000, "force_init_instance": True},
    "no look for known pupils, 2000": {**QUICK, "batch_size": 2000, "force_init_instance": True},
}
# Never chosen: what it costs when the dry run is to show what would change, as the peer's own page does.
BESIDES: dict[str, dict[str, Any]] = {
    "cached loader, 2000, diffs": {**QUICK, "skip_diff": False, "batch_size": 2000, "cached": True},
    "as it comes": {},
}


@contextmanager
def measured(told: dict[str, Any]) -> Iterator[None]:
    """Adds the seconds of a block, those of the processor, and the most memory that the process held until its end."""
    start, begun = time.perf_counter(), time.process_time()
    yield
    told["seconds"], told["processor"] = time.perf_counter() - start, time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told["memory"] = peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def empty_register(told: dict[str, Any]) -> dict[str, Any]:
    """This will make a home with the whole county but its pupils, guardians and places on a roll."""
    del told
    from django.core.management import call_command

    from junheng.shell import demo
    from junheng.shell.lived_hall import invented

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    demo.open_accounts()
    held = invented("1")
    bring(replace(held, **{each.name: replace(each, columns={key: [] for key in each.columns})
                           for each in (held.pupils, held.guardians, held.enrolments)}))
    return {}


def bring(held: Any) -> None:
    """This will write what is not there yet of a county."""
    from django.utils import timezone

    from junheng.registry import actions
    from junheng.shell.lived_hall import open_units

    actions.bring_in(held, units=open_units(held), by=None, by_name="Console", at=timezone.now(), step=lambda word, rows: None)


def tables(told: dict[str, Any]) -> dict[str, Any]:
    """This will write the county's roll as tables, all of it and some of it, without codes; how many rows there are."""
    from junheng.ground.jobs import clock
    from junheng.ground.sheets.intake import filled_form
    from junheng.registry.queries.rosters import roster
    from junheng.registry.values.forms import PUPILS
    from junheng.shell.lived_hall import invented

    bring(invented("1"))
    rows = [[None, *row[1:]] for row in roster(registrar(), date.fromisoformat(DAY))]
    few = rows[::max(1, len(rows) // FEW)][:FEW]
    for place, part in ((told["table"], rows), (told["few"], few)):
        Path(place).write_bytes(filled_form(PUPILS, part, created=clock.now()))
    keys = [field.key for field in PUPILS.fields]
    roll, identity = keys.index("roll_number"), keys.index("identity_number")
    return {"rows": len(rows), "few": len(few), "numbered": sum(1 for row in rows if row[roll] or row[identity])}


def registrar() -> Any:
    """Who brings tables in."""
    from junheng.ground.people.queries import account_id_of, person_by_id

    number = account_id_of("jijiao")
    person = person_by_id(number, date.fromisoformat(DAY)) if number else None
    assert person is not None
    return person


def carried_out(key: str) -> None:
    """This will carry out the job of a key here, as a worker would."""
    from junheng.ground.jobs.actions import run
    from junheng.ground.jobs.models import Job

    job = Job.objects.filter(key=key).latest("pk")
    run(job.pk)
    job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise SystemExit(f"{key}: {job.state} {job.findings}")


def our_dry_run(told: dict[str, Any]) -> dict[str, Any]:
    """Junheng: send the table, look at it."""
    from junheng.ground.jobs import clock
    from junheng.registry import actions
    from junheng.registry.models import Import

    by, content, found = registrar(), Path(told["table"]).read_bytes(), {}
    with measured(found):
        number = actions.send(form="pupils", content=content, name=Path(told["table"]).name, on=date.fromisoformat(DAY), by=by, at=clock.now())
        carried_out(f"registry.look:{number}")
    return {**found, **Import.objects.get(pk=number).counts}


def our_commit(told: dict[str, Any]) -> dict[str, Any]:
    """Junheng: write the table that was looked at."""
    del told
    from junheng.ground.jobs import clock
    from junheng.registry import actions
    from junheng.registry.models import Enrolment, Guardian, Household, Import, Pupil

    by, found = registrar(), {}
    number = Import.objects.latest("pk").pk
    with measured(found):
        actions.ask_to_take(import_id=number, good_only=False, by=by, at=clock.now())
        carried_out(f"registry.take:{number}")
    return {**found, "pupils": Pupil.objects.count(), "places": Enrolment.objects.count(), "guardians": Guardian.objects.count(),
            "households": Household.objects.count(), "sum": sum_of_pupils()}


def peer_phase(told: dict[str, Any], *, dry: bool) -> dict[str, Any]:
    """The peer: read the table, import it; with `dry` it rolls back what it has written."""
    from bench.importing_peer import resource  # first: it knows where the peer lies

    import_resource = resource(**told["settings"])
    import tablib

    from junheng.registry.models import Pupil

    content, found = Path(told["table"]).read_bytes(), {}
    with measured(found):
        start = time.perf_counter()
        data = tablib.Dataset().load(content, format="xlsx")
        found["reading"] = time.perf_counter() - start
        result = import_resource.import_data(data, dry_run=dry, raise_errors=False)
    if result.has_errors() or result.has_validation_errors():
        wrong = [str(each.error) for each in result.base_errors] + [str(error.error) for _, each in result.row_errors()[:3] for error in each]
        raise SystemExit(f"peer: {wrong[:3]} {[str(each.error) for each in result.invalid_rows[:3]]}")
    return {**found, **result.totals, "pupils": Pupil.objects.count(), "sum": "" if dry else sum_of_pupils()}


def sum_of_pupils() -> str:
    """A digest of what stands in the table of pupils, without what names the row and the import."""
    from hashlib import sha256

    from junheng.registry.models import Pupil

    rows = Pupil.objects.order_by().values_list(
        "name", "initials", "sex", "born", "identity_number", "roll_number", "ethnic_group", "boarding", "residence", "residence_division",
        "address", "care", "status")
    return sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


STEPS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "empty register": empty_register, "tables": tables, "our dry run": our_dry_run, "our commit": our_commit,
    "peer dry run": lambda told: peer_phase(told, dry=True), "peer commit": lambda told: peer_phase(told, dry=False),
}


def step(name: str, home: Path, **told: Any) -> dict[str, Any]:
    """What a step tells that runs in a process of its own, in a home."""
    environment = {**os.environ, "JUNHENG_HOME": str(home), "JUNHENG_TODAY": DAY, "JUNHENG_DEMO": "1", "JUNHENG_DB": "", "JUNHENG_COUNTY": "",
                   "JUNHENG_KEYS": "", "DJANGO_SETTINGS_MODULE": "junheng.shell.settings"}
    command = [sys.executable, "-m", "bench.importing", "--step", name, "--told", json.dumps(told)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
    if done.returncode:
        raise SystemExit(f"{name}: exit {done.returncode}\n{done.stderr[-3000:]}")
    sys.stderr.write(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def fresh(out: Path, name: str) -> Path:
    """A copy of the home without pupils."""
    place = out / name
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(out / "empty", place)
    return place


def our_round(out: Path, table: Path, rows: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """One round of ours: dry run and commit."""
    home = fresh(out, "ours")
    dry = step("our dry run", home, table=str(table))
    commit = step("our commit", home)
    if (dry["added"], dry["refused"], commit["pupils"], commit["places"]) != (rows, 0, rows, rows):
        raise SystemExit(f"Junheng took in something else than {rows} pupils: {dry} {commit}")
    return dry, commit


def peer_round(out: Path, table: Path, rows: int, settings: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """One round of the peer: dry run and commit."""
    home = fresh(out, "peer")
    dry = step("peer dry run", home, table=str(table), settings=settings)
    commit = step("peer commit", home, table=str(table), settings=settings)
    if (dry["new"], dry["pupils"], commit["pupils"]) != (rows, 0, rows):
        raise SystemExit(f"the peer took in something else than {rows} pupils: {dry} {commit}")
    return dry, commit


def whole(pair: tuple[dict[str, Any], dict[str, Any]], kind: str = "seconds") -> float:
    """Seconds of both phases."""
    return float(pair[0][kind] + pair[1][kind])


def told_of(name: str, rounds: list[tuple[dict[str, Any], dict[str, Any]]], rows: int) -> str:
    """The lines of one side: medians and ranges, and the most memory."""
    lines = [f"{name}, {rows:,} rows, rounds: {len(rounds)}"]
    for phase, parts in (("dry run", (0,)), ("commit", (1,)), ("end to end", (0, 1))):
        shown = f"  {phase:12}"
        for kind in ("seconds", "processor"):
            values = [sum(each[place][kind] for place in parts) for each in rounds]
            shown += f"{statistics.median(values):7.2f} s {f'({min(values):.2f}–{max(values):.2f})':16}{'processor' if kind == 'processor' else ''}"
        lines.append(f"{shown}{max(each[place]['memory'] for each in rounds for place in parts):6.0f} MB")
    return "\n".join(lines)


def settings_of_peer(out: Path, table: Path, rows: int) -> str:
    """The name of the peer's quickest settings on some rows; prints what each took."""
    print(f"\ndjango-import-export, settings on {rows:,} rows, once each: processor of dry run and commit; of both reading the file, by the clock")
    taken = {}
    for name, settings in (SETTINGS | BESIDES).items():
        dry, commit = peer_round(out, table, rows, settings)
        taken[name] = whole((dry, commit), "processor")
        print(f"  {name:44}{dry['processor']:8.2f} s{commit['processor']:8.2f} s{dry['reading'] + commit['reading']:8.2f} s", flush=True)
    return min(SETTINGS, key=lambda name: taken[name])


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--told", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.step:
        import django

        django.setup()
        print(json.dumps(STEPS[wanted.step](json.loads(wanted.told))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        table, few = out / "pupils.xlsx", out / "few.xlsx"
        step("empty register", out / "empty")
        held = step("tables", fresh(out, "county"), table=str(table), few=str(few))
        print(f"{describe()}\nSQLite, {held['rows']:,} rows in {table.stat().st_size / 1e6:.1f} MB, {held['numbered']:,} with a number", flush=True)
        best = settings_of_peer(out, few, held["few"])
        smaller = [(our_round(out, few, held["few"]), peer_round(out, few, held["few"], SETTINGS[best])) for _ in range(wanted.rounds)]
        whole_ones = []
        for _ in range(wanted.rounds):
            ours = our_round(out, table, held["rows"])
            whole_ones.append((ours, peer_round(out, table, held["rows"], SETTINGS[best])))
        again = step("our dry run", out / "ours", table=str(table))
    return report(held, best, smaller, whole_ones, again)


def report(held: dict[str, Any], best: str, smaller: list[Any], whole_ones: list[Any], again: dict[str, Any]) -> int:
    """This will print the figures; 1 where a promise is not kept."""
    if any(ours[1]["sum"] != other[1]["sum"] for ours, other in smaller + whole_ones):
        raise SystemExit("the two sides have written different pupils")
    if again["changed"] or again["refused"] or again["unchanged"] != held["numbered"]:
        raise SystemExit(f"the same table looked at again: {again}")
    times: dict[int, dict[str, float]] = {}
    for rows, rounds in ((held["few"], smaller), (held["rows"], whole_ones)):
        print("\n" + told_of("Junheng", [ours for ours, _ in rounds], rows))
        print(told_of(f"django-import-export ({best})", [other for _, other in rounds], rows))
        times[rows] = {kind: statistics.median(whole(other, kind) for _, other in rounds) / statistics.median(whole(ours, kind) for ours, _ in rounds)
                       for kind in ("seconds", "processor")}
        print(f"  end to end Junheng is {times[rows]['seconds']:.2f} times as fast, by processor {times[rows]['processor']:.2f}; "
              "the same pupils on both sides")
    last = whole_ones[-1][0][1]
    print(f"\nwritten besides by Junheng: {last['guardians']:,} guardians, {last['households']:,} households, {last['places']:,} places on a roll"
          f"\nthe same table again: {again['seconds']:.2f} s, {again['unchanged']:,} unchanged, {again['added']:,} without a number taken for new"
          f"\nload at the end {os.getloadavg()[0]:.1f}")
    mine = [ours for ours, _ in whole_ones]
    held_to = {
        f"dry run at most {MOST_DRY:.0f} s": statistics.median(dry["seconds"] for dry, _ in mine) <= MOST_DRY,
        f"commit at most {MOST_COMMIT:.0f} s": statistics.median(commit["seconds"] for _, commit in mine) <= MOST_COMMIT,
        f"memory at most {MOST_MEMORY:.0f} MB": max(each["memory"] for pair in mine for each in pair) <= MOST_MEMORY,
        f"at least {LEAST_TIMES:.0f} times as fast end to end": times[held["rows"]]["seconds"] >= LEAST_TIMES,
    }
    print("\n" + "\n".join(f"{name}: {'kept' if kept else 'not kept'}" for name, kept in held_to.items()))
    return 0 if all(held_to.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
