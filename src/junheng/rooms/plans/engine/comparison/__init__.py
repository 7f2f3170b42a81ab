"""Two plans held against each other: two versions of one plan, or an upper level's plan and the county's own (PLN-03)."""

from junheng.rooms.plans.engine.comparison.levels import Coverage, LevelComparison, compare_levels
from junheng.rooms.plans.engine.comparison.numbers import Agreement, NumberPair
from junheng.rooms.plans.engine.comparison.versions import (
    ItemChange,
    TargetChange,
    VersionComparison,
    compare_versions,
)

__all__ = [
    "Agreement", "Coverage", "ItemChange", "LevelComparison", "NumberPair", "TargetChange",
    "VersionComparison", "compare_levels", "compare_versions",
]
