"""The admissions room as a Django app."""

from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    """招生: rounds matched by the published rule, explained to every family, checked by anyone."""

    name = "junheng.rooms.admissions"
    label = "admissions"
