"""Two administrators at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from junheng.ground.audit.queries import verify
from junheng.ground.audit.tests.threads import in_threads, on_a_waiting_database
from junheng.ground.kernel.findings import Refused
from junheng.ground.people import actions
from junheng.ground.people.tests.staff import DAY
from junheng.ground.people.values import Role
from junheng.ground.units import actions as units
from junheng.ground.units.queries import tree
from junheng.ground.units.tests.county import BY, NOW, build
from junheng.ground.units.values import Tree


@pytest.fixture
def ids(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    on_a_waiting_database(tmp_path, monkeypatch)
    return in_threads([build])[0]


def tried(act: Callable[[], Any]) -> Callable[[], str]:
    def attempt() -> str:
        try:
            act()
        except Refused as refused:
            return refused.findings[0].code
        return "done"

    return attempt


def test_two_moves_at_once_do_not_close_a_circle(ids: dict[str, int]) -> None:
    def below(unit: str, parent: str) -> Callable[[], str]:
        return tried(
            lambda: units.move(unit_id=ids[unit], tree=Tree.MANAGING, parent_id=ids[parent], since=DAY, **BY)
        )

    ends = in_threads([below("F", "R"), below("R", "W"), below("W", "F")])
    assert sorted(ends) == ["done", "done", "units/circle"]
    standing, findings = in_threads([lambda: (tree(DAY), verify())])[0]
    assert sum(standing.parent(ids[code]) is not None for code in "FRW") == 2
    assert findings == []


def test_two_administrators_roles_at_once_do_not_meet_in_one_account(ids: dict[str, int]) -> None:
    account_id = in_threads(
        [lambda: actions.open_account(username="li", name="li", by=None, at=NOW, password="x" * 12)]
    )[0].account_id

    def appoint(role: Role, unit: str) -> Callable[[], str]:
        return tried(
            lambda: actions.appoint(
                account_id=account_id, role=role, unit_id=ids[unit], since=DAY, by=None, at=NOW
            )
        )

    ends = in_threads(
        [appoint(Role.SYSTEM_ADMIN, "B"), appoint(Role.OFFICER, "S1"), appoint(Role.AUDIT_ADMIN, "B")]
    )
    assert sorted(ends) == ["done", "people/administrators-apart", "people/administrators-apart"]
