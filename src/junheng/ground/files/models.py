"""One row for each attachment; the content lies once under its hash."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    """A file that belongs to an object of a room. A withdrawn one stays on record and opens for nobody."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    owner_kind = models.CharField(max_length=60)
    owner_ref = models.CharField(max_length=60)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    retained_until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner_kind", "owner_ref"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_by_id__isnull=True) | Q(withdrawn_at__isnull=False),
                name="attachment_withdrawn_has_its_time",
            )
        ]
