"""What the standing checks found, and who took it for right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.registry.models.columns import coded, one_of
from junheng.registry.models.schools import School
from junheng.registry.values.checks import Subject


class CheckFinding(models.Model):
    """A record that a check met: once for a check and a record. `gone_at` when it was met no more; met again, it begins anew.

    `values` fill the check's sentence and hold no sealed field. Accepted as right, it counts no more until its day is over.
    """

    check_id = models.CharField(max_length=60)
    subject = coded(Subject)
    record = models.BigIntegerField()
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True)
    values = models.JSONField(default=dict)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    accepted_reason = models.CharField(max_length=200, blank=True)
    accepted_until = models.DateField(null=True)

    class Meta:
        ordering = ["check_id", "school_id", "record"]
        indexes = [models.Index(fields=["gone_at", "school"], name="finding_school")]
        constraints = [
            one_of(Subject, "subject", "finding_subject_known"),
            models.UniqueConstraint(fields=["check_id", "subject", "record"], name="finding_once"),
            models.CheckConstraint(name="finding_accepted_whole", condition=(
                Q(accepted_at__isnull=True, accepted_by__isnull=True, accepted_until__isnull=True, accepted_reason="")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, accepted_until__isnull=False) & ~Q(accepted_reason=""))),
        ]


class CheckRun(models.Model):
    """One run of the checks: of all of them, or of some; what came and what went."""

    at = models.DateTimeField()
    whole = models.BooleanField()
    found = models.PositiveIntegerField()
    came = models.PositiveIntegerField()
    went = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at"]
