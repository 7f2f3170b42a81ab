"""django-import-export's side of the bench of tables: a resource for our table of pupils, with settings of its own.

Imported once Django is set up. `JUNHENG_IMPORT_PEER` names another place of the peer than build/peers-import.
"""


from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

# Behind our own packages: both sides run on the same Django and openpyxl.
sys.path.append(os.environ.get("JUNHENG_IMPORT_PEER") or str(Path(__file__).resolve().parents[1] / "build" / "peers-import"))

from import_export import fields, instance_loaders, resources, widgets

from junheng.registry.engine.initials import initials
from junheng.registry.models import Pupil
from junheng.registry.values import Boarding, Care, Household, RollStatus, SpecialNeed
from junheng.registry.values.forms import PUPILS

NEEDS, YES = PUPILS.field("special_need").choices, {"是": True, "否": False, "": False, None: False}
COLUMNS = [PUPILS.field(key).title for key in ("special_need", "hardship", "left_behind")]


class Word(widgets.Widget):
    """The code of a word."""

    def __init__(self, choices: Any) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **more: Any) -> Any:
        """The code; nothing for nothing."""
        return self.choices[value] if value else None


class Day(widgets.Widget):
    """A day, quicker than the peer's own widget, which tries formats."""

    def clean(self, value: Any, row: Any = None, **more: Any) -> Any:
        """The day."""
        return date.fromisoformat(value)


class Text(widgets.Widget):
    """A text; None for an empty one."""

    def clean(self, value: Any, row: Any = None, **more: Any) -> Any:
        """The text."""
        return value or None


def column(key: str, widget: Any = None, **more: Any) -> Any:
    """A column of the peer, by the heading of ours."""
    return fields.Field(attribute=key, column_name=PUPILS.field(key).title, widget=widget or Text(), **more)


def word(key: str, **more: Any) -> Any:
    """A column of words."""
    return column(key, Word(PUPILS.field(key).choices), **more)


def resource(*, cached: bool = False, **settings: Any) -> Any:
    """A resource of the peer, with settings of its own."""
    loader = {"instance_loader_class": instance_loaders.CachedInstanceLoader} if cached else {}
    about = type("Meta", (), {"model": Pupil, "import_id_fields": ("roll_number",), **loader, **settings, "fields": (
        "name", "sex", "born", "identity_number", "roll_number", "ethnic_group", "boarding", "residence", "residence_division", "address",
        "care")})

    class Pupils(resources.ModelResource):
        """The columns of the table that are a pupil's own."""

        name, sex, born = column("name"), word("sex"), column("born", Day())
        identity_number, roll_number = column("identity_number"), column("roll_number")
        ethnic_group, boarding = word("ethnic_group", default=""), word("boarding", default=Boarding.DAY.value)
        residence, residence_division = word("residence", default=Household.SAME_TOWNSHIP.value), column("residence_division", default="")
        address, care = column("address", default=""), fields.Field(attribute="care", column_name="care")
        Meta = about

        def before_import_row(self, row: Any, **more: Any) -> None:
            """Three columns become what our table holds as one."""
            need, hardship, left = (row[each] for each in COLUMNS)
            row["care"] = Care(SpecialNeed(NEEDS[need]) if need else SpecialNeed.NONE, YES[hardship], YES[left]).text()

        def before_save_instance(self, instance: Any, row: Any, **more: Any) -> None:
            """What a new pupil needs besides."""
            if instance.pk is None:
                instance.code, instance.status = f"S1-{more['row_number']}", RollStatus.ON_ROLL.value
                instance.initials = initials(instance.name)

    return Pupils()
