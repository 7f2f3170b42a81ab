"""Who and when stand together: the database refuses one without the other, or the exception is explained here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, F, Q

CONSOLE = "the console of the server and the house itself act without an account; the moment is always there"
EXPLAINED = {
    "files.Attachment.at/by_id": CONSOLE,
    "files.Attachment.withdrawn_at/withdrawn_by_id": CONSOLE,
    "jobs.Job.created_at/created_by_id": CONSOLE,
    "snapshots.Snapshot.taken_at/taken_by_id": CONSOLE,
    "indicators.Publication.published_at/published_by_id": CONSOLE,
}
OURS = [model for config in apps.get_app_configs() if config.name.startswith("junheng.") for model in config.get_models()]


def pairs(model: type[models.Model]) -> Iterator[tuple[models.Field, models.Field]]:
    """Columns that say when, with the columns that say who."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name, field in fields.items():
        if name == "at" or name.endswith("_at"):
            stem = name[:-2]
            for who in (f"{stem}by", f"{stem}by_id"):
                if who in fields:
                    yield field, fields[who]


def names_of(condition: object) -> Iterator[str]:
    """Columns that a condition speaks of."""
    for child in getattr(condition, "children", ()):
        if isinstance(child, Q):
            yield from names_of(child)
        elif isinstance(child, tuple):
            yield child[0].split("__")[0]
            if isinstance(child[1], F):
                yield child[1].name


def held_together(model: type[models.Model], when: models.Field, who: models.Field) -> bool:
    """Whether neither column can be there without the other."""
    if not when.null and not who.null:
        return True
    return any(isinstance(rule, CheckConstraint) and {when.name, who.name} <= set(names_of(rule.condition))
               for rule in model._meta.constraints)


def test_when_and_who_stand_together_in_every_table():
    loose = {f"{model._meta.label}.{when.name}/{who.name}" for model in OURS for when, who in pairs(model)
             if not held_together(model, when, who)}
    assert loose - EXPLAINED.keys() == set()


def test_no_exception_is_out_of_date():
    there = {f"{model._meta.label}.{when.name}/{who.name}" for model in OURS for when, who in pairs(model)}
    assert EXPLAINED.keys() <= there


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_key_that_goes_down_a_floor_does_not_show_below(model):
    def floor(kind: type[models.Model]) -> str:
        return ".".join(kind.__module__.split(".")[:3])

    showing = [field.name for field in model._meta.concrete_fields
               if isinstance(field, models.ForeignKey) and floor(field.related_model) != floor(model)
               and field.remote_field.related_name != "+"]
    assert showing == []
