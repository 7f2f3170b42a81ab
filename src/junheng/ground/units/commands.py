"""`junheng unit`: the directory of units from the console of the server, where a new county begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext

from junheng.ground.kernel.findings import Finding, Place, Refused, told
from junheng.ground.sheets import read_table, workbook
from junheng.ground.units import actions, queries, sheet
from junheng.ground.units.values import Kind

CONSOLE = {"by": None, "by_name": "Console"}

app = typer.Typer(name="unit", help="单位: the units of the county. 单位目录。", no_args_is_help=True)


@app.command("open")
def open_(
    code: Annotated[str, typer.Argument(help="Code of the unit.")],
    name: Annotated[str, typer.Argument(help="Full name.")],
    kind: Annotated[Kind, typer.Option(help="What it is.")],
    below: Annotated[str | None, typer.Option(help="Code of the unit that manages it.")] = None,
) -> None:
    """Open one unit, such as the bureau itself in a county that begins."""
    day = timezone.localdate()
    with refusing():
        parent = None
        if below is not None and (parent := queries.tree(day).by_code(below)) is None:
            raise Refused(Finding("units/no-such-unit", "No unit has the code %(code)s.",
                                  "Look the code up in the directory of units.", values={"code": below}))
        actions.open_unit(code=code, name=name, kind=kind, since=day, managing_parent=parent, at=timezone.now(), **CONSOLE)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="directory of units: .xlsx .xls .ods .csv")],
    take: Annotated[bool, typer.Option("--take", help="take it; without this only say what it would change")] = False,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="day of the change; default: today")] = None,
) -> None:
    """Read a directory of units and say what it changes; with --take, all of it or nothing."""
    day = since.date() if since else timezone.localdate()
    with refusing():
        try:
            data = file.read_bytes()
        except OSError as fault:
            raise Refused(Finding("unreadable", "%(name)s cannot be opened: %(why)s.", "Check the path and the rights.",
                                  Place(file=str(file)), {"name": file.name, "why": fault.strerror or ""})) from None
        table = read_table(data, file.name, required=sheet.REQUIRED, titles=sheet.TITLES)
        reading = sheet.read(table, queries.tree(day), kind_words={kind: queries.kind_label(kind) for kind in Kind})
        if reading.findings:
            raise Refused(*reading.findings)
        if take:
            actions.take(rows=reading.rows, since=day, at=timezone.now(), **CONSOLE)
    typer.echo(gettext("%(opened)s units opened, %(changed)s changed, %(same)s as they are.") % {
        "opened": reading.counted(sheet.Step.OPEN), "changed": reading.counted(sheet.Step.CHANGE),
        "same": reading.counted(sheet.Step.NOTHING)}, err=True)


@app.command("list")
def list_(
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="OUT", help="as a workbook that reads back in")] = None,
) -> None:
    """Print the units that exist today, or write them as a workbook."""
    tree = queries.tree(timezone.localdate())
    if xlsx is None:
        for card in tree:
            typer.echo(f"{card.code}\t{card.name}\t{queries.kind_label(card.kind)}")
        return
    made = sheet.as_sheet(tree, title=gettext("Units"), kind_words={kind: queries.kind_label(kind) for kind in Kind})
    beside = xlsx.with_name(f".{xlsx.name}.part")
    beside.write_bytes(workbook((made,), created=timezone.now()))
    beside.replace(xlsx)


@contextmanager
def refusing() -> Iterator[None]:
    """A refusal is told on standard error, with status 3."""
    try:
        yield
    except Refused as refused:
        typer.echo(told(refused, gettext), err=True)
        raise typer.Exit(3) from None
