"""The `junheng` command: rooms' commands under one roof. Django wakes only when a command needs it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="均衡 Junheng: a published education plan in, the bureau's task table out. 一份工作要点进来，一张任务分解表出去。",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)
EXAMPLE = Path(__file__).resolve().parents[3] / "counties" / "example"


def wake(*, wired: bool = True) -> None:
    """This will set up Django with the settings of the house and the user's language; `wired` with the rooms' jobs and draws.

    Catalogues are made first: Django remembers for good that one was missing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.shell.settings")
    import django
    from django.utils import translation

    from junheng.shell.apps import ShellConfig
    from junheng.shell.messages import compile_all

    with suppress(PermissionError):  # a package that nobody may write to came with its catalogues
        compile_all()
    ShellConfig.wired = wired
    django.setup()
    translation.activate("en" if os.environ.get("JUNHENG_LANG", "").startswith("en") else "zh-hans")


@app.command()
def up(
    port: Annotated[int, typer.Option(help="port of the site")] = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="load the example county")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="do not open a browser")] = False,
    tls: Annotated[bool, typer.Option("--tls", help="serve https with a certificate of the county's own")] = False,
) -> None:
    """Migrate, serve the site and run the worker until Ctrl-C. 启动网站。"""
    if demo:
        os.environ.setdefault("JUNHENG_DEMO", "1")
        os.environ.setdefault("JUNHENG_TODAY", "2026-11-20")
        if EXAMPLE.is_dir():
            os.environ.setdefault("JUNHENG_COUNTY", str(EXAMPLE))
    if tls:
        os.environ["JUNHENG_TLS"] = "1"
    wake()
    from junheng.shell.up import serve

    serve(port=port, demo=demo, open_browser=not no_open, tls=tls)


@app.command()
def worker() -> None:
    """Carry out background work until stopped. 后台任务。"""
    wake()
    from junheng.shell.worker import work

    work()


@app.command()
def version() -> None:
    """Print the version. 版本。"""
    from importlib.metadata import version as installed

    typer.echo(installed("junheng"))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="the .zip to write")]) -> None:
    """Write database and attachments into one file. 备份。"""
    wake()
    from junheng.shell.backup import save

    typer.echo(save(file), err=True)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="a .zip made by backup")]) -> None:
    """Bring a backup back into an empty home folder. 恢复。"""
    wake()
    from django.utils.translation import gettext

    from junheng.ground.kernel.findings import Refused, told
    from junheng.shell.backup import bring_back

    try:
        typer.echo(bring_back(file), err=True)
    except Refused as refused:
        typer.echo(told(refused, gettext), err=True)
        raise typer.Exit(3) from None


@app.command()
def check(
    out: Annotated[str, typer.Option("--json", metavar="FILE", help="findings by check; - for standard output")] = "",
    school: Annotated[str, typer.Option("--school", metavar="CODE", help="one school alone, by its ten digits")] = "",
    only: Annotated[str, typer.Option("--only", metavar="ID", help="one check alone")] = "",
) -> None:
    """Run the standing data checks; what they find is a result, status 0. 数据体检。"""
    wake()
    from junheng.registry.commands import run_checks

    run_checks(out=out, school=school, only=only)


# Commands of rooms and of the ground floor, and where they are written.
COMMANDS = {
    "plan": "junheng.rooms.plans.commands", "classes": "junheng.rooms.classes.commands",
    "admissions": "junheng.rooms.admissions.commands", "register": "junheng.registry.commands",
    "facts": "junheng.shell.publishing", "draw": "junheng.shell.draws", "unit": "junheng.ground.units.commands", "account": "junheng.ground.people.commands",
    "standard": "junheng.rooms.indicators.commands", "figure": "junheng.rooms.indicators.commands", "fitness": "junheng.rooms.wellbeing.commands", "audit": "junheng.ground.audit.commands", "vault": "junheng.ground.vault.commands",
}
# Commands that stand by themselves.
ALONE = {"measure": "junheng.rooms.indicators.commands"}
# Those that turn files into files: no rows, no jobs.
ON_FILES = {"classes", "admissions", "register", "measure", "standard", "fitness"}


def mounted() -> typer.Typer:
    """The command with the rooms' own commands; only the one asked for is loaded, or all for the help of all."""
    asked = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    for name, module in COMMANDS.items():
        if asked in {name, ""}:
            wake(wired=asked not in ON_FILES)
            loaded = import_module(module)
            app.add_typer(loaded.figure if name == "figure" else loaded.app, name=name)
    for name, module in ALONE.items():
        if asked in {name, ""}:
            wake(wired=asked not in ON_FILES)
            app.command(name)(getattr(import_module(module), name))
    return app


def main() -> None:
    """The entry point."""
    mounted()()
