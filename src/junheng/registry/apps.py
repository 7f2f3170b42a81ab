"""The hall as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RegistryConfig(AppConfig):
    """基础数据: schools, classes, pupils, staff, facilities; every room stands on it."""

    name = "junheng.registry"
    label = "registry"

    def ready(self) -> None:
        """This will have the marks of changed rows set up after every migration."""
        from junheng.registry.models.marks import after_migration, before_migration

        pre_migrate.connect(before_migration, sender=self)
        post_migrate.connect(after_migration, sender=self)
