"""Collection rounds and notices: what was asked, of whom, every version that came back, files sent in for others."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.ground.vault.fields import Sealed
from junheng.registry.models.columns import one_of
from junheng.registry.values.collecting import ReturnState as State
from junheng.registry.values.collecting import RoundKind, RoundState, Via


class Round(models.Model):
    """A table that is asked for, or a notice. `unit` asks; `minutes` is what one return should take; `on` the day of what is known.

    `rows_free`: each unit answers with a list of its own rows, else with one row for each school it speaks for. `columns` are
    values/collecting.Asked as written down when the round was made; they do not change once it is open.
    """

    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    basis = models.CharField(max_length=200, blank=True)
    list_number = models.CharField(max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField()
    on = models.DateField()
    due = models.DateField()
    rows_free = models.BooleanField(default=False)
    columns = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=RoundState.DRAFT)
    words = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [one_of(RoundKind, "kind", "round_kind_known"), one_of(RoundState, "state", "round_state_known"),
                       models.CheckConstraint(condition=~Q(title=""), name="round_has_a_title")]


class Return(models.Model):
    """What one unit is asked. `version` counts what it sent; `draft` is what was typed and not sent yet, sealed as every answer is.

    `due` is its own day where it was given one (补报); `words` why it was sent back.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="returns")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=State.ASKED)
    version = models.PositiveSmallIntegerField(default=0)
    due = models.DateField(null=True)
    words = models.CharField(max_length=300, blank=True)
    draft = Sealed(label="return.draft", blank=True)
    draft_saved_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round_id", "unit__code"]
        indexes = [models.Index(fields=["unit", "state"], name="return_of_unit")]
        constraints = [one_of(State, "state", "return_state_known"),
                       models.CheckConstraint(condition=Q(received_at=None, received_by=None) | Q(received_at__isnull=False, received_by__isnull=False),
                                              name="return_received_by_somebody"),
                       models.UniqueConstraint(fields=["round", "unit"], name="return_once_a_round")]


class Version(models.Model):
    """What a unit sent, as it sent it: rows and remarks, by whom and how. Never changed, never deleted."""

    answer = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    lines = Sealed(label="return.lines")
    remarks = models.JSONField(default=dict)
    via = models.CharField(max_length=10)
    file_name = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["answer_id", "-number"]
        constraints = [one_of(Via, "via", "version_via_known"),
                       models.UniqueConstraint(fields=["answer", "number"], name="version_once")]


class Handed(models.Model):
    """A file that the asker had from elsewhere and hands in for whoever it speaks of: waiting, taken, or refused with the reasons."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="handed")
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(null=True)
    replace = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="waiting")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    findings = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=["waiting", "taken", "unchanged", "refused"]), name="handed_state_known")]
