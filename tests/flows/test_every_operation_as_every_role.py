"""Every operation of the API as every role behind every kind of token: nobody meets a fault, nobody opens what is not theirs."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from junheng.ground.people import access
from junheng.ground.people import actions as people
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import TokenScope
from junheng.registry.models import Pupil
from junheng.rooms.plans.models import Commitment, Plan
from junheng.shell.api import api
from junheng.shell.demo import PEOPLE
from junheng.shell.programs import OFFERED, kinds_of

TODAY = date(2026, 11, 20)
KIND_OF = {"schools": "registry/school", "rooms": "registry/school", "grounds": "registry/school", "equipment": "registry/school",
           "classes": "registry/class", "pupils": "registry/pupil", "staff": "registry/staff"}
OPERATIONS = [(method, address, operation["operationId"]) for address, methods in api.get_openapi_schema()["paths"].items()
              for method, operation in methods.items()]
ALL = list(OFFERED)
NARROW = {"bangong", "jijiao", "renshi", "xiaozhang"}  # people who reach most, with tokens of one table each


def filled(address: str, plan: int) -> str:
    known = {"{plan_id}": plan, "{upper_id}": Plan.objects.get(level="upper").pk, "{task_id}": Commitment.objects.first().pk,
             "{name}": "ledger.xlsx", "{job_id}": 1, "{number}": Pupil.objects.first().pk}
    for slot, value in known.items():
        address = address.replace(slot, str(value))
    assert "{" not in address
    return address


def expected(person, name: str, tables: list[str], scope: TokenScope) -> set[int]:
    """What an operation on the register may answer, by the access table alone."""
    table = name.removeprefix("registry_").removeprefix("bring_").removesuffix("_one")
    if table == "changes":
        opened = any(access.reach(person, "see", kind).everything or access.reach(person, "see", kind).unit_ids
                     for kind in set(KIND_OF.values()) & kinds_of(tables))
        return {200} if opened else {403}
    kind = KIND_OF[table]
    if name.startswith("bring_"):
        return {422} if scope is TokenScope.WRITE and kind in kinds_of(tables) and access.may_at_all(person, "change", kind) else {403, 422}
    reach = access.reach(person, "see", kind)
    opened = kind in kinds_of(tables) and (reach.everything or reach.unit_ids)
    return ({200, 404} if name.endswith("_one") else {200}) if opened else {403}


@pytest.mark.parametrize("part", range(4))
def test_every_operation_as_every_role_with_every_token(hall, part):
    before = Pupil.objects.count()
    for username, _, _, _ in list(PEOPLE)[part::4]:
        person = person_by_id(account_id_of(username), TODAY)
        single = [[name] for name in OFFERED] if username in NARROW else []
        for tables, scope in [*((tables, TokenScope.READ) for tables in single), (ALL, TokenScope.READ), (ALL, TokenScope.WRITE)]:
            secret = people.make_token(name="x", scope=scope, kinds=kinds_of(tables), days=1, by=person, at=timezone.now())
            client = Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "zh-hans"})
            for method, address, name in OPERATIONS:
                ask = {"get": client.get, "post": client.post}[method]
                body = {} if method == "get" else {"data": json.dumps({"rows": [{"name": "x"}]}), "content_type": "application/json",
                                                    "headers": {"Idempotency-Key": f"{username}-{name}"}}
                status = ask(filled(address, hall), **body).status_code
                where = f"{username} {tables} {scope} {method} {address} {status}"
                assert status < 500, where
                if method == "post" and scope is TokenScope.READ:
                    assert status == 403, where
                if name.startswith(("registry_", "bring_", "junheng_registry")):
                    short = "registry_changes" if name.startswith("junheng") else name
                    assert status in expected(person, short, tables, scope), where
                elif "plans" not in tables and "plan_id" in address:
                    assert status in {403, 404}, where
    assert Pupil.objects.count() == before


def test_a_token_without_the_plans_sees_no_plan_and_no_task(hall):
    person = person_by_id(account_id_of("juzhang"), TODAY)
    secret = people.make_token(name="x", scope=TokenScope.READ, kinds=kinds_of(["schools"]), days=1, by=person, at=timezone.now())
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/plans").json() == []
    assert client.get(f"/api/v1/tasks/{Commitment.objects.first().pk}").status_code == 404
