"""Questions about messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from junheng.ground.notify.models import Notice


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A message as pages show it: a message id with its values."""

    sentence: str
    values: dict[str, str | int]
    link: str
    at: datetime
    new: bool


def unread(account_id: int) -> int:
    """How many messages an account has not read."""
    return Notice.objects.filter(account_id=account_id, read_at=None).count()


def latest(account_id: int, *, limit: int = 50) -> tuple[NoticeCard, ...]:
    """An account's messages, the latest first."""
    return cards(Notice.objects.filter(account_id=account_id).order_by("-at", "-pk")[:limit])


def digest(account_id: int, since: datetime) -> tuple[NoticeCard, ...]:
    """What came for an account since a moment and is still unread, the oldest first: one letter instead of many."""
    return cards(Notice.objects.filter(account_id=account_id, read_at=None, at__gte=since).order_by("at", "pk"))


def cards(rows: Iterable[Notice]) -> tuple[NoticeCard, ...]:
    """Rows as values."""
    return tuple(NoticeCard(row.sentence, row.values, row.link, row.at, row.read_at is None) for row in rows)
