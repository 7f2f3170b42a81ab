"""What rows of kept lists have in common: a code, the import that made them, when they were changed; a school and its days."""

from __future__ import annotations

from django.db import models

from junheng.registry.models.schools import School


class Kept(models.Model):
    """A row of a list, known by its code. `brought`: the import that made it."""

    code = models.CharField(max_length=40, unique=True)
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class OfSchool(Kept):
    """Something that a school has from a day on to the first day without it."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        abstract = True
