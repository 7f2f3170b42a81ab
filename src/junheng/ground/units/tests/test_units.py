"""Units opened, renamed, moved and closed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from junheng.ground.kernel.findings import Refused
from junheng.ground.units import actions, announce, models, queries, words
from junheng.ground.units.tests.county import BY, OPENED, build
from junheng.ground.units.values import Kind, Tree

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture
def ids() -> dict[str, int]:
    return build()


def test_both_trees_of_five_hundred_units_are_read_in_two_queries(
    ids: dict[str, int], django_assert_num_queries
) -> None:
    made = models.Unit.objects.bulk_create(
        models.Unit(code=f"X{i}", name=f"小学{i}", kind=Kind.SCHOOL, since=OPENED) for i in range(500)
    )
    models.Placement.objects.bulk_create(
        models.Placement(unit=unit, tree=Tree.MANAGING, parent_id=ids["Z1"], since=OPENED) for unit in made
    )
    with django_assert_num_queries(2):
        tree = queries.tree(DAY)
        assert len(tree.children(ids["Z1"])) == 502
        assert tree.path(ids["P1"]) == (ids["B"], ids["L1"], ids["Z1"], ids["P1"])
        assert tree.path(ids["P1"], Tree.ADMINISTRATIVE) == (ids["C"], ids["T1"], ids["P1"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("人事股", "S2"),
        ("县教育局人事股", "S2"),
        ("县教体局人事股", "S2"),
        ("教育局人事股", "S2"),
        ("青禾县教育和体育局基础教育股", "S1"),
        ("基教股", "S1"),
        ("县教育局", "B"),
        ("教体局", "B"),
        ("县教育和体育局", "B"),
        ("县人社局", "R"),
        ("人社局", "R"),
        ("人力资源社会保障局", "R"),
        ("县财政局", "F"),
        ("财政局", "F"),
        ("卫健局", "W"),
        ("县卫生健康局", "W"),
        ("局办公室", "S0"),
        ("县教体局办公室", "S0"),
        ("柳溪一小", "P1"),
        ("柳溪镇 中心校", "Z1"),
    ],
)
def test_a_body_named_in_a_plan_is_found(ids: dict[str, int], text: str, code: str) -> None:
    tree = queries.tree(DAY)
    found = queries.find_by_name(tree, text)
    assert found is not None
    assert tree.card(found).code == code


@pytest.mark.parametrize("text", ["", "县", "各乡镇", "民政局", "财政所", "县教育局体卫股", "有关部门"])
def test_a_body_that_the_county_does_not_know_is_not_guessed(ids: dict[str, int], text: str) -> None:
    assert queries.find_by_name(queries.tree(DAY), text) is None


def test_a_name_that_two_units_share_is_not_guessed(ids: dict[str, int]) -> None:
    other = actions.open_unit(code="X", name="人事股", kind=Kind.SECTION, since=OPENED, **BY)
    tree = queries.tree(DAY)
    assert queries.find_by_name(tree, "人事股") is None
    assert set(queries.all_by_name(tree, "人事股")) == {ids["S2"], other}
    assert queries.find_by_name(tree, "教育局人事股") == ids["S2"]


def test_a_renamed_unit_is_still_found_by_its_former_name(ids: dict[str, int]) -> None:
    actions.rename(unit_id=ids["S1"], name="义务教育股", short_name="义教股", **BY)
    tree = queries.tree(DAY)
    assert tree.name(ids["S1"]) == "义务教育股"
    assert queries.find_by_name(tree, "基础教育股") == ids["S1"]
    assert queries.find_by_name(tree, "基教股") == ids["S1"]


def test_a_move_counts_from_its_day_and_leaves_the_days_before_alone(ids: dict[str, int]) -> None:
    actions.move(unit_id=ids["P2"], tree=Tree.MANAGING, parent_id=ids["B"], since=DAY, **BY)
    assert queries.tree(DAY).parent(ids["P2"]) == ids["B"]
    assert queries.tree(DAY - timedelta(days=1)).parent(ids["P2"]) == ids["Z1"]
    assert queries.tree(DAY).parent(ids["P2"], Tree.ADMINISTRATIVE) == ids["T1"]


def test_a_move_that_closes_a_circle_is_refused(ids: dict[str, int]) -> None:
    with pytest.raises(Refused) as refused:
        actions.move(unit_id=ids["L1"], tree=Tree.MANAGING, parent_id=ids["D1"], since=DAY, **BY)
    assert refused.value.findings[0].code == "units/circle"
    with pytest.raises(Refused):
        actions.move(unit_id=ids["L1"], tree=Tree.MANAGING, parent_id=ids["L1"], since=DAY, **BY)
    assert queries.tree(DAY).parent(ids["L1"]) == ids["B"]


def test_a_move_before_the_last_move_is_refused(ids: dict[str, int]) -> None:
    actions.move(unit_id=ids["P2"], tree=Tree.MANAGING, parent_id=ids["B"], since=DAY, **BY)
    with pytest.raises(Refused) as refused:
        actions.move(
            unit_id=ids["P2"], tree=Tree.MANAGING, parent_id=ids["Z1"], since=DAY - timedelta(days=30), **BY
        )
    assert refused.value.findings[0].code == "units/moved-later"


def test_a_unit_with_others_below_it_cannot_be_closed(ids: dict[str, int]) -> None:
    with pytest.raises(Refused) as refused:
        actions.close(unit_id=ids["P2"], until=DAY, **BY)
    assert refused.value.findings[0].code == "units/not-empty"
    actions.close(unit_id=ids["D1"], until=DAY, **BY)
    actions.close(unit_id=ids["P2"], until=DAY, **BY)
    tree = queries.tree(DAY)
    assert ids["P2"] not in tree
    assert tree.name(ids["P2"]) == "柳溪镇东山小学"
    assert ids["P2"] in queries.tree(DAY - timedelta(days=1))


def test_a_code_is_never_used_twice(ids: dict[str, int]) -> None:
    with pytest.raises(Refused) as refused:
        actions.open_unit(code="P1", name="另一小学", kind=Kind.SCHOOL, since=OPENED, **BY)
    assert refused.value.findings[0].code == "units/code-taken"


def test_the_database_itself_keeps_one_open_parent_per_tree(ids: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Placement.objects.create(unit_id=ids["P1"], tree=Tree.MANAGING, parent_id=ids["B"], since=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Placement.objects.create(unit_id=ids["F"], tree=Tree.MANAGING, parent_id=ids["F"], since=DAY)


def test_a_change_that_nobody_writes_down_does_not_happen(ids: dict[str, int], monkeypatch) -> None:
    monkeypatch.setattr(announce.changed, "receivers", [])
    announce.changed.sender_receivers_cache.clear()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.rename(unit_id=ids["F"], name="县财政局", **BY)
    assert queries.tree(DAY).name(ids["F"]) == "青禾县财政局"


def test_a_county_prints_its_own_word_for_sections(tmp_path: Path, settings) -> None:
    (tmp_path / "words.toml").write_text('[kind]\nsection = "股室"\n', encoding="utf-8")
    settings.COUNTY = str(tmp_path)
    assert queries.kind_label(Kind.SECTION) == "股室"
    with override("en"):
        assert queries.kind_label(Kind.SECTION) == "Section"


def test_a_county_may_not_swap_other_words(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[role]\nhead = "老板"\n', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        words.county_words(str(tmp_path))
    assert refused.value.findings[0].code == "units/word-may-not-be-swapped"
