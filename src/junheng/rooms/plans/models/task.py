"""Tasks and everything that happens to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from junheng.rooms.plans.models.columns import LONG, at_with_by, one_of, person, unit
from junheng.rooms.plans.models.plan import Plan
from junheng.rooms.plans.values import ChangeKind, Comparator, ProofKind


class Commitment(models.Model):
    """A task (任务) of the year: owner, date, proof. `basis` is the paper by which one was added after adoption."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="commitments")
    number = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    chapter = models.CharField(max_length=300, blank=True)
    item_path = models.JSONField(default=list)
    title = models.CharField(max_length=500)
    measures_text = models.TextField(blank=True)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    systems = models.JSONField(default=list)
    leader = unit(null=True, blank=True)
    lead_unit = unit(null=True, blank=True)
    support_units = models.ManyToManyField("units.Unit", related_name="+", blank=True)
    support_text = models.CharField(max_length=LONG, blank=True)
    owner = person(null=True, blank=True)
    begins = models.DateField()
    due = models.DateField()
    first_due = models.DateField()
    due_basis = models.CharField(max_length=200, blank=True)
    firmness = models.CharField(max_length=20, blank=True)
    proof_kind = models.CharField(max_length=12, blank=True)
    fact_id = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = person(null=True, blank=True)
    closing_asked_at = models.DateTimeField(null=True, blank=True)
    closing_asked_by = person(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    basis_number = models.CharField(max_length=80, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["plan_id", "position"]
        indexes = [models.Index(fields=["due"]), models.Index(fields=["owner"])]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="commitment_number_once_in_plan"),
            models.CheckConstraint(condition=Q(begins__lte=models.F("due")), name="commitment_begins_before_due"),
            at_with_by("closed", "commitment_closed_at_with_by"),
            models.CheckConstraint(
                condition=Q(basis="", basis_number="") | ~Q(basis="") & ~Q(basis_number=""),
                name="commitment_basis_with_its_number",
            ),
            at_with_by("closing_asked", "commitment_closing_asked_at_with_by"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=models.F("closing_asked_by")),
                name="commitment_closed_by_someone_else",
            ),
        ]


class Measure(models.Model):
    """A measurable target (量化指标) of a task, with its baseline; one that a change took away keeps its values."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(max_length=300)
    comparator = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    value_high = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    strict = models.BooleanField(default=False)
    per = models.CharField(max_length=40, blank=True)
    quote = models.TextField(blank=True)
    baseline_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            one_of(Comparator, "measure_comparator_known", "comparator"),
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True, baseline_on__isnull=True)
                | Q(baseline_value__isnull=False, baseline_on__isnull=False),
                name="measure_baseline_with_date",
            ),
        ]


class MeasuredValue(models.Model):
    """One value of a measure on a date, with its source. Corrected by a later row, never overwritten."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="measured")
    on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    source = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = person()
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"], condition=Q(replaced=False), name="measured_value_one_in_force_a_day"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="measured_value_names_its_source"),
        ]


class Report(models.Model):
    """Progress in the owner's words: 进展情况, 存在问题, 下步打算."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reports")
    on = models.DateField()
    progress = models.TextField()
    problems = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    at = models.DateTimeField()
    by = person()
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(progress=""), name="report_says_something")]


class Milestone(models.Model):
    """A dated step of a task."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=200)
    planned = models.DateField()
    reached = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["planned", "id"]


class Proof(models.Model):
    """A proof (佐证材料) of a task. Withdrawn, never deleted."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True)
    list_number = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    source = models.CharField(max_length=200)
    attachment = models.ForeignKey(
        "files.Attachment", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField()
    by = person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    # The door for published facts: once the register exists, the figure is held against its rows by this id.
    fact_id = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            one_of(ProofKind, "proof_kind_known", "kind"),
            models.CheckConstraint(
                condition=~Q(kind__in=[ProofKind.RECOGNITION, ProofKind.PAPER]) | ~Q(number=""),
                name="proof_paper_has_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProofKind.SCHOOL) | ~Q(list_number=""),
                name="proof_from_schools_has_its_list_number",
            ),
            at_with_by("withdrawn", "proof_withdrawn_at_with_by"),
        ]


class Change(models.Model):
    """A task changed, postponed or ended, with its basis; asked by one person, approved by another."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10)
    basis = models.CharField(max_length=300)
    basis_number = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = person(null=True, blank=True)
    approved = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            one_of(ChangeKind, "change_kind_known", "kind"),
            models.CheckConstraint(condition=~Q(basis_number=""), name="change_has_a_basis_number"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, approved__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, approved__isnull=False),
                name="change_decided_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="change_decided_by_someone_else",
            ),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(approved__isnull=True), name="change_one_open_a_task"
            ),
        ]


class Order(models.Model):
    """A supervisory order (督办) of the office: what is asked, by when, and the answer."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="orders")
    number = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    on = models.DateField()
    answer_by = models.DateField()
    at = models.DateTimeField()
    by = person()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = person(null=True, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(on__lte=models.F("answer_by")), name="order_answer_after_order"),
            at_with_by("answered", "order_answered_at_with_by"),
        ]


class Reminder(models.Model):
    """A reminder that went out, so that none goes out twice."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=40)
    due = models.DateField()
    on = models.DateField()
    account = person()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "step", "due", "account"], name="reminder_once")
        ]
