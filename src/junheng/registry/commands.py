"""`junheng register …`: a table checked before it is sent, the empty form, without a server; `junheng check`: the standing data checks."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from django.utils.translation import get_language, gettext

from junheng.ground.jobs.clock import now, today
from junheng.ground.kernel.findings import Finding, Refused, told
from junheng.ground.sheets import workbook
from junheng.ground.sheets.intake import Mark, Reading, Refusal, marked, take, template
from junheng.ground.sheets.intake.grid import shown
from junheng.registry import actions, queries
from junheng.registry.sheets import comparison_table
from junheng.registry.values.checks import Check, Met, Slot, Subject, Words
from junheng.registry.values.forms import FORMS
from junheng.registry.values.national import DifferenceKind, NationalSystem

app = typer.Typer(help="基础数据: tables checked before they are sent. 名册先检后报。", no_args_is_help=True)
FormName = Annotated[str, typer.Option("--form", help=" ".join(FORMS))]


@app.callback()
def register() -> None:
    """基础数据."""


@app.command()
def form(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="where the empty form is written")], name: FormName = "pupils",
) -> None:
    """Write the empty form with its lists and notes. 空白模板。"""
    out.write_bytes(template(known(name), created=now()))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the table: .xlsx .xls .et .ods .csv")], name: FormName = "pupils",
    copy: Annotated[Path | None, typer.Option("--marked", metavar="OUT.xlsx", help="the marked copy, where anything is refused")] = None,
    out: Annotated[str, typer.Option("--json", metavar="FILE", help="counts and refusals; - for standard output")] = "",
) -> None:
    """Check every cell of a table as far as the table alone can tell; status 3 where anything is refused. 预检名册。"""
    try:
        reading = take(file.read_bytes(), file.name, known(name))
    except OSError as fault:
        typer.echo(f"{file}: {fault.strerror}", err=True)
        raise typer.Exit(2) from None
    except Refused as refused:
        stop(refused.findings)
    if out:
        write(said(reading), out)
    if reading.refusals and copy is not None:
        copy.write_bytes(marked(reading.grids, marks(reading), created=now()))
    typer.echo(gettext("%(rows)s rows can be taken, %(refused)s are refused.") % {
        "rows": len(reading.rows), "refused": len(reading.refused_rows())}, err=True)
    if reading.refusals:
        stop([each.finding for each in reading.refusals])


@app.command()
def compare(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the export: .xlsx .xls .et .ods .csv")],
    system: Annotated[str, typer.Option("--system", metavar="NAME", help=" ".join(NationalSystem))] = NationalSystem.PUPILS.value,
    out: Annotated[str, typer.Option("--json", metavar="FILE", help="differences, numbers covered; - for standard output")] = "",
    table: Annotated[Path | None, typer.Option("--xlsx", metavar="OUT.xlsx", help="the same as a workbook")] = None,
) -> None:
    """Compare an export of a national system with the register; nothing is written, status 0 whatever differs. 与国家系统比对。"""
    if system not in set(NationalSystem):
        raise typer.BadParameter(" ".join(NationalSystem), param_hint="--system")
    of = NationalSystem(system)
    try:
        reading = actions.reading_of(of, file.read_bytes(), file.name, today())
        found = queries.compared(of, reading, None, today())
    except OSError as fault:
        typer.echo(f"{file}: {fault.strerror}", err=True)
        raise typer.Exit(2) from None
    except Refused as refused:
        stop(refused.findings)
    rows = queries.differences_told(of, found, today())
    counts = Counter(row["kind"] for row in rows)
    for kind in DifferenceKind:
        typer.echo(f"{counts[kind.value]:>6}  {kind.chinese}  {kind.value}", err=True)
    if reading.asked:
        typer.echo(gettext("Headings nobody has explained yet") + ": " + "、".join(reading.asked), err=True)
    if out:
        write({"file": file.name, "system": of.value, "rows": len(found.rows), "schools": len(found.schools), "not_read": len(found.refusals),
               "unknown_headings": reading.asked, "counts": {kind.value: counts[kind.value] for kind in DifferenceKind}, "differences": rows}, out)
    if table is not None:
        cells = [[DifferenceKind(row["kind"]).chinese, *(row[key] for key in ("school", "code", "name", "column", "theirs", "ours", "place"))] for row in rows]
        table.write_bytes(workbook((comparison_table(of, cells, today()),), created=now()))


def write(held: Any, out: str) -> None:
    """This will write JSON into a file, whole or not at all, or to standard output for -."""
    text = json.dumps(held, ensure_ascii=False, indent=1) + "\n"
    if out == "-":
        sys.stdout.write(text)
        return
    beside = Path(out).with_name(f".{Path(out).name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(out)


def known(name: str) -> Any:
    """The form of a name; status 2 for one that is unknown."""
    if name not in FORMS:
        raise typer.BadParameter(" ".join(FORMS), param_hint="--form")
    return FORMS[name]


def said(reading: Reading) -> dict[str, Any]:
    """What was found, for programs."""
    return {"file": reading.name, "rows": len(reading.rows), "refused_rows": len(reading.refused_rows()), "unknown_headings": reading.asked,
            "passed_over": reading.totals, "refusals": [
                {"sheet": each.sheet, "row": each.row, "column": each.column, "code": each.finding.code, "message": words(each, "message"),
                 "remedy": words(each, "remedy")} for each in reading.refusals]}


def words(each: Refusal, part: str) -> str:
    """A sentence of a refusal in the asker's language."""
    return gettext(getattr(each.finding, part)) % each.finding.values


def marks(reading: Reading) -> list[Mark]:
    """The marks of a copy."""
    grids = {grid.name: grid.rows for grid in reading.grids}
    return [Mark(each.sheet, each.row, each.place, each.column, shown_at(grids[each.sheet], each), words(each, "message"), words(each, "remedy"))
            for each in reading.refusals]


def shown_at(rows: Sequence[Sequence[Any]], each: Refusal) -> str:
    """The refused cell as people read it."""
    cells = rows[each.row - 1] if each.row <= len(rows) else []
    return shown(cells[each.place]) if each.place is not None and each.place < len(cells) else ""


def stop(findings: Sequence[Finding]) -> NoReturn:
    """This will say what is refused, and end with status 3."""
    typer.echo(told(Refused(*findings), gettext), err=True)
    raise typer.Exit(3)


def run_checks(*, out: str, school: str, only: str) -> None:
    """This will run the standing data checks, keep what they met, and say it; what is found is a result and no failure."""
    declared = queries.checks()
    if only and only not in declared:
        raise typer.BadParameter(" ".join(declared), param_hint="--only")
    unit = queries.school_by_code(school) if school else None
    if school and unit is None:
        raise typer.BadParameter(gettext("There is no school with this code."), param_hint="--school")
    met = queries.met(today(), only=[only] if only else [], school=unit)
    actions.record_findings(found=met, school=unit, by=None, by_name="Console", at=now())
    total = 0
    for name, rows in met.items():
        total += len(rows)
        if rows:
            check = declared[name]
            typer.echo(f"{len(rows):>6}  {language(check.title)}  {name}", err=True)
    typer.echo(gettext("%(count)s findings in %(checks)s checks.") % {"count": total, "checks": len(met)}, err=True)
    if out:
        write({"day": today().isoformat(), "checks": [told_of(declared[name], rows) for name, rows in met.items()]}, out)


def told_of(check: Check, rows: Sequence[Met]) -> dict[str, Any]:
    """A check and what it met, for programs: records by their codes."""
    codes, schools = queries.codes_of(check.subject, [row.record for row in rows]), queries.codes_of(Subject.SCHOOL, [
        row.school for row in rows if row.school is not None])
    return {"id": check.id, "title": language(check.title), "severity": check.severity.value, "subject": check.subject.value,
            "source": check.source, "found": len(rows), "findings": [
                {"record": codes.get(row.record, str(row.record)), "school_code": schools.get(row.school or 0, ""),
                 "message": language(check.said, row.values), "remedy": language(check.remedy)} for row in rows]}


def language(words: Words, values: Mapping[str, Slot] | None = None) -> str:
    """A sentence of a check in the asker's language."""
    return words.said(get_language() or "zh", values)
