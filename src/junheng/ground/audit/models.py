"""Tables of the audit. Triggers of the database (see `guard`) refuse to change or delete an entry."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from junheng.ground.audit.values import Act


class Entry(models.Model):
    """One line of the audit. `actor_id` is an account's number; the audit knows no account."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=120)
    sentence = models.TextField()
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    kind = models.CharField(max_length=60)
    ref = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["kind", "ref", "seq"], name="audit_entry_object"),
            models.Index(fields=["actor_id", "seq"], name="audit_entry_actor"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(seq__gte=1), name="audit_entry_counts_from_one"),
            models.CheckConstraint(
                condition=Q(act__in=[act.value for act in Act]), name="audit_entry_act_known"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="audit_entry_says_something"),
            models.CheckConstraint(condition=~Q(actor_name=""), name="audit_entry_names_somebody"),
        ]


class Head(models.Model):
    """The end of the chain: one row, locked by whoever adds an entry."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="audit_head_is_one"),
            models.CheckConstraint(condition=Q(seq__gte=0), name="audit_head_counts_from_zero"),
        ]
