"""`junheng measure` and `junheng standard …`: a standard measured over a folder of facts; definitions listed and looked over."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.conf import settings
from django.utils.translation import get_language, gettext

from junheng.ground.files.whole import write_whole
from junheng.ground.jobs import clock
from junheng.ground.kernel.findings import Refused, told
from junheng.rooms.indicators import queries

app = typer.Typer(help="监测标准: the standards that `junheng measure` knows. 监测标准。", no_args_is_help=True)


@app.callback()
def standard() -> None:
    """监测标准."""


def measure(
    name: Annotated[str, typer.Argument(metavar="STANDARD", help="quality-balance-2017, basic-balance-2012, preschool-2020, or a county's own")],
    facts: Annotated[Path, typer.Option("--facts", metavar="DIR", help="schools.*, stages.*, and classes.*, population.* where there are any")],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="the day whose thresholds hold, today where none is named")] = None,
    engine: Annotated[str, typer.Option("--engine", help=" ".join(queries.ENGINES))] = queries.ENGINES[1],
    out: Annotated[str, typer.Option("--json", metavar="OUT", help="everything computed; - for standard output")] = "",
    docx: Annotated[Path | None, typer.Option("--docx", metavar="OUT", help="the self-evaluation as an official paper")] = None,
    unweighted: Annotated[bool, typer.Option("--unweighted", help="judge the coefficient without weights by pupils")] = False,
) -> None:
    """Measure a standard over published facts: values, spread between schools, verdicts, what each school lacks. 监测。"""
    if engine not in queries.ENGINES:
        misused(gettext("--engine is one of: %(engines)s.") % {"engines": " ".join(queries.ENGINES)})
    day = on.date() if on else clock.today()
    try:
        held = queries.shelf(own())
        result, names = queries.measured(held, name, facts, on=day, engine=engine, weighted=not unweighted)
        contents = {}
        if out and out != "-":
            contents[Path(out)] = as_json(queries.written(result)).encode()
        if docx is not None:
            contents[docx] = queries.self_evaluation(held.standard(name, day), result, names, created=clock.now())
        write_whole(contents)
    except Refused as fault:
        refuse(fault)
    if out == "-":
        sys.stdout.write(as_json(queries.written(result)))
    for line in queries.summary(held.standard(name, day), result, get_language()):
        typer.echo(line, err=True)


@app.command("list")
def list_() -> None:
    """The standards by name, with their titles. 标准目录。"""
    try:
        held = queries.shelf(own())
        for name in held.names():
            typer.echo(f"{name}\t{held.standards[name]['titles'][spoken()]}")
    except Refused as fault:
        refuse(fault)


@app.command()
def lint(out: Annotated[str, typer.Option("--json", metavar="FILE", help="what was found; - for standard output")] = "") -> None:
    """Look every definition over: sources, reviews, worked cases; status 3 where one is wrong. 检查标准文件。"""
    try:
        found = queries.linted(queries.shelf(own()), clock.today())
        if out:
            text = as_json([{"level": each.level, "file": each.place.file, "key": each.place.column, "code": each.code,
                             "said": gettext(each.message) % each.values, "remedy": gettext(each.remedy) % each.values} for each in found])
            if out == "-":
                sys.stdout.write(text)
            else:
                write_whole({Path(out): text.encode()})
    except Refused as fault:
        refuse(fault)
    for each in found:
        typer.echo(f"{each.level}: {each.place.file} {each.place.column or ''}: {gettext(each.message) % each.values} {gettext(each.remedy) % each.values}", err=True)
    if any(each.level == "error" for each in found):
        raise typer.Exit(3)


def own() -> Path | None:
    """The county's folder."""
    return Path(settings.COUNTY) if settings.COUNTY else None


def as_json(held: object) -> str:
    """JSON as people can read it."""
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def spoken() -> str:
    """The language of titles."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def misused(said: str) -> NoReturn:
    """Wrong use: status 2."""
    typer.echo(said, err=True)
    raise typer.Exit(2)


def refuse(fault: Refused) -> NoReturn:
    """Input refused: status 3."""
    typer.echo(told(fault, gettext), err=True)
    raise typer.Exit(3) from None
