"""What programs sent in, answered once; other nodes and the rows that came from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.ground.vault.fields import Sealed


class Answer(models.Model):
    """The answer to what a token sent under a key of its own. `asked` is the digest of what was sent; the answer is sealed."""

    token = models.ForeignKey("people.ApiToken", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64)
    said = Sealed(label="answer.said", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_once")]


class Node(models.Model):
    """Another house from which rows are pulled: a school's or a central school's. It speaks for `unit` and what is below it.

    `cursor`: how far its changes are read, "" from the beginning; `round` grows with every reading from the beginning; `waiting`:
    head teachers who have not come yet, by class year. `error`: what stopped the last pull, with its remedy.
    """

    class State(models.TextChoices):
        NEW = "new", "never pulled"
        PULLING = "pulling", "being pulled"
        LEVEL = "level", "level with it"
        STOPPED = "stopped", "stopped"

    name = models.CharField(max_length=60, unique=True)
    address = models.URLField(max_length=200)
    token = Sealed(label="node.token")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    cursor = models.TextField(blank=True)
    round = models.PositiveIntegerField(default=0)
    waiting = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    pulled_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="node_has_a_name"),
                       models.CheckConstraint(condition=Q(state__in=["new", "pulling", "level", "stopped"]), name="node_state_known")]


class NodeRow(models.Model):
    """A row of a node by its number there: the row of ours that it became, or why it was refused. `round`: the last in which it came."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=10)
    theirs = models.BigIntegerField()
    ours = models.BigIntegerField(null=True)
    refused = models.JSONField(default=dict)
    round = models.PositiveIntegerField()

    class Meta:
        ordering = ["node_id", "kind", "theirs"]
        constraints = [models.UniqueConstraint(fields=["node", "kind", "theirs"], name="node_row_once"),
                       models.UniqueConstraint(fields=["kind", "ours"], condition=Q(ours__isnull=False), name="node_row_of_one_node")]
