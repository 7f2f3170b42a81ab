"""`junheng fitness score`: results of the fitness standard scored, from a table to a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext

from junheng.ground.files.whole import write_whole
from junheng.ground.jobs import clock
from junheng.ground.kernel.findings import Refused, told
from junheng.rooms.wellbeing import queries

app = typer.Typer(help="体质健康: results scored by the national standard. 体质健康标准评分。", no_args_is_help=True)


@app.callback()
def fitness() -> None:
    """体质健康."""


@app.command()
def score(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="pupil_id (学籍号), sex, grade, the measured items; .csv .xlsx .xls .ods .parquet")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for scores.csv and summary.json")],
) -> None:
    """Score each pupil: items, standard score, extra points, total, level, unlikely values; and rates by grade. 评分。"""
    try:
        scored = queries.scores_of(results.read_bytes(), results.name, queries.fitness_standard(clock.today(), Path(settings.COUNTY) if settings.COUNTY else None))
        write_whole({out / "scores.csv": queries.scored_csv(scored),
                     out / "summary.json": (json.dumps(queries.summary(scored), ensure_ascii=False, indent=1) + "\n").encode()})
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3) from None
    except OSError as fault:
        typer.echo(f"{results}: {fault.strerror}", err=True)
        raise typer.Exit(3) from None
    odd = sum(int(each.sum()) for each in scored.scores.odd.values())
    typer.echo(gettext("%(pupils)s pupils, %(odd)s values to be looked at again.") % {"pupils": len(scored.pupils), "odd": odd}, err=True)
