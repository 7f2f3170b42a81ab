"""Messages to people as a Django app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Messages in the house; other channels come behind settings."""

    name = "junheng.ground.notify"
    label = "notify"
