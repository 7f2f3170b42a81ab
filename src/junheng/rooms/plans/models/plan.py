"""Plans as published, their versions, and what the reader proposes of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from junheng.rooms.plans.models.columns import LONG, at_with_by, one_of, person, unit
from junheng.rooms.plans.values import CandidateStatus, Verdict


class Plan(models.Model):
    """A plan as published: the county's own, or an upper level's to compare with."""

    class Level(models.TextChoices):
        """Whose plan it is."""

        OWN = "own"
        UPPER = "upper"

    class Status(models.TextChoices):
        """How far its reading is."""

        READING = "reading"
        REVIEW = "review"
        ADOPTED = "adopted"

    level = models.CharField(max_length=8, choices=Level.choices, default=Level.OWN)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.READING)
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True)
    doc_number = models.CharField(max_length=80, blank=True)
    date_issued = models.DateField(null=True, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()
    bureau = unit()
    created_at = models.DateTimeField()
    created_by = person()
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = person(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(period_start__lte=models.F("period_end")), name="plan_period_in_order"),
            at_with_by("adopted", "plan_adopted_at_with_by"),
            at_with_by("withdrawn", "plan_withdrawn_at_with_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="plan_withdrawn_with_a_reason"
            ),
        ]


class Version(models.Model):
    """One file of a plan as it was uploaded and read; both the original and the reading are kept.

    The latest adopted version is the text in force. `basis` is the paper that allows a correction to change tasks.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    attachment = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    blocks = models.JSONField(default=list)
    reading = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    job_id = models.BigIntegerField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = person()
    basis = models.CharField(max_length=300, blank=True)
    basis_number = models.CharField(max_length=80, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = person(null=True, blank=True)

    class Meta:
        constraints = [
            at_with_by("adopted", "version_adopted_at_with_by"),
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["sha256"], name="version_file_once"),
        ]


class Correction(models.TextChoices):
    """What a corrected file says of a clause that people had decided on; nothing is said of one that stays."""

    CHANGED = "changed"
    GONE = "gone"


class Candidate(models.Model):
    """A task as the reader proposes it; `measures_text` (具体举措) holds what its item says beside it, one measure a line.

    Nothing counts until a person has adopted it. `origin` keeps what the reader said before anybody edited.
    `follows` is the clause of an earlier version that this one continues; `correction` says that it reads otherwise
    there, or that the corrected file no longer has it; `change` is what was asked of the task because of that.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="candidates")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="candidates")
    position = models.PositiveIntegerField()
    status = models.CharField(max_length=10, default=CandidateStatus.PENDING)
    item_path = models.JSONField(default=list)
    chapter = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=500)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    subject = models.CharField(max_length=300, blank=True)
    comparator = models.CharField(max_length=10, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    value_high = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    strict = models.BooleanField(default=False)
    per = models.CharField(max_length=40, blank=True)
    firmness = models.CharField(max_length=20, blank=True)
    due = models.DateField(null=True, blank=True)
    due_basis = models.CharField(max_length=200, blank=True)
    lead = models.CharField(max_length=200, blank=True)
    support = models.CharField(max_length=LONG, blank=True)
    measures_text = models.TextField(blank=True)
    systems = models.JSONField(default=list)
    proof_kind = models.CharField(max_length=12, blank=True)
    commitment = models.ForeignKey(
        "Commitment", on_delete=models.PROTECT, null=True, blank=True, related_name="candidates"
    )
    needs_new_look = models.BooleanField(default=False)
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    correction = models.CharField(max_length=8, blank=True)
    change = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    by_hand = models.BooleanField(default=False)
    origin = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = person(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["plan", "status"])]
        constraints = [
            one_of(CandidateStatus, "candidate_status_known", "status"),
            models.CheckConstraint(condition=Q(start__lte=models.F("end")), name="candidate_span_in_order"),
            models.CheckConstraint(
                condition=~Q(status=CandidateStatus.MERGED) | Q(merged_into__isnull=False),
                name="candidate_merged_names_its_target",
            ),
            at_with_by("decided", "candidate_decided_at_with_by"),
            models.CheckConstraint(
                condition=Q(correction__in=["", *(each.value for each in Correction)]), name="candidate_correction_known"
            ),
            models.CheckConstraint(
                condition=~Q(correction=Correction.GONE) | Q(commitment__isnull=False), name="candidate_gone_had_a_task"
            ),
        ]


class ClauseLink(models.Model):
    """What a person said of an upper plan's clause and one of the county's own; paths are numbers joined by ·."""

    upper = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="links_down")
    upper_path = models.CharField(max_length=80)
    lower = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="links_up")
    lower_path = models.CharField(max_length=80)
    verdict = models.CharField(max_length=8)
    at = models.DateTimeField()
    by = person()

    class Meta:
        constraints = [
            one_of(Verdict, "clause_link_verdict_known", "verdict"),
            models.CheckConstraint(condition=~Q(upper=models.F("lower")), name="clause_link_between_two_plans"),
            models.UniqueConstraint(
                fields=["upper", "upper_path", "lower", "lower_path"], name="clause_link_said_once"
            ),
        ]
