"""`junheng measure`, `junheng figure …`, `junheng standard …`: facts measured; figures published, explained, rebuilt; definitions."""

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
from junheng.rooms.indicators import actions, queries
from junheng.rooms.indicators.values.explained import Address

FigureId = Annotated[str, typer.Argument(metavar="ID", help="the number of a publication, or one figure of it: 12/990121/primary/L1/cv")]
figure = typer.Typer(help="监测结果: published figures, explained and rebuilt. 公布、说明、复算监测结果。", no_args_is_help=True)
app = typer.Typer(help="监测标准: the standards that `junheng measure` knows. 监测标准。", no_args_is_help=True)


@figure.callback()
def figures() -> None:
    """监测结果."""


@figure.command()
def publish(
    name: Annotated[str, typer.Argument(metavar="STANDARD", help="the standard")],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="the day, today where none is named")] = None,
    unweighted: Annotated[bool, typer.Option("--unweighted", help="judge the coefficient without weights by pupils")] = False,
) -> None:
    """Freeze the facts of a day, measure a standard over them and keep every figure; prints the publication's number. 公布监测结果。"""
    day = on.date() if on else clock.today()
    try:
        number = actions.publish(standard=queries.shelf(own()).standard(name, day), on=day, weighted=not unweighted, by=None, by_name="Console", at=clock.now())
    except Refused as fault:
        refuse(fault)
    typer.echo(number)


@figure.command("list")
def listed() -> None:
    """The publications: number, standard, day, snapshot, version of the definition. 已公布的监测结果。"""
    for each in queries.publications():
        typer.echo(f"{each.id}\t{each.standard}\t{each.on}\t{each.snapshot_id}\t{each.version}")


@figure.command()
def verify(address: FigureId) -> None:
    """Rebuild published figures from their frozen rows and definition; status 4 where a digit differs. 复算。"""
    number, _ = parts(address)
    try:
        found = queries.rebuilt(number)
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3 if fault.findings[0].code == "figure/unknown" else 4) from None
    if found:
        for each in found[:20]:
            typer.echo(each, err=True)
        typer.echo(gettext("%(count)s figures of publication %(id)s do not follow from what was frozen.") % {"count": len(found), "id": number}, err=True)
        raise typer.Exit(4)
    typer.echo(gettext("Every figure of publication %(id)s follows from what was frozen.") % {"id": number}, err=True)


@figure.command()
def explain(
    address: FigureId, out: Annotated[str, typer.Option("--json", metavar="FILE", help="the explanation; - for standard output")] = "",
) -> None:
    """Say how one figure came about: formula, numbers, rows, clause, day. 指标说明。"""
    number, place = parts(address)
    if len(place) not in {2, 4}:
        misused(gettext("Name NUMBER/COUNTY/ITEM, or NUMBER/COUNTY/STAGE/ITEM and a school's code, mean, sd, cv or cv_unweighted."))
    try:
        asked = Address(place[0], "", place[1], "") if len(place) == 2 else Address(*place)
        found = queries.explained(number, asked)
        text = as_json(queries.explanation(found))
        if out and out != "-":
            write_whole({Path(out): text.encode()})
    except Refused as fault:
        refuse(fault)
    if out == "-":
        sys.stdout.write(text)
    for line in queries.in_words(found, get_language()):
        typer.echo(line, err=True)


def parts(address: str) -> tuple[int, list[str]]:
    """The number of a publication, and what follows it."""
    number, _, rest = address.partition("/")
    if not number.isdecimal() or len(number) > 18:
        misused(gettext("A figure begins with the number of its publication: 12, or 12/990121/primary/L1/cv."))
    return int(number), rest.split("/") if rest else []


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
    """Input refused: status 3; a standard that nobody has is wrong use: 2."""
    typer.echo(told(fault, gettext), err=True)
    raise typer.Exit(2 if fault.findings[0].code == "indicators/no-standard" else 3) from None
