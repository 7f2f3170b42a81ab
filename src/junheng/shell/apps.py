"""The shell as a Django app: pages that know every room."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Settings, addresses, base templates, home."""

    name = "junheng.shell"
    label = "shell"

    def ready(self) -> None:
        """This will register the kinds of background work and the gates of attachments."""
        from junheng.rooms.plans import jobs  # registered by import, and with it the gates of its attachments
        from junheng.shell import lived_year

        del jobs, lived_year
