"""The vault as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Sealed fields and their keys."""

    name = "junheng.ground.vault"
    label = "vault"
