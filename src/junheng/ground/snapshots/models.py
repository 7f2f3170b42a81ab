"""Snapshots and their tables; the Parquet itself lies with the attachments, under its hash. Written once, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Snapshot(models.Model):
    """The published facts as they stood on a day, as they were known when it was taken; the clock takes some by itself.

    `digest` is over the names and digests of the tables: the same facts of a day are frozen once. `writer`: what wrote the files;
    another version of it may lay the same rows out otherwise.
    """

    on = models.DateField()
    digest = models.CharField(max_length=64)
    writer = models.CharField(max_length=60)
    taken_at = models.DateTimeField()
    taken_by_id = models.BigIntegerField(null=True)
    taken_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["on", "digest"], name="snapshot_once"),
            models.CheckConstraint(condition=~Q(taken_by_name=""), name="snapshot_taken_by_somebody"),
        ]


class SnapshotTable(models.Model):
    """A table of a snapshot; `columns` are its columns as they were declared then."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="tables")
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    meaning = models.TextField()
    rows = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField()
    attachment = models.OneToOneField("files.Attachment", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "name"], name="snapshot_table_once")]
