"""Attachments as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Attachments: hashed, typed, size-limited."""

    name = "junheng.ground.files"
    label = "files"
