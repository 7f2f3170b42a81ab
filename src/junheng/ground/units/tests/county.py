"""A small invented county to test on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from junheng.ground.units import actions
from junheng.ground.units.values import Kind

OPENED = date(2024, 1, 1)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BY: dict[str, Any] = {"by": None, "by_name": "Console", "at": NOW}

# code, name, short name, kind, managing parent, administrative parent, other names
ROWS = [
    ("C", "青禾县", "", Kind.COUNTY, None, None, ()),
    ("T1", "柳溪镇", "", Kind.TOWNSHIP, None, "C", ()),
    ("B", "青禾县教育和体育局", "县教体局", Kind.BUREAU, None, "C", ("教育局",)),
    ("L1", "分管副局长(基础教育)", "", Kind.LEADER, "B", None, ()),
    ("L2", "分管副局长(人事安全)", "", Kind.LEADER, "B", None, ()),
    ("S0", "办公室", "", Kind.SECTION, "L2", None, ("局办",)),
    ("S1", "基础教育股", "基教股", Kind.SECTION, "L1", None, ()),
    ("S2", "人事股", "", Kind.SECTION, "L2", None, ()),
    ("Z1", "柳溪镇中心校", "柳溪中心校", Kind.CENTRAL_SCHOOL, "L1", "T1", ()),
    ("P1", "柳溪镇第一小学", "柳溪一小", Kind.SCHOOL, "Z1", "T1", ()),
    ("P2", "柳溪镇东山小学", "", Kind.SCHOOL, "Z1", "T1", ()),
    ("D1", "东山小学北坡教学点", "北坡教学点", Kind.TEACHING_POINT, "P2", "T1", ()),
    ("F", "青禾县财政局", "财政局", Kind.OUTSIDE, None, None, ()),
    ("R", "青禾县人力资源和社会保障局", "", Kind.OUTSIDE, None, None, ()),
    ("W", "青禾县卫生健康局", "", Kind.OUTSIDE, None, None, ()),
]


def build() -> dict[str, int]:
    """Opens the county's units; returns ids by code."""
    ids: dict[str, int] = {}
    for code, name, short, kind, managing, administrative, others in ROWS:
        ids[code] = actions.open_unit(
            code=code,
            name=name,
            short_name=short,
            other_names=others,
            kind=kind,
            since=OPENED,
            managing_parent=ids.get(managing or ""),
            administrative_parent=ids.get(administrative or ""),
            **BY,
        )
    return ids
