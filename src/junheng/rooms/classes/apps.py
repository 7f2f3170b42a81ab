"""The room of classes as a Django app."""

from django.apps import AppConfig


class ClassesConfig(AppConfig):
    """均衡编班: pupils into classes that are alike, in a way that anyone can check."""

    name = "junheng.rooms.classes"
    label = "classes"
