"""Frozen facts as a Django app."""

from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    """Snapshots: the published facts of a day, frozen with their digests."""

    name = "junheng.ground.snapshots"
    label = "snapshots"
