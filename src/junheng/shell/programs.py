"""What a token can be made for: tables by the kinds of objects behind them."""

from __future__ import annotations

from junheng.ground.people.table import access_table

PLANS = frozenset(kind for kind in access_table().kinds if kind.startswith("plans/")) | {"files/attachment"}
# Name in the form, words, kinds of the access table.
OFFERED: dict[str, tuple[str, frozenset[str]]] = {
    "plans": ("Plans and tasks", PLANS),
    "schools": ("Schools, rooms, grounds, equipment", frozenset({"registry/school"})),
    "classes": ("Classes of schools", frozenset({"registry/class"})),
    "pupils": ("Pupils", frozenset({"registry/pupil"})),
    "pupils-sealed": ("Pupils' numbers and sealed fields", frozenset({"registry/pupil-sealed"})),
    "staff": ("Members of staff", frozenset({"registry/staff"})),
    "staff-sealed": ("Numbers and telephones of staff", frozenset({"registry/staff-sealed"})),
}


def kinds_of(names: list[str]) -> frozenset[str]:
    """The kinds behind the names of tables; unknown names are none."""
    return frozenset().union(*(OFFERED[name][1] for name in names if name in OFFERED))


def words_of(kinds: frozenset[str]) -> list[str]:
    """The tables that these kinds open, as message ids."""
    return [words for words, wanted in OFFERED.values() if wanted <= kinds]
