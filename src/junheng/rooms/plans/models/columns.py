"""Columns and constraints that several tables share."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

LONG = 2000


def one_of(kind: type, name: str, field: str) -> models.CheckConstraint:
    """A column holds one of an enumeration's values."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [member.value for member in kind]}), name=name)  # type: ignore[attr-defined]


def person(**options: object) -> models.ForeignKey:
    """A column that points down to an account."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def unit(**options: object) -> models.ForeignKey:
    """A column that points down to a unit."""
    return models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", **options)


def at_with_by(column: str, name: str) -> models.CheckConstraint:
    """When (`…_at`) and who (`…_by`) stand together or not at all."""
    at, by = f"{column}_at__isnull", f"{column}_by__isnull"
    return models.CheckConstraint(condition=Q(**{at: True, by: True}) | Q(**{at: False, by: False}), name=name)
