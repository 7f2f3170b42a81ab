"""Background work as a Django app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs with a lease: what a killed worker leaves is taken up by the next."""

    name = "junheng.ground.jobs"
    label = "jobs"
