"""Tables that people send in: headings as they write them, every fault at its cell, a marked copy that goes back."""

from junheng.ground.sheets.intake.fields import Field, Form, Kind, Value
from junheng.ground.sheets.intake.marked import Mark, marked
from junheng.ground.sheets.intake.taking import Reading, Refusal, Taken, refuse, take, take_rows
from junheng.ground.sheets.intake.template import filled_form, template

__all__ = ["Field", "Form", "Kind", "Mark", "Reading", "Refusal", "Taken", "Value", "filled_form", "marked", "refuse", "take", "take_rows", "template"]
