"""Published figures: a standard measured over a snapshot, with the definition it was measured by. Written once, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Publication(models.Model):
    """A measurement that was published. `definition`: the standard as it stood, whole; `version`: what that text is known by;
    `result`: every figure as the contract writes it, canonical JSON; `engine`: the version of the plain engine."""

    standard = models.CharField(max_length=80)
    on = models.DateField()
    snapshot = models.ForeignKey("snapshots.Snapshot", on_delete=models.PROTECT, related_name="+")
    weighted = models.BooleanField()
    definition = models.TextField()
    version = models.CharField(max_length=16)
    engine = models.CharField(max_length=20)
    result = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by_id = models.BigIntegerField(null=True)
    published_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "snapshot", "weighted", "version", "engine"], name="publication_once"),
            models.CheckConstraint(condition=~Q(published_by_name=""), name="publication_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.on}"
