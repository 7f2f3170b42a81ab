"""`junheng admissions …`: the same calls from the command line."""

from __future__ import annotations

import gc
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext

from junheng.ground.draws.engine import normal
from junheng.ground.draws.engine.transcripts import with_digest
from junheng.ground.kernel.findings import Finding, Place, Refused, told
from junheng.rooms.admissions import queries
from junheng.rooms.admissions.values import Mechanism, Tally, TicketOrder

app = typer.Typer(help="招生: match a round of admissions. 招生派位。", no_args_is_help=True)
SUFFIXES = (".csv", ".xlsx", ".xls", ".ods", ".parquet")
NOTES_SHOWN = 20

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="the folder of the round: applicants, priorities, schools, reserves, round.toml")]
Out = Annotated[Path, typer.Option("--out", help="the folder of the results")]
Drawn = Annotated[str | None, typer.Option("--seed", metavar="TEXT", help="the seed made in public; needed where chance must decide")]
First = Annotated[TicketOrder, typer.Option("--ticket-order", help="which ticket goes first")]
Named = Annotated[Mechanism | None, typer.Option("--mechanism", help="instead of the one that round.toml names")]


@app.callback()
def admissions() -> None:
    """招生."""


@app.command()
def match(
    folder: Folder,
    seed: Annotated[str, typer.Option("--seed", help="the seed made in public")],
    out: Annotated[Path, typer.Option("--out", help="the folder of the results")],
    mechanism: Named = None,
    notice: Annotated[Path | None, typer.Option("--notice", help="the notice that announced the round")] = None,
) -> None:
    """Match a round: offers, waiting lists, explanations, transcript. 派位录取。"""
    sown = sown_from(seed)
    try:
        counted = matched(folder, sown, out, mechanism, notice)
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3) from None
    typer.echo(gettext("%(placed)s of %(all)s placed, %(first)s of them by their first choice, %(extra)s on extra seats.") % {
        "placed": counted.placed, "all": counted.applicants, "first": counted.first_choice, "extra": counted.extra}, err=True)


def matched(folder: Path, seed: str, out: Path, mechanism: Mechanism | None, notice: Path | None) -> Tally:
    """This will match the round in a folder and write its files. Raises Refused."""
    with uncollected():
        frozen = round_in(folder, mechanism)
        digest = None
        if notice is not None:
            announced = notice_in(notice)
            frozen, digest = queries.announced_as(frozen, announced), str(announced["digest"])
        tell_notes(frozen.notes)
        done = queries.match(frozen, seed=seed, notice=digest)
        write_folder(out, done.files)
        return done.tally


@contextmanager
def uncollected() -> Iterator[None]:
    """Millions of small texts live until the end; looking them over again and again takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@app.command()
def announce(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="the notice (.json)")],
    mechanism: Named = None,
) -> None:
    """Freeze the lists and rules of a round into the notice that is published before its seed is made. 派位公告。"""
    try:
        frozen = round_in(folder, mechanism)
        tell_notes(frozen.notes)
        write_whole(out, queries.announcement(frozen))
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3) from None
    typer.echo(str(out), err=True)


@app.command()
def simulate(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="the folder of the tables")],
    seed_count: Annotated[int, typer.Option("--seed-count", min=1, max=10_000, help="how many seeds: S1, S2, …")] = 20,
    mechanism: Named = None,
) -> None:
    """Try a round out under every mechanism before one is published: odds, cut-offs, who gains. 派位测算。"""
    try:
        with uncollected():
            files, settings = files_in(folder)
            write_folder(out, queries.simulated(files, settings, seeds=seed_count, mechanism=mechanism))
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3) from None
    typer.echo(str(out), err=True)


@app.command()
def nearest(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="pupils, schools with seats, and coordinates of both or distances")],
    out: Out, seed: Drawn = None, ticket_order: First = TicketOrder.LOWEST,
) -> None:
    """Place every pupil at the least sum of metres within the seats, with prices that prove it. 相对就近分配。"""
    sown = sown_from(seed) if seed is not None else None
    job(folder, out, queries.NEAREST_LISTS, lambda files, _: queries.placed_nearest(files, seed=sown, first=ticket_order))


@app.command()
def quotas(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="juniors with graduates, seniors with seats to share out, candidates where wanted")],
    out: Out, seed: Drawn = None, ticket_order: First = TicketOrder.LOWEST,
) -> None:
    """Share seats of senior schools out to junior schools, and give them to their graduates by score. 指标到校。"""
    sown = sown_from(seed) if seed is not None else None
    job(folder, out, queries.QUOTA_LISTS, lambda files, _: queries.quotas_shared(files, seed=sown, first=ticket_order))


@app.command()
def scores(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="marks, and formula.toml with weights and ties")],
    out: Out, seed: Drawn = None, ticket_order: First = TicketOrder.LOWEST,
) -> None:
    """Add up weighted marks exactly and place everybody, ties by rule and then by ticket. 综合成绩。"""
    sown = sown_from(seed) if seed is not None else None
    job(folder, out, queries.SCORE_LISTS,
        lambda files, formula: queries.scores_combined(files, formula, seed=sown, first=ticket_order), queries.FORMULA)


def job(folder: Path, out: Path, names: Sequence[str], run: Callable[[queries.Files, bytes | None], queries.Done], settings: str = "") -> None:
    """This will run a job on the lists in a folder and write its files; status 3 where they are refused, 4 where a proof fails."""
    try:
        with uncollected():
            done = run(*files_in(folder, names, settings))
        tell_notes(done.notes)
        write_folder(out, done.files, last="certificate.json", stale=done.stale)
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3) from None
    except queries.Unproven as fault:
        typer.echo(gettext("The result does not prove itself, nothing is written: %(why)s.") % {"why": fault}, err=True)
        raise typer.Exit(4) from None
    except OSError as fault:
        typer.echo(gettext("%(name)s cannot be written: %(why)s.") % {"name": out, "why": fault.strerror or fault}, err=True)
        raise typer.Exit(3) from None
    typer.echo(gettext(done.said) % done.values, err=True)


def sown_from(seed: str) -> str:
    """A seed in normal form; a change is told. Wrong use where it is empty."""
    sown = normal(seed)
    if not sown:
        raise typer.BadParameter(gettext("The seed is empty."), param_hint="--seed")
    if sown != seed:
        typer.echo(gettext("“%(was)s” counts as “%(now)s”.") % {"was": seed, "now": sown}, err=True)
    return sown


def round_in(folder: Path, mechanism: Mechanism | None) -> queries.FrozenRound:
    """The round in a folder. Raises Refused."""
    files, settings = files_in(folder)
    return queries.frozen_round(files, settings, mechanism=mechanism)


def files_in(folder: Path, names: Sequence[str] = queries.LISTS,
             rules: str = queries.ROUND) -> tuple[dict[str, tuple[str, bytes]], bytes | None]:
    """The lists in a folder by their names, and the file of rules (round.toml) where there is one. Raises Refused."""
    if not folder.is_dir():
        raise Refused(Finding("no-folder", "%(name)s is not a folder.", "Name the folder that holds the lists of the round.",
                              Place(file=str(folder)), {"name": str(folder)}))
    files = {}
    for name in names:
        held = [place for suffix in SUFFIXES if (place := folder / f"{name}{suffix}").is_file()]
        if len(held) > 1:
            raise Refused(Finding("file-twice", "The list %(name)s is there twice: %(files)s.", "Leave one of them in the folder.",
                                  Place(file=str(folder)), {"name": name, "files": ", ".join(each.name for each in held)}))
        if held:
            files[name] = (held[0].name, content_of(held[0]))
    settings = folder / rules
    return files, content_of(settings) if settings.is_file() else None


def content_of(place: Path) -> bytes:
    """The bytes of a file. Raises Refused."""
    try:
        return place.read_bytes()
    except OSError as fault:
        raise unreadable(place, fault.strerror or str(fault)) from None


def unreadable(place: Path, why: str) -> Refused:
    """The refusal of a file that cannot be opened, or not as what it should be."""
    return Refused(Finding("unreadable", "%(name)s cannot be opened: %(why)s.", "Check the path and the rights.",
                           Place(file=str(place)), {"name": place.name, "why": why}))


def notice_in(place: Path) -> dict[str, Any]:
    """A notice that fits its digest. Raises Refused."""
    try:
        held = json.loads(content_of(place))
        fits = isinstance(held, dict) and with_digest(held)["digest"] == held.get("digest")
    except ValueError as fault:
        raise unreadable(place, str(fault)) from None
    if not fits:
        raise Refused(Finding("notice-changed", "%(name)s is not as it was published: its digest does not fit.",
                              "Use the file that was published.", Place(file=str(place)), {"name": place.name}))
    return dict(held)


def tell_notes(notes: Sequence[Finding]) -> None:
    """What a person should hear about the lists, the first of it line by line."""
    if notes:
        typer.echo(told(Refused(*notes[:NOTES_SHOWN]), gettext), err=True)
    if len(notes) > NOTES_SHOWN:
        typer.echo(gettext("… and %(count)s more.") % {"count": len(notes) - NOTES_SHOWN}, err=True)


def write_whole(place: Path, content: bytes) -> None:
    """This will write a file whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.part")
    beside.write_bytes(content)
    beside.replace(place)


def write_folder(out: Path, files: Mapping[str, bytes], *, last: str = "transcript.json", stale: Sequence[str] = ()) -> None:
    """This will write all files of a run or none: aside first, then moved into their place.

    A folder that is there already keeps what else it holds; its transcript (or whatever seals a run) goes first and comes
    `last`, and `stale` files are taken away, so that files of two runs never stand beside one transcript.
    """
    if out.exists() and not out.is_dir():
        raise Refused(Finding("no-folder", "%(name)s is not a folder.", "Name a folder for the results.", Place(file=str(out)),
                              {"name": str(out)}))
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, content in files.items():
            (aside / name).write_bytes(content)
        if not out.exists():
            aside.chmod(0o755)
            aside.rename(out)
            return
        for name in (last, *stale):
            (out / name).unlink(missing_ok=True)
        for name in sorted(files, key=lambda name: name == last):
            (aside / name).replace(out / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
