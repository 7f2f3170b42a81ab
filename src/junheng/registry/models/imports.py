"""Tables that people sent in: what was found, what was written, and what stood there before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.ground.vault.fields import Sealed


class Import(models.Model):
    """A file sent in for one form. `content` and the `marked` copy are sealed and go away with the day in which it can be undone.

    `report` holds refusals and changes as found.
    """

    class State(models.TextChoices):
        LOOKING = "looking", "being read"
        LOOKED = "looked", "read, nothing written"
        WRITING = "writing", "being written"
        TAKEN = "taken", "written"
        UNDONE = "undone", "undone"
        REFUSED = "refused", "refused as a whole"

    form = models.CharField(max_length=20)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(null=True)
    marked = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    on = models.DateField()
    good_only = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    report = Sealed(label="import.report", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=["looking", "looked", "writing", "taken", "undone", "refused"]),
                                              name="import_state_known")]


class Before(models.Model):
    """A row as it stood before an import changed it: its columns as the database holds them, sealed ones as tokens."""

    brought = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="befores")
    table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    held = models.JSONField()


class Heading(models.Model):
    """A heading that the county's tables use, explained once: its key, or "" for one that is passed over."""

    form = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "title"], name="heading_once")]


class Turn(models.Model):
    """One writer of a form at a time: whoever writes holds its row."""

    form = models.CharField(max_length=20, primary_key=True)
