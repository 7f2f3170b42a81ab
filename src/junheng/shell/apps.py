"""The shell as a Django app: pages that know every room."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Settings, addresses, base templates, home."""

    name = "junheng.shell"
    label = "shell"
    # Commands that turn files into files do without what is registered here, and start in half the time.
    wired = True

    def ready(self) -> None:
        """This will register the kinds of background work, the gates of attachments, the rooms' kinds of draws and the tables
        that they publish."""
        if not self.wired:
            return
        from django.utils.module_loading import autodiscover_modules

        from junheng.ground.draws import kinds
        from junheng.ground.snapshots import jobs as snapshots
        from junheng.registry import jobs as hall
        from junheng.rooms.admissions import queries as admissions
        from junheng.rooms.classes import queries as classes
        from junheng.rooms.plans import jobs  # registered by import, and with it the gates of its attachments
        from junheng.shell import lived_hall, lived_year

        del hall, jobs, snapshots, lived_hall, lived_year
        for kind in (*classes.draw_kinds(), *admissions.draw_kinds()):
            kinds.register(kind)
        autodiscover_modules("facts")  # each room's published tables
