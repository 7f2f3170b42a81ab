"""`junheng facts …`: published facts out as Parquet, frozen, checked, counted. Here the rooms' facts meet the lake."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext

from junheng.ground.jobs import clock
from junheng.ground.kernel.findings import Finding, Refused, told
from junheng.ground.lake import Engine, opened
from junheng.ground.snapshots import actions, folder, queries
from junheng.ground.snapshots.taking import check_day, taken
from junheng.registry.queries.lake import enrolment_by_grade

app = typer.Typer(help="数据快照: published facts of a day, without any person. 公布数据，不含个人。", no_args_is_help=True)
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="the day, today where none is named")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="the folder")]


@contextmanager
def refusing() -> Iterator[None]:
    """A refusal as a sentence, and the exit status for it."""
    try:
        yield
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3) from None
    except OSError as fault:
        typer.echo(f"{fault.filename}: {fault.strerror}", err=True)
        raise typer.Exit(3) from None


@app.command()
def export(out: Folder, on: Day = None) -> None:
    """Write all published facts of a day as Parquet with a manifest, whole or not at all. 导出。"""
    day = on.date() if on else clock.today()
    with refusing():
        check_day(day, clock.today())
        tables = taken(day)
        folder.write(out, day, tables)
    typer.echo(gettext("%(tables)s tables with %(rows)s rows of %(day)s are in %(folder)s.") % {
        "tables": len(tables), "rows": sum(each.rows for each in tables), "day": day.isoformat(), "folder": out}, err=True)


@app.command()
def freeze(on: Day = None) -> None:
    """Freeze the published facts of a day in the house. 锁定数据。"""
    day = on.date() if on else clock.today()
    with refusing():
        check_day(day, clock.today())
        number = actions.freeze(on=day, tables=taken(day), by=None, by_name="Console", at=clock.now())
    typer.echo(gettext("The facts of %(day)s are frozen as snapshot %(number)s.") % {"day": day.isoformat(), "number": number}, err=True)


@app.command()
def verify(place: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="an exported folder; without it all snapshots of the house")] = None) -> None:
    """Check that every byte still is what was written down; status 4 where it is not. 核对。"""
    with refusing():
        found = [(place.name, folder.faults(place))] if place else [(f"{card.on} {card.id}", faults) for card, faults in queries.faults()]
    for name, faults in found:
        typer.echo(f"{name}: {gettext('every byte is as it was') if not faults else ' '.join(map(sentence, faults))}")
    raise typer.Exit(4 if any(faults for _, faults in found) else 0)


def sentence(fault: Finding) -> str:
    """A fault in the asker's language."""
    return told(Refused(fault), gettext)


@app.command()
def enrolment(
    place: Folder, engine: Annotated[Engine, typer.Option("--engine", help="duckdb, or spark for a province")] = Engine.DUCKDB,
    out: Annotated[str, typer.Option("--json", metavar="FILE", help="where to write; - for standard output")] = "-",
) -> None:
    """Count pupils by county, stage and grade in an exported folder. 按县、学段、年级统计在校生。"""
    with refusing(), opened(place, engine) as lake:
        text = json.dumps(enrolment_by_grade(lake), ensure_ascii=False, indent=1) + "\n"
        if out == "-":
            sys.stdout.write(text)
        else:
            Path(out).write_text(text, encoding="utf-8")
