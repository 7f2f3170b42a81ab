"""Units stand below the audit and announce; the audit writes down."""

from __future__ import annotations

from datetime import date

import pytest

from junheng.ground.audit.queries import entries, said, verify
from junheng.ground.units import actions
from junheng.ground.units.tests.county import BY, build

pytestmark = pytest.mark.django_db


def test_every_change_of_a_unit_stands_in_the_audit() -> None:
    ids = build()
    actions.close(unit_id=ids["F"], until=date(2026, 3, 2), **BY)
    written = entries(kind="units/unit", ref=str(ids["F"]))
    assert [entry.sentence for entry in written] == ["%(unit)s was closed.", "%(unit)s was opened."]
    assert "青禾县财政局" in said(written[0])
    assert verify() == []
