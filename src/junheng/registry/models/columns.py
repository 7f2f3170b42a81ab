"""Columns and constraints that several tables of the hall share."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from junheng.registry.values import Coded


def coded(kind: type[Coded], **options: object) -> models.CharField:
    """A column that holds one of an enumeration's codes."""
    return models.CharField(max_length=max(len(member.value) for member in kind) + 4, **options)  # type: ignore[arg-type]


def one_of(kind: type[StrEnum], field: str, name: str, *, blank: bool = False) -> models.CheckConstraint:
    """The column holds nothing else."""
    values = [member.value for member in kind] + ([""] if blank else [])
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


def days_in_order(name: str, first: str = "since", after: str = "until") -> models.CheckConstraint:
    """The first day lies before the first day without it."""
    return models.CheckConstraint(condition=Q(**{f"{after}__isnull": True}) | Q(**{f"{first}__lt": F(after)}), name=name)


def one_open(field: str, name: str) -> models.UniqueConstraint:
    """At most one spell of each goes on."""
    return models.UniqueConstraint(fields=[field], condition=Q(until__isnull=True), name=name)
