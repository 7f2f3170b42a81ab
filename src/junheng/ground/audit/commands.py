"""`junheng audit`: does the chain hold, and a checkpoint to keep elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext

from junheng.ground.audit import queries
from junheng.ground.audit.values import Checkpoint
from junheng.ground.kernel.findings import Finding

DOES_NOT_HOLD = 4
REFUSED = 3

app = typer.Typer(name="audit", help="The audit: who did what, and whether nobody touched it since.")


@app.command()
def verify(
    against: Annotated[
        Path | None, typer.Option("--checkpoint", help="A checkpoint kept elsewhere (audit checkpoint).")
    ] = None,
    json_to: Annotated[
        str | None, typer.Option("--json", help="File for JSON, or - for standard output.")
    ] = None,
) -> None:
    """Find entries that were changed, removed, reordered or cut off. Exit status 4 when the chain does not hold."""
    mark = _read(against) if against is not None else None
    findings = queries.verify(against=mark)
    end = queries.checkpoint()
    broken = [finding for finding in findings if finding.level == "error"]
    if json_to is not None:
        _write(json_to, _report(findings, end))
    for finding in findings:
        typer.echo(_sentence(finding), err=True)
    if broken:
        raise typer.Exit(DOES_NOT_HOLD)
    typer.echo(
        gettext("The audit holds: %(entries)s entries.") % {"entries": end.seq if end else 0}, err=True
    )


@app.command()
def checkpoint(
    json_to: Annotated[str, typer.Option("--json", help="File for JSON, or - for standard output.")] = "-",
) -> None:
    """Write down where the chain ends. Keep it on paper or on another machine."""
    end = queries.checkpoint()
    if end is None:
        typer.echo(gettext("The record of the last entry is missing."), err=True)
        raise typer.Exit(DOES_NOT_HOLD)
    _write(json_to, end.as_json())


def _read(path: Path) -> Checkpoint:
    try:
        return Checkpoint.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        typer.echo(gettext("%(file)s is not a checkpoint of this audit.") % {"file": path.name}, err=True)
        raise typer.Exit(REFUSED) from error


def _report(findings: list[Finding], end: Checkpoint | None) -> str:
    return json.dumps(
        {
            "holds": not any(finding.level == "error" for finding in findings),
            "entries": end.seq if end else 0,
            "findings": [
                {"code": f.code, "seq": f.place.row, "level": f.level, "message": f.message % f.values}
                for f in findings
            ],
        },
        ensure_ascii=False,
    )


def _sentence(finding: Finding) -> str:
    return f"{gettext(finding.message) % finding.values} {gettext(finding.remedy) % finding.values}"


def _write(target: str, text: str) -> None:
    if target == "-":
        typer.echo(text)
        return
    path = Path(target)
    beside = path.with_name(path.name + ".part")
    beside.write_text(text + "\n", encoding="utf-8")
    beside.replace(path)
