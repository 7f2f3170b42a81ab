"""Two records that may be one person: found, decided, merged, parted again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from junheng.ground.vault.fields import Sealed
from junheng.registry.models.columns import coded, one_of
from junheng.registry.values.duplicates import Decision, PersonKind


class Pair(models.Model):
    """Two records of pupils, or of staff, that may be one person: `first` has the smaller number.

    `points` and `outcomes` say how alike they are, and never what stands in a sealed field. `gone_at` when the search found
    them no more before anybody decided.
    """

    kind = coded(PersonKind)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    points = models.IntegerField()
    outcomes = models.JSONField(default=dict)
    decision = coded(Decision, default=Decision.OPEN.value)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-points", "id"]
        constraints = [
            one_of(PersonKind, "kind", "pair_kind_known"), one_of(Decision, "decision", "pair_decision_known"),
            models.UniqueConstraint(fields=["kind", "first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(name="pair_decided_by_somebody", condition=(
                Q(decided_at__isnull=True, decided_by__isnull=True, decision="open")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="open"))),
        ]


class Merge(models.Model):
    """Two records made one: `gone` is kept as merged into `kept`. `held`: the rows as they stood before, and a digest of what the
    merge made of them, by which it is known whether somebody has changed them since."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="merges")
    kept = models.BigIntegerField()
    gone = models.BigIntegerField()
    held = Sealed(label="merge.held")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    parted_at = models.DateTimeField(null=True)
    parted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(parted_at__isnull=True, parted_by__isnull=True) | Q(parted_at__isnull=False, parted_by__isnull=False),
                                   name="merge_parted_by_somebody"),
            models.UniqueConstraint(fields=["pair"], condition=Q(parted_at__isnull=True), name="pair_merged_once"),
        ]
