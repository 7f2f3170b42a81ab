"""A small round in a folder, and the command run on it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from typer.testing import CliRunner

from junheng.ground.draws.engine import check
from junheng.rooms.admissions.commands import app, round_in
from junheng.rooms.admissions.queries import replays
from junheng.rooms.admissions.values import Mechanism

TABLES = {
    "applicants": ["applicant_id,choices,household,group", "P1,A;B,,", "P2,A;B,H1,", "P3,A;B,H1,", "P4,A,,g", "P5,B;A,,",
                   "P6,B,,", "P7,,,"],
    "priorities": ["applicant_id,school_code,tier,order", "P1,A,2,2024-09-01", "P1,B,1,", "P2,A,1,2020-01-01",
                   "P2,B,1,2020-01-01", "P3,A,1,2020-01-01", "P3,B,1,2020-01-01", "P4,A,3,", "P5,B,1,2023-05-06", "P5,A,1,",
                   "P6,B,1,2023-05-06", "P7,B,4,"],
    "schools": ["school_code,seats", "A,2", "B,4"],
    "reserves": ["school_code,group,seats", "A,g,1"],
}
SEED = "3-14-15"
ROUND = 'mechanism = "choice_first"\ntwins = "together"\nremainder = "pick_in_ticket_order"\n'


def folder(place: Path, *, settings: str = ROUND, **changed) -> Path:
    """This will write a round; `changed` gives other lines for a list, or None to leave it out."""
    place.mkdir(parents=True, exist_ok=True)
    for name, lines in {**TABLES, **changed}.items():
        if lines is not None:
            (place / f"{name}.csv").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    (place / "round.toml").write_text(settings, encoding="utf-8")
    return place


def edited(name: str, line: int, text: str) -> dict[str, list[str]]:
    """One line of a list written otherwise; line 0 is the head."""
    lines = list(TABLES[name])
    lines[line] = text
    return {name: lines}


def command(*words):
    """`junheng admissions …`."""
    return CliRunner().invoke(app, [str(word) for word in words])


def match(place: Path, out: Path, *more):
    """`junheng admissions match`."""
    return command("match", place, "--seed", SEED, "--out", out, *more)


def holds(out: Path, place: Path) -> bool:
    """Whether a transcript follows from the files in a folder, by the replay of the room."""
    record = transcript(out)
    lists = round_in(place, Mechanism(record["rules"]["mechanism"])).lists
    return check(record, lists, replays=replays()).holds


def rows(place: Path) -> list[dict[str, str]]:
    """A table that was written."""
    with place.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def transcript(out: Path):
    """The transcript in a folder of results."""
    return json.loads((out / "transcript.json").read_bytes())
