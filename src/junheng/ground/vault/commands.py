"""`junheng vault`: the keys of sealed fields, from the console of the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext

from junheng.ground.kernel.findings import Refused, told
from junheng.ground.vault import actions, cipher, keys, queries

CONSOLE = {"by": None, "by_name": "Console"}
app = typer.Typer(name="vault", help="密钥: the keys of sealed fields. 加密字段的密钥。", no_args_is_help=True)


@app.command()
def status() -> None:
    """Which keys there are, and how many fields each has sealed. 密钥清单。"""
    said, needed = keys.held(), queries.sealed_under()
    known = sorted({*said["keys"], *(name for counts in needed.values() for name in counts)})
    if not known:
        typer.echo(gettext("There is no key yet; the first sealed field makes one."))
    for name in known:
        note = (gettext("missing") if name not in said["keys"] else
                gettext("seals now") if name == said["current"] else gettext("opens only"))
        typer.echo(f"{name}  {note}  {said['keys'].get(name, {}).get('at', '')}")
        for field, counts in needed.items():
            if counts[name]:
                typer.echo(f"    {field}  {counts[name]}")
    missing = [name for name in known if name not in said["keys"]]
    if missing:
        typer.echo(gettext("What was sealed under %(keys)s cannot be read here. Enter the key from its sheet: junheng vault enter.")
                   % {"keys": ", ".join(missing)}, err=True)
        raise typer.Exit(4)


@app.command()
def paper() -> None:
    """Print the keys for a sheet of paper in the safe. 打印密钥，存保险柜。"""
    for name, root in keys.ring().roots.items():
        typer.echo(f"{name}\n{cipher.spelled(root)}")
    typer.echo(gettext("Keep this sheet in the safe. A backup without it does not bring sealed fields back."), err=True)


@app.command()
def enter(words: Annotated[str, typer.Option(prompt=True, hide_input=True, help="the groups of a key, as printed")]) -> None:
    """Put a key from its sheet of paper on the ring. 录入密钥。"""
    with refusing():
        typer.echo(actions.enter(words, at=timezone.now(), **CONSOLE), err=True)


@app.command()
def rotate() -> None:
    """Make a new key and seal every field anew; print the new sheet afterwards. 更换密钥。"""
    actions.rotate(at=timezone.now(), **CONSOLE)
    reseal()


@app.command()
def reseal() -> None:
    """Seal every field under the key that seals now; goes on where it was broken off. 重新加密。"""
    count = actions.reseal(at=timezone.now(), step=lambda done: typer.echo(done, err=True), **CONSOLE)
    typer.echo(gettext("%(count)s fields are sealed under the key %(key)s. Print its sheet: junheng vault paper.")
               % {"count": count, "key": keys.ring().current}, err=True)


@app.command()
def forget(name: Annotated[str, typer.Argument(metavar="KEY", help="the name of the key")]) -> None:
    """Take a key off the ring that no field needs any more. 注销旧密钥。"""
    with refusing():
        actions.forget(name, at=timezone.now(), **CONSOLE)


@contextmanager
def refusing() -> Iterator[None]:
    """A refusal as a sentence, and the exit status for it."""
    try:
        yield
    except Refused as fault:
        typer.echo(told(fault, gettext), err=True)
        raise typer.Exit(3) from None
