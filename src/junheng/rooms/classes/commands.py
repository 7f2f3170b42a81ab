"""`junheng classes …`: place pupils, announce a placement, place late pupils, give tutors, form layers of a subject."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from django.utils.translation import gettext

from junheng.ground.draws.engine import normal, written
from junheng.ground.files.whole import write_whole
from junheng.ground.jobs.clock import today
from junheng.ground.kernel.findings import Finding, Place, Refused, told
from junheng.rooms.classes import queries
from junheng.rooms.classes.values import Mode, Placement

app = typer.Typer(help="均衡编班: place pupils into classes that are alike. 均衡编班。", no_args_is_help=True)

# Places of a layer: a whole number above 0.
PLACES = re.compile(r"[1-9][0-9]{0,5}")

RosterFile = Annotated[Path, typer.Argument(metavar="ROSTER", help="pupils: .csv .xlsx .xls .ods .parquet")]
Classes = Annotated[int, typer.Option("--classes", metavar="K", help="number of classes")]
Rules = Annotated[Path | None, typer.Option("--rules", metavar="RULES.toml", help="what to balance, size tolerance, …")]
StageName = Annotated[str, typer.Option("--stage", help="the rule file of a stage: grade_1 grade_7 grade_10 merged")]
ModeName = Annotated[Mode, typer.Option("--mode", help="balanced, lottery or snake")]
Seed = Annotated[str, typer.Option("--seed", metavar="TEXT", help="the seed made in public")]


@app.callback()
def classes() -> None:
    """均衡编班."""


@app.command()
def place(
    roster: RosterFile, count: Classes, seed: Seed,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for classes.csv, balance.json, transcript.json")],
    rules: Rules = None, stage: StageName = "", mode: ModeName = Mode.BALANCED,
    notice: Annotated[Path | None, typer.Option("--notice", help="the notice that announced the draw")] = None,
) -> None:
    """Place the pupils of a roster: classes.csv, balance.json and transcript.json, all three or none."""
    check_use(count, seed)
    try:
        announced = object_in(notice) if notice else None
        write(queries.place(asked(roster, count, rules, stage, mode), seed=seed, today=today(), announced=announced), out)
    except Refused as fault:
        refuse(fault)


@app.command()
def late(
    roster: RosterFile, count: Classes, seed: Seed,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for classes.csv, balance.json, transcript.json")],
    rules: Rules = None, stage: StageName = "",
) -> None:
    """Place late pupils: ROSTER lists everybody with column class (班级), empty for the late; nobody else is moved."""
    check_use(count, seed)
    try:
        write(queries.place_late(asked(roster, count, rules, stage, Mode.BALANCED), seed=seed, today=today()), out)
    except Refused as fault:
        refuse(fault)


@app.command()
def tutors(
    roster: RosterFile, seed: Seed,
    tutor_file: Annotated[Path, typer.Option("--tutors", metavar="TUTORS", help="tutor_id, most, least")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for tutors.csv and transcript.json")],
) -> None:
    """Give every pupil a tutor: wishes (choices, ; between) by ticket, within the loads of the tutors."""
    check_use(1, seed)
    try:
        given = queries.allot(bytes_of(roster), roster.name, bytes_of(tutor_file), tutor_file.name, seed=seed)
        tell(given.notes)
        put({out / "tutors.csv": queries.tutors_csv(given), out / "transcript.json": written(given.transcript)})
    except Refused as fault:
        refuse(fault)


@app.command()
def layers(
    roster: RosterFile, seed: Seed,
    sizes: Annotated[str, typer.Option("--sizes", metavar="40,60,40", help="places of each layer, the first one first")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for layers.csv and layers.json")],
    score: Annotated[str, typer.Option("--score", metavar="TITLE", help="the column of the subject's score")] = "score",
    terms: Annotated[str, typer.Option("--terms", metavar="TITLE,TITLE", help="columns of earlier layers, the earliest first")] = "",
    margin: Annotated[int, typer.Option("--margin", min=0, help="places that keep a pupil in last term's layer")] = 0,
) -> None:
    """Form the layers of one subject for the coming term by score, and say whether layers have hardened; classes stay as they are."""
    check_use(1, seed)
    parts = [part.strip() for part in sizes.split(",")]
    if not all(PLACES.fullmatch(part) for part in parts):
        misused(gettext("--sizes are places of layers, like 40,60,40."))
    try:
        given = queries.layer(bytes_of(roster), roster.name, sizes=[int(part) for part in parts], seed=seed, today=today(), score=score,
                              terms=[each.strip() for each in terms.split(",") if each.strip()], margin=margin)
        tell(given.notes)
        put({out / "layers.csv": queries.layers_csv(given), out / "layers.json": given.record})
    except Refused as fault:
        refuse(fault)


@app.command()
def announce(
    roster: RosterFile, count: Classes,
    out: Annotated[Path, typer.Option("--out", metavar="NOTICE.json", help="the notice")],
    rules: Rules = None, stage: StageName = "", mode: ModeName = Mode.BALANCED,
    title: Annotated[str, typer.Option("--title", help="what is drawn")] = "均衡编班",
    seed_made: Annotated[str, typer.Option("--seed-made", help="balls, ring or shares")] = "balls",
    seed_how: Annotated[str, typer.Option("--seed-how", help="how, in words: how many balls, who draws them")] = "",
    seal: Annotated[list[str] | None, typer.Option("--seal", help="a witness's seal, in order (with --seed-made shares)")] = None,
    when: Annotated[str, typer.Option("--time", help="day and time")] = "",
    where: Annotated[str, typer.Option("--place", help="place")] = "",
    witness: Annotated[list[str] | None, typer.Option("--witness", metavar="NAME,ROLE,BODY", help="a witness")] = None,
) -> None:
    """Write the notice to publish before the seed is made: what is drawn, the frozen list, rules, seed, witnesses."""
    if seed_made not in {"balls", "ring", "shares"} or (seed_made == "shares") != bool(seal):
        misused(gettext("--seed-made is balls, ring or shares, and shares come with their seals (--seal)."))
    if count < 1:
        misused(gettext("--classes is a number of classes, 1 or more."))
    made: dict[str, Any] = {"how": seed_made, **({"words": seed_how} if seed_how else {})}
    if seal:
        made |= {"seals": list(seal), "missing": "balls"}
    people = [dict(zip(("name", "role", "body"), each.split(","), strict=False)) for each in witness or ()]
    try:
        notice, notes = queries.announce(asked(roster, count, rules, stage, mode), title=title, seed_made=made,
                                         at={"time": when, "place": where}, witnesses=people, today=today())
        tell(notes)
        put({out: written(notice)})
    except Refused as fault:
        refuse(fault)


def check_use(count: int, seed: str) -> None:
    """This will end with status 2 when there is no class or no seed."""
    if count < 1:
        misused(gettext("--classes is a number of classes, 1 or more."))
    if not normal(seed):
        misused(gettext("--seed is empty; type what was drawn in public."))


def misused(said: str) -> NoReturn:
    """Wrong use: status 2."""
    typer.echo(said, err=True)
    raise typer.Exit(2)


def refuse(fault: Refused) -> NoReturn:
    """Input refused: status 3."""
    typer.echo(told(fault, gettext), err=True)
    raise typer.Exit(3) from None


def asked(roster: Path, count: int, rules: Path | None, stage: str, mode: Mode) -> queries.Asked:
    """The run that the words of the command ask for."""
    return queries.Asked(bytes_of(roster), roster.name, count, mode, bytes_of(rules) if rules else b"",
                         rules.name if rules else "", stage)


def bytes_of(place: Path) -> bytes:
    """The bytes of a file. Raises Refused."""
    try:
        return place.read_bytes()
    except OSError as fault:
        raise Refused(Finding(code="unreadable", message="%(name)s cannot be opened: %(why)s.",
                              remedy="Check the path and the rights.", place=Place(file=str(place)),
                              values={"name": place.name, "why": fault.strerror or str(fault)})) from None


def object_in(place: Path) -> Mapping[str, Any]:
    """The JSON object in a file. Raises Refused."""
    try:
        held = json.loads(bytes_of(place))
    except ValueError:
        held = None
    if not isinstance(held, dict):
        raise Refused(Finding("notice-unreadable", "%(name)s is not a notice.", "Use the notice as it was published.",
                              Place(file=place.name), {"name": place.name}))
    return held


def tell(notes: tuple[Finding, ...]) -> None:
    """Notes to standard error."""
    for note in notes:
        typer.echo(gettext(note.message) % note.values, err=True)


def write(placement: Placement, out: Path) -> None:
    """The three files of a placement, all or none."""
    tell(placement.notes)
    put({
        out / "classes.csv": queries.classes_csv(placement), out / "balance.json": queries.balance_json(placement),
        out / "transcript.json": written(placement.transcript),
    })


def put(contents: Mapping[Path, bytes]) -> None:
    """This will write files, all or none, and name them. Raises Refused."""
    write_whole(contents)
    for place in contents:
        typer.echo(str(place), err=True)
