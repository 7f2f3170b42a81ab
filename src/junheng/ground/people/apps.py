"""Accounts as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, roles, scopes over the unit trees, two-factor sign-in."""

    name = "junheng.ground.people"
    label = "people"

    def ready(self) -> None:
        """This will have sign-ins and second factors written into the audit."""
        from junheng.ground.people import door

        door.connect()
