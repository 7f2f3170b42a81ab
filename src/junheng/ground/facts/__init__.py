"""Declarations of the tables that rooms publish: what each column is, in which unit, and for whose eyes."""

from junheng.ground.facts.declared import TABLES, published, publishes
from junheng.ground.facts.values import Column, Measure, Privacy, Table, Type

__all__ = ["TABLES", "Column", "Measure", "Privacy", "Table", "Type", "published", "publishes"]
