"""Rows as they stood, kept sealed as one text, and put back to the last cell: sealed fields in plain, so that a new key seals them anew."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import models

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.vault.cipher import Locked


@dataclass
class Memory:
    """Rows before a change, in the order in which they are to be put back."""

    before: list[dict[str, Any]] = field(default_factory=list)

    def keep(self, rows: Iterable[models.Model]) -> None:
        """This will keep rows as they stand. Raises Refused where the key of a sealed field is not here: it could not be put back."""
        for row in rows:
            if any(isinstance(getattr(row, each.attname), Locked) for each in row._meta.concrete_fields):
                raise Refused(Finding(code="memory/locked", message="The key of a sealed field is not here.",
                                      remedy="Enter the key from its sheet of paper first (junheng vault enter)."))
            self.before += told([row])

    def text(self) -> str:
        """What was kept, and the digest of the same rows as they stand now."""
        return written({"before": self.before, "after": digest(self.before)})

    @staticmethod
    def put_back(text: str) -> bool:
        """This will put rows back as they stood; False, and nothing done, where any of them has changed since."""
        held = json.loads(text)
        if digest(held["before"]) != held["after"]:
            return False
        for each in serializers.deserialize("python", held["before"]):
            each.save()
        return True


def told(rows: Iterable[models.Model]) -> list[dict[str, Any]]:
    """Rows as plain values."""
    found: list[dict[str, Any]] = serializers.serialize("python", rows)
    return found


def digest(before: Iterable[dict[str, Any]]) -> str:
    """The digest of these rows as they stand now."""
    now = []
    for each in before:
        now += told(apps.get_model(each["model"])._base_manager.filter(pk=each["pk"]))
    return sha256(written(now).encode()).hexdigest()


def written(held: Any) -> str:
    """Values as text; days and moments to the last microsecond."""
    return json.dumps(held, ensure_ascii=False, sort_keys=True, default=lambda each: each.isoformat() if isinstance(each, date | datetime) else str(each))
