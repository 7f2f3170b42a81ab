"""`junheng plan …`: the same calls from the command line."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext

from junheng.ground.documents import read_document
from junheng.ground.kernel.findings import Finding, Place, Refused, told
from junheng.rooms.plans import queries

app = typer.Typer(help="规划要点: read a published plan. 读一份工作要点。", no_args_is_help=True)
WRITERS = {"json": ".json", "xlsx": ".xlsx", "docx": ".docx"}


@app.callback()
def plan() -> None:
    """规划要点."""


@app.command()
def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help=".txt .html .docx .pdf, or - for standard input")],
    json_out: Annotated[str | None, typer.Option("--json", metavar="OUT", help="JSON of the reading; - for standard output")] = None,
    xlsx_out: Annotated[str | None, typer.Option("--xlsx", metavar="OUT", help="任务分解表")] = None,
    docx_out: Annotated[str | None, typer.Option("--docx", metavar="OUT", help="task table as a Word paper")] = None,
) -> None:
    """Read plans: items, targets, papers, bodies. With several files OUT is a folder."""
    outs = {kind: out for kind, out in (("json", json_out), ("xlsx", xlsx_out), ("docx", docx_out)) if out}
    several = len(files) > 1 or any(out.endswith(("/", "\\")) or Path(out).is_dir() for out in outs.values())
    refused = False
    for name in files:
        try:
            data, stem = source(name)
            reading = queries.read_plan(read_document(data, "standard input" if name == "-" else Path(name).name))
        except Refused as fault:
            typer.echo(told(fault, gettext), err=True)
            refused = True
            continue
        if not outs:
            outs = {"json": "-"}
        for kind, out in outs.items():
            write(rendered(kind, reading), out, stem, kind, several=several)
    if refused:
        raise typer.Exit(3)


@app.command()
def levels(
    upper: Annotated[str, typer.Argument(metavar="UPPER", help="the upper level's plan")],
    lower: Annotated[str, typer.Argument(metavar="LOWER", help="the county's own plan")],
    json_out: Annotated[str | None, typer.Option("--json", metavar="OUT", help="JSON; - for standard output")] = None,
    xlsx_out: Annotated[str | None, typer.Option("--xlsx", metavar="OUT", help="承接对照表")] = None,
) -> None:
    """Hold an upper plan against a lower one: clauses carried out, left over, shared; numbers that disagree."""
    above, below = both(upper, lower)
    said, table = queries.levels_of(above, below, created=datetime(below.period.start or 2000, 1, 1, tzinfo=UTC))
    if xlsx_out:
        write(table, xlsx_out, "levels", "xlsx", several=False)
    if json_out or not xlsx_out:
        write(as_json(said), json_out or "-", "levels", "json", several=False)


@app.command()
def versions(
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    json_out: Annotated[str, typer.Option("--json", metavar="OUT", help="JSON; - for standard output")] = "-",
) -> None:
    """Hold two versions of a plan against each other: items and targets changed, moved, added, taken out."""
    write(as_json(queries.versions_of(*both(old, new))), json_out, "versions", "json", several=False)


def both(one: str, other: str) -> tuple[queries.PlanReading, queries.PlanReading]:
    """Two plans read; a refusal of either ends with status 3."""
    readings = []
    for name in (one, other):
        try:
            readings.append(queries.read_plan(read_document(source(name)[0], Path(name).name)))
        except Refused as fault:
            typer.echo(told(fault, gettext), err=True)
            raise typer.Exit(3) from None
    return readings[0], readings[1]


def as_json(said: object) -> bytes:
    """JSON as every command of this room writes it."""
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def source(name: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and the stem that its outputs are named after."""
    if name == "-":
        return sys.stdin.buffer.read(), "plan"
    place = Path(name)
    try:
        return place.read_bytes(), place.stem
    except OSError as fault:
        raise Refused(Finding(code="unreadable", message="%(name)s cannot be opened: %(why)s.",
                              remedy="Check the path and the rights.", place=Place(file=name),
                              values={"name": name, "why": fault.strerror or str(fault)})) from None


def rendered(kind: str, reading: queries.PlanReading) -> bytes:
    """A reading in one of the three forms."""
    if kind == "json":
        return as_json(reading.as_contract())
    made = datetime(reading.period.start or 2000, 1, 1, tzinfo=UTC)
    return queries.task_table(reading, created=made) if kind == "xlsx" else queries.task_paper(reading, created=made)


def write(content: bytes, out: str, stem: str, kind: str, *, several: bool) -> None:
    """This will write an output whole, beside its place first; - is standard output."""
    if out == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    place = Path(out) / f"{stem}{WRITERS[kind]}" if several else Path(out)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.part")
    beside.write_bytes(content)
    beside.replace(place)
    typer.echo(str(place), err=True)
