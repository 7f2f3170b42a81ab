"""Accounts are opened by the dozen here; a real password hash for each would take the minute."""

import pytest


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Passwords hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
