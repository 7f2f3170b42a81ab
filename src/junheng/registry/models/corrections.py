"""Corrections that somebody proposed, and headcounts of classes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.ground.vault.fields import Sealed
from junheng.registry.models.classes import SchoolClass
from junheng.registry.models.columns import coded, one_of
from junheng.registry.models.people import Pupil, StaffMember
from junheng.registry.models.schools import School
from junheng.registry.models.slips import Slip
from junheng.registry.values.corrections import CorrectionState, Presence


class Correction(models.Model):
    """A value that somebody says is wrong, with the value to take, why, and the proof. Both values are sealed, whatever the field.

    `school`: whose record it was when it was proposed. `for_guardian`: the guardian for whom the school proposed it. `slip`: the slip on
    which a guardian asked for it, who has no account; the school passed it on to the office (`passed_by`), or has yet to.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="corrections", null=True)
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="corrections", null=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    held = Sealed(label="correction.held", blank=True)
    proposed = Sealed(label="correction.proposed", blank=True)
    reason = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200)
    attachment = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, related_name="+", null=True)
    for_guardian = models.CharField(max_length=60, blank=True)
    state = coded(CorrectionState, default=CorrectionState.PROPOSED.value)
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="corrections", null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    passed_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of(CorrectionState, "state", "correction_state_known"),
            models.CheckConstraint(condition=Q(pupil__isnull=False, member__isnull=True) | Q(pupil__isnull=True, member__isnull=False),
                                   name="correction_of_one_person"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(evidence=""), name="correction_says_why"),
            models.CheckConstraint(condition=Q(state__in=["asked", "proposed"], decided_at__isnull=True, decided_by__isnull=True)
                                   | (~Q(state__in=["asked", "proposed"]) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                                   name="correction_decided_whole"),
            models.CheckConstraint(condition=Q(proposed_at__isnull=False) & (Q(proposed_by__isnull=True, slip__isnull=False)
                                                                             | Q(proposed_by__isnull=False, slip__isnull=True)),
                                   name="correction_of_an_account_or_a_slip"),
            models.CheckConstraint(condition=~Q(state="asked") | Q(slip__isnull=False, passed_at__isnull=True), name="correction_asked_on_a_slip"),
            models.CheckConstraint(condition=Q(passed_at__isnull=True, passed_by__isnull=True) | Q(passed_at__isnull=False, passed_by__isnull=False),
                                   name="correction_passed_whole"),
            models.UniqueConstraint(fields=["slip", "key"], name="slip_one_proposal_a_field"),
            models.UniqueConstraint(fields=["pupil", "key"], condition=Q(state="proposed"), name="pupil_one_proposal_a_field"),
            models.UniqueConstraint(fields=["member", "key"], condition=Q(state="proposed"), name="staff_one_proposal_a_field"),
        ]

    @property
    def record(self) -> Pupil | StaffMember:
        """The pupil or the member of staff that it speaks of; there is always one."""
        return self.pupil or self.member  # type: ignore[return-value]


class Headcount(models.Model):
    """A round of counting heads (人籍一致核查): once a term, every class."""

    name = models.CharField(max_length=60, unique=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at"]


class ClassCount(models.Model):
    """A class's answer in a round: who is present of those on the roll that day, confirmed by whoever leads the class."""

    headcount = models.ForeignKey(Headcount, on_delete=models.CASCADE, related_name="classes")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="counts")
    on_roll = models.PositiveSmallIntegerField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["school_class_id"]
        constraints = [models.UniqueConstraint(fields=["headcount", "school_class"], name="class_counted_once_a_round")]


class CountDifference(models.Model):
    """A pupil who is on the roll and not there (空挂学籍), or a child who is there and not on the roll (有人无籍)."""

    count = models.ForeignKey(ClassCount, on_delete=models.CASCADE, related_name="differences")
    kind = coded(Presence)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+", null=True)
    name = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["count_id", "kind", "id"]
        constraints = [
            one_of(Presence, "kind", "count_difference_kind_known"),
            models.CheckConstraint(condition=Q(kind="absent", pupil__isnull=False) | Q(kind="extra", pupil__isnull=True) & ~Q(name=""),
                                   name="count_difference_of_somebody"),
            models.UniqueConstraint(fields=["count", "pupil"], name="count_difference_once"),
        ]
