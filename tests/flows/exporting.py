"""Exports of national systems, made from the register and loaded as people do, for the stories of these tests."""

from __future__ import annotations

import io
from datetime import date

from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.registry.models import NationalDifference, NationalFile, Pupil, School
from junheng.registry.values.national import NationalSystem
from junheng.shell import lived_national
from tests.flows.tables import work

DAY = date(2026, 11, 20)
PUPILS = NationalSystem.PUPILS


def somebody(username: str):
    return person_by_id(account_id_of(username), DAY)


def units() -> list[int]:
    return list(School.objects.filter(unit__code__in=lived_national.UNITS).values_list("pk", flat=True))


def export(*, spoilt: bool = True, system=PUPILS, by: str = "jijiao", of=None):
    """Rows of an export, the workbook, and the faults in it."""
    rows = lived_national.rows_of(system, somebody(by), DAY, of or units())
    faults = lived_national.spoil(rows, DAY) if spoilt else []
    return rows, lived_national.made(system, rows, DAY), faults


def loaded(client, content: bytes, *, dated: str = "2026-11-16", system: str = "pupils", name: str = "导出.xlsx") -> NationalFile:
    file = io.BytesIO(content)
    file.name = name
    answer = client.post("/registry/national/send/", {"file": file, "dated": dated, "system": system})
    assert answer.status_code == 302, text(answer)
    work()
    return NationalFile.objects.latest("pk")


def text(answer) -> str:
    return answer.content.decode()


def met() -> set[tuple[str, str, str, str]]:
    rows = NationalDifference.objects.filter(gone_at=None)
    codes = dict(Pupil.objects.values_list("pk", "code"))
    return {(row.kind, codes.get(row.record, ""), row.name, row.key) for row in rows}


def one(kind: str, key: str = "", **more) -> NationalDifference:
    return NationalDifference.objects.get(kind=kind, key=key, **more)


def decided(client, row: NationalDifference, decision: str, reason: str = "", status: int = 302):
    answer = client.post(f"/registry/national/differences/{row.pk}/decide/", {"decision": decision, "reason": reason})
    assert answer.status_code == status, text(answer)
    row.refresh_from_db()
    return answer
