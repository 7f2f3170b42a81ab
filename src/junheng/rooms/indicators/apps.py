"""The room of indicators as a Django app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """监测: official and local standards computed from published facts, every number with its rows and its clause."""

    name = "junheng.rooms.indicators"
    label = "indicators"
