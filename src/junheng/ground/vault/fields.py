"""Model fields that are sealed in the database and plain in Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import In
from django.utils import timezone

from junheng.ground.vault import cipher, keys


class Sealed(models.TextField[str, str]):
    """A text that only the house can read. `label` binds tokens to the field and never changes, whatever is renamed.

    A searchable one is found by its whole value and can be unique; fields of one label can be compared with each other.
    """

    def __init__(self, *args: Any, label: str, searchable: bool = False, **more: Any) -> None:
        self.label, self.searchable = label, searchable
        super().__init__(*args, **more)

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, more = super().deconstruct()
        return name, path, args, {**more, "label": self.label, "searchable": self.searchable}

    def get_prep_value(self, value: Any) -> Any:
        """The token of a text. Sealing makes the first key where there is none."""
        if value is None:
            return None
        text = value if isinstance(value, str) else str(value)
        if isinstance(text, cipher.Locked) or not text:
            return cipher.seal(cipher.Keyring("", {}), self.label, text, searchable=self.searchable)
        return cipher.seal(keys.sealing_ring(at=timezone.now()), self.label, text, searchable=self.searchable)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The text of a token."""
        return None if value is None else cipher.opened(keys.ring(), self.label, value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Whole values only, and those of searchable fields only."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if self.searchable and lookup_name in {"exact", "in"}:
            return SealedExact if lookup_name == "exact" else SealedIn
        raise FieldError(f"{self.label} is sealed and cannot be searched by {lookup_name}")


class SealedIn(In):
    """Any of these texts, under whichever key of the ring each was sealed."""

    def texts(self) -> Iterable[str]:
        """The texts looked for."""
        return list(self.rhs)

    def get_prep_lookup(self) -> list[str]:
        """Their tokens."""
        ring = keys.ring()
        return [token for text in self.texts() for token in cipher.tokens(ring, self.lhs.output_field.label, text)]


class SealedExact(SealedIn):
    """This text, under whichever key it was sealed."""

    lookup_name = "exact"

    def texts(self) -> Iterable[str]:
        """The text looked for."""
        return [str(self.rhs)]
