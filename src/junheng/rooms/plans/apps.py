"""The plan room as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """规划要点: documents → commitments, owners, dates, proofs."""

    name = "junheng.rooms.plans"
    label = "plans"
