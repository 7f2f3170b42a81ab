"""The unit trees as a Django app."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Units and the two trees over them: people, cases and rows all point here."""

    name = "junheng.ground.units"
    label = "units"
