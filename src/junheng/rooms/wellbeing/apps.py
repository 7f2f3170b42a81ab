"""The room of wellbeing as a Django app."""

from django.apps import AppConfig


class WellbeingConfig(AppConfig):
    """身心健康: the fitness standard; more to come."""

    name = "junheng.rooms.wellbeing"
    label = "wellbeing"
