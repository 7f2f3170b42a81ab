"""Exports of national systems that were compared with the register, and what differs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.ground.vault.fields import Sealed
from junheng.registry.models.columns import coded, one_of
from junheng.registry.models.corrections import Correction
from junheng.registry.models.schools import School
from junheng.registry.values.national import (
    DifferenceKind,
    FileState,
    NationalSystem,
    Outcome,
    SchoolSays,
)


class NationalFile(models.Model):
    """An export as somebody loaded it. `dated` is the day of the file itself, `schools` those that it holds. `content` is sealed, and
    goes when it has been read unless the county keeps it; `report` holds cells that could not be read and headings to be explained."""

    system = coded(NationalSystem)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    dated = models.DateField()
    state = coded(FileState, default=FileState.READING.value)
    schools = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    report = Sealed(label="national.report", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [one_of(NationalSystem, "system", "national_file_system_known"), one_of(FileState, "state", "national_file_state_known")]


class NationalDifference(models.Model):
    """A pupil or a member of staff whom there and here differ, once while it lasts: the record by its number, as findings of checks
    have it, so that mergers and partings need not know of it. `school`: where it is ours, or theirs where it is not ours; `other`: where
    the file has it, if elsewhere. `number`: what a row is known by that is no record's; `name` as there.

    `theirs` and `ours` are values as people write them, or the whole row as JSON where there is no record or only a probable one; both
    are sealed, whatever the column. `gone_at` when an export that should hold it showed it no more; seen again, it begins anew.
    """

    system = coded(NationalSystem)
    kind = coded(DifferenceKind)
    record = models.BigIntegerField(null=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True)
    cohort = models.CharField(max_length=24, blank=True)
    key = models.CharField(max_length=40, blank=True)
    number = Sealed(label="national.number", blank=True)
    name = models.CharField(max_length=60, blank=True)
    theirs = Sealed(label="national.theirs", blank=True)
    ours = Sealed(label="national.ours", blank=True)
    file = models.ForeignKey(NationalFile, on_delete=models.PROTECT, related_name="differences")
    place = models.CharField(max_length=120, blank=True)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    outcome = coded(Outcome, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    correction = models.ForeignKey(Correction, on_delete=models.SET_NULL, related_name="+", null=True)
    says = coded(SchoolSays, blank=True)
    says_words = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["system", "school_id", "kind", "id"]
        indexes = [models.Index(fields=["system", "gone_at", "outcome", "school"], name="national_open")]
        constraints = [
            one_of(NationalSystem, "system", "national_system_known"), one_of(DifferenceKind, "kind", "national_kind_known"),
            one_of(Outcome, "outcome", "national_outcome_known", blank=True), one_of(SchoolSays, "says", "national_says_known", blank=True),
            models.CheckConstraint(name="national_decided_whole", condition=(
                Q(outcome="", decided_by__isnull=True, decided_at__isnull=True) | ~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False))),
            models.CheckConstraint(name="national_said_whole", condition=(
                Q(says="", said_by__isnull=True, said_at__isnull=True) | ~Q(says="") & Q(said_by__isnull=False, said_at__isnull=False))),
            models.CheckConstraint(name="national_somebody", condition=Q(kind="only_there", record__isnull=True) | ~Q(kind="only_there") & Q(record__isnull=False)),
        ]
