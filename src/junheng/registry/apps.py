"""The hall as a Django app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """基础数据: schools, classes, pupils, staff, facilities; every room stands on it."""

    name = "junheng.registry"
    label = "registry"
