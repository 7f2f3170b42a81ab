"""`junheng account`: accounts from the console of the server, where the first administrators are made."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, NoReturn

import typer
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people import actions, queries
from junheng.ground.people.values import Role
from junheng.ground.units import queries as units

REFUSED = 3

app = typer.Typer(name="account", help="Accounts: open them, list them, help somebody back in.")


@app.command("open")
def open_(
    username: Annotated[str, typer.Argument(help="Sign-in name.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[Role | None, typer.Option(help="A role to appoint to.")] = None,
    unit: Annotated[str | None, typer.Option(help="Code of the unit of the role.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day of the appointment; default: today."),
    ] = None,
) -> None:
    """Open an account, with a role when one is named. Prints the temporary password once."""
    if (role is None) != (unit is None):
        raise typer.BadParameter("--role and --unit go together")
    day = since.date() if since else timezone.localdate()
    now = timezone.now()
    try:
        with transaction.atomic():
            opened = actions.open_account(username=username, name=name, by=None, at=now)
            if role is not None and unit is not None:
                unit_id = units.tree(day).by_code(unit)
                if unit_id is None:
                    raise Refused(
                        Finding(
                            code="people/no-such-unit",
                            message="No unit has the code %(code)s.",
                            remedy="Look the code up in the directory of units.",
                            values={"code": unit},
                        )
                    )
                actions.appoint(
                    account_id=opened.account_id, role=role, unit_id=unit_id, since=day, by=None, at=now
                )
    except Refused as refused:
        _refuse(refused)
    typer.echo(gettext("Temporary password, to be changed at the first sign-in:"), err=True)
    typer.echo(opened.temporary_password)


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, one object a line.")] = False,
) -> None:
    """List all accounts with what they hold today."""
    today = timezone.localdate()
    tree = units.tree(today)
    for card in queries.accounts(today, tree=tree):
        if as_json:
            held = [
                {"role": each.role.value, "unit": tree.card(each.unit_id).code} for each in card.appointments
            ]
            typer.echo(
                json.dumps(
                    {
                        "username": card.username,
                        "name": card.name,
                        "active": card.is_active,
                        "second_factor": card.second_factor,
                        "appointments": held,
                    },
                    ensure_ascii=False,
                )
            )
            continue
        roles = ", ".join(
            f"{queries.role_label(each.role)} {tree.short_name(each.unit_id)}" for each in card.appointments
        )
        state = "" if card.is_active else gettext("closed")
        typer.echo("\t".join((card.username, card.name, roles, state)).rstrip())


@app.command()
def reset(username: Annotated[str, typer.Argument(help="Sign-in name.")]) -> None:
    """Give a temporary password and forget failed sign-ins."""
    account_id = queries.account_id_of(username)
    if account_id is None:
        typer.echo(gettext("There is no such account."), err=True)
        raise typer.Exit(REFUSED)
    now = timezone.now()
    try:
        with transaction.atomic():
            temporary = actions.reset_password(account_id=account_id, by=None, at=now)
            actions.unlock(account_id=account_id, by=None, at=now)
    except Refused as refused:
        _refuse(refused)
    typer.echo(temporary)


def _refuse(refused: Refused) -> NoReturn:
    for finding in refused.findings:
        typer.echo(
            f"{gettext(finding.message) % finding.values} {gettext(finding.remedy) % finding.values}",
            err=True,
        )
    raise typer.Exit(REFUSED)
