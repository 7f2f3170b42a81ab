"""Telling people. Messages stay in the house until a county opens other channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from junheng.ground.notify.channels import Message, pass_on
from junheng.ground.notify.models import Notice


@transaction.atomic
def tell(*, account_ids: Iterable[int], sentence: str, values: Mapping[str, str | int], link: str, at: datetime,
         key: str) -> None:
    """This will leave a message for each account; told again with the same key it stays one message.

    Called inside an action, the message comes and goes with the action's transaction. `sentence` is a message id,
    `values` fill its slots; `link` is a path of the site.
    """
    accounts = tuple(dict.fromkeys(account_ids))
    known: set[int] = set()
    if settings.NOTICE_CHANNELS:
        known = set(Notice.objects.filter(key=key, account_id__in=accounts).values_list("account_id", flat=True))
    Notice.objects.bulk_create(
        (Notice(account_id=account, sentence=sentence, values=dict(values), link=link, at=at, key=key)
         for account in accounts),
        ignore_conflicts=True,
    )
    if settings.NOTICE_CHANNELS:
        new = tuple(Message(account, sentence, dict(values), link) for account in accounts if account not in known)
        if new:
            transaction.on_commit(lambda: pass_on(new), robust=True)


def mark_read(*, account_id: int, at: datetime) -> int:
    """This will mark an account's messages as read; returns how many were new."""
    return Notice.objects.filter(account_id=account_id, read_at=None).update(read_at=at)
