"""Draws as a Django app."""

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """Notices, seeds, tickets and transcripts: draws that anyone can check."""

    name = "junheng.ground.draws"
    label = "draws"
