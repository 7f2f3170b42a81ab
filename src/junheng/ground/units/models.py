"""Tables of the unit trees. Saved only by actions; the database keeps promises too (constraints)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from junheng.ground.units.values import Kind, Tree


class Unit(models.Model):
    """A unit: a place, a body, a leader's portfolio or a school. Closed, never deleted.

    `since` is its first day, `until` the first day on which it no longer exists.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    other_names = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["kind"])]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="unit_has_a_code"),
            models.CheckConstraint(condition=~Q(name=""), name="unit_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="unit_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="unit_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """A unit's place below another in one of the trees, from `since` up to the day before `until`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    tree = models.CharField(max_length=16)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements_below")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["tree", "unit_id", "since"]
        indexes = [models.Index(fields=["tree", "parent"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(tree__in=[tree.value for tree in Tree]), name="placement_tree_known"
            ),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="placement_not_below_itself"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="placement_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["unit", "tree"],
                condition=Q(until__isnull=True),
                name="placement_one_open_parent_per_tree",
            ),
            models.UniqueConstraint(fields=["unit", "tree", "since"], name="placement_one_start_a_day"),
        ]
