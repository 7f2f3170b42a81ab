"""The questions of the vault: which fields are sealed, and under which keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Count, TextField
from django.db.models.functions import Cast, Substr

from junheng.ground.vault.cipher import ID
from junheng.ground.vault.fields import Sealed


def sealed_fields() -> Iterator[tuple[Any, Sealed]]:
    """Every sealed field of the house with its table."""
    for model in apps.get_models():
        yield from ((model, field) for field in model._meta.concrete_fields if isinstance(field, Sealed))


def tokens_of(model: Any, field: Sealed) -> Iterator[tuple[Any, str]]:
    """Primary key and token of every row that holds something in a field."""
    rows = model._base_manager.annotate(token_held=Cast(field.name, TextField())).exclude(token_held="").exclude(
        token_held=None).order_by("pk").values_list("pk", "token_held")
    yield from rows.iterator(chunk_size=2_000)


def sealed_under() -> dict[str, Counter[str]]:
    """By field (app.table.column): how many rows are sealed under which key."""
    found: dict[str, Counter[str]] = {}
    for model, field in sealed_fields():
        counts = (model._base_manager.annotate(token_held=Cast(field.name, TextField())).exclude(token_held="").exclude(token_held=None)
                  .annotate(key_name=Substr("token_held", 1, ID)).order_by().values_list("key_name").annotate(rows=Count("pk")))
        found[f"{model._meta.label_lower}.{field.name}"] = Counter(dict(counts))
    return found
