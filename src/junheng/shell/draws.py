"""`junheng draw …`: check a draw of any room. Here rooms' replays meet the transcripts of the ground floor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext

from junheng.ground.draws import engine, kinds
from junheng.ground.draws.values import FrozenList, Replay, Verdict
from junheng.ground.kernel.findings import Finding, Place, Refused, told
from junheng.ground.sheets import read_table
from junheng.rooms.admissions import queries as admissions
from junheng.rooms.classes import queries as classes
from junheng.shell.check_page import check_page

app = typer.Typer(help="抽签摇号: check a draw. 复核一次派位或编班。", no_args_is_help=True)
SUFFIXES = (".csv", ".xlsx", ".xls", ".ods", ".parquet")


@app.callback()
def draw() -> None:
    """抽签摇号."""


def replays() -> dict[tuple[str, str], Replay]:
    """How each kind of draw is run again, by kind and algorithm."""
    return {**kinds.replays(), **classes.replays(), **admissions.replays()}


@app.command()
def page(out: Annotated[Path, typer.Argument(metavar="OUT.html", help="the page to write")]) -> None:
    """Write the page that checks a draw on any phone: one file, no network. 写出复核页。"""
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_bytes(check_page().content)
        beside.replace(out)
    except OSError as fault:
        typer.echo(told(unreadable(out, fault.strerror or str(fault)), gettext), err=True)
        raise typer.Exit(3) from None


@app.command()
def verify(
    transcript: Annotated[Path, typer.Argument(metavar="TRANSCRIPT", help="the transcript.json of the run")],
    roster: Annotated[Path, typer.Option("--roster", help="the frozen list; for a round of admissions its folder")],
    notice: Annotated[Path | None, typer.Option("--notice", help="the notice that announced the draw")] = None,
    share: Annotated[list[str] | None, typer.Option("--share", help="a witness's share, in the order of the notice")] = None,
) -> None:
    """Run a draw again from list, rules and seed: 0 where the outcome follows, 4 where it does not, and where."""
    try:
        held = object_in(transcript)
        announced = object_in(notice) if notice else None
        verdict = engine.check(held, lists_of(held, roster), replays=replays(), announced=announced, shares=share or ())
    except RecursionError as fault:
        typer.echo(told(unreadable(transcript, str(fault)), gettext), err=True)
        raise typer.Exit(3) from None
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3) from None
    typer.echo(lines_of(verdict))
    raise typer.Exit(0 if verdict.holds else 4)


def lines_of(verdict: Verdict) -> str:
    """A verdict as lines: what, whether it holds, where it does not."""
    said = "\n".join(f"{'ok  ' if line.holds else 'FAIL'}  {line.code}{f': {line.detail}' if line.detail else ''}"
                     for line in verdict.lines)
    return said.encode(errors="backslashreplace").decode()


def object_in(place: Path) -> dict[str, Any]:
    """The JSON object in a file."""
    try:
        held = json.loads(place.read_bytes(), parse_constant=no_number)
    except OSError as fault:
        raise unreadable(place, fault.strerror or str(fault)) from None
    except (ValueError, RecursionError) as fault:
        raise unreadable(place, str(fault)) from None
    if not isinstance(held, dict):
        raise unreadable(place, "not a JSON object")
    return held


def no_number(name: str) -> None:
    """This will refuse NaN and Infinity, which JSON does not know."""
    raise ValueError(f"{name} is no number")


def lists_of(held: Mapping[str, Any], roster: Path) -> dict[str, FrozenList]:
    """The lists that a transcript names, frozen again from the files at hand; one that lacks its columns is left out."""
    found = {}
    for each in [] if engine.misshapen(held) else held["lists"]:
        place = file_of(roster, each["name"]) if roster.is_dir() else roster
        if place is not None and (frozen := frozen_again(each, place)) is not None:
            found[frozen.name] = frozen
    return found


def file_of(folder: Path, name: str) -> Path | None:
    """The file of a list in a folder, whatever kind of table it is."""
    return next((place for suffix in SUFFIXES if (place := folder / f"{name}{suffix}").is_file()), None)


def frozen_again(named: Mapping[str, Any], place: Path) -> FrozenList | None:
    """One list from its file, with the columns that the transcript names; None where the file lacks one of them."""
    columns = list(named["columns"])
    titles = dict(zip(named["titles"], columns, strict=False))
    try:
        data = place.read_bytes()
    except OSError as fault:
        raise unreadable(place, fault.strerror or str(fault)) from None
    try:
        table = read_table(data, place.name, required=columns, titles=titles)
        return engine.freeze(named["name"], columns, table.chosen(columns), numeric=named["numeric"],
                             titles=named["titles"])[0]
    except Refused as fault:
        if fault.findings[0].code in {"columns-missing", "columns-twice", "not-a-number"}:
            return None
        raise


def unreadable(place: Path, why: str) -> Refused:
    """The refusal of a file that is no transcript, notice or table."""
    return Refused(Finding(code="unreadable", message="%(name)s cannot be opened: %(why)s.",
                           remedy="Check the path and the rights.", place=Place(file=str(place)),
                           values={"name": place.name, "why": why}))
