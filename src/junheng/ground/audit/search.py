"""The audit searched: by person, kind, act, day and words, in the language of whoever reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext

from junheng.ground.audit import models
from junheng.ground.audit.queries import entry_of
from junheng.ground.audit.values import Act, AuditEntry


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; everything empty is every entry. `words` stand in the sentence, in any order."""

    actor: str = ""
    kind: str = ""
    act: Act | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""


def found(wanted: Wanted, *, before: int | None = None, limit: int = 100) -> list[AuditEntry]:
    """The latest entries first; `before` is a seq, for the next page."""
    rows = chosen(wanted).order_by("-seq")
    return [entry_of(row) for row in (rows if before is None else rows.filter(seq__lt=before))[:limit]]


def count(wanted: Wanted) -> int:
    """How many entries there are."""
    return chosen(wanted).count()


def actors() -> list[str]:
    """Everybody who did something, by name as it was said then."""
    return list(models.Entry.objects.order_by("actor_name").values_list("actor_name", flat=True).distinct())


def kinds() -> list[str]:
    """Every kind of object that something was said about."""
    return list(models.Entry.objects.order_by("kind").values_list("kind", flat=True).distinct())


def chosen(wanted: Wanted) -> QuerySet[models.Entry]:
    """The rows that are looked for."""
    rows = models.Entry.objects.all()
    if wanted.actor:
        rows = rows.filter(actor_name__in=written(wanted.actor))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.act:
        rows = rows.filter(act=wanted.act.value)
    if wanted.first:
        rows = rows.filter(at__gte=morning(wanted.first))
    if wanted.last:
        rows = rows.filter(at__lt=morning(wanted.last + timedelta(days=1)))
    for word in wanted.words.split():
        rows = with_word(rows, word)
    return rows


def with_word(rows: QuerySet[models.Entry], word: str) -> QuerySet[models.Entry]:
    """Entries whose sentence, as it reads in the current language, holds a word."""
    said = models.Entry.objects.order_by().values_list("sentence", flat=True).distinct()
    sentences = [sentence for sentence in said if word.lower() in gettext(sentence).lower()]
    # Databases keep the values as JSON: one as it is written, another with everything but ASCII spelled out.
    spelled = json.dumps(word)[1:-1]
    inside = Q(in_values__icontains=word) | Q(in_values__icontains=spelled)
    return rows.annotate(in_values=Cast(F("values"), TextField())).filter(
        Q(sentence__in=sentences) | Q(actor_name__icontains=word) | inside)


def written(actor: str) -> list[str]:
    """The name as entries hold it: those who had no account ("Console") are shown in the reader's language."""
    return [actor, *(name for name in ("Console", "Unknown", "Clock") if gettext(name) == actor)]


def morning(day: date) -> datetime:
    """The first moment of a day, here."""
    return timezone.make_aware(datetime.combine(day, time()))
