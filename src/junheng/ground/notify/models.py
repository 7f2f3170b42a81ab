"""One row for each message to one account."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """A message: a message id with its values, a link, when it came and when it was read."""

    account_id = models.BigIntegerField(db_index=True)
    sentence = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="notice_key_once_an_account")]
