"""The example county, lived, for every story of these tests."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.flows import lived

TODAY = "2026-11-20"


@pytest.fixture(autouse=True)
def _still_heart(monkeypatch):
    """No other connection sees inside a test's transaction: a beat there would take its job's lease for gone."""
    monkeypatch.setattr("junheng.ground.jobs.lease.BEAT_SECONDS", 3600.0)


@pytest.fixture
def county(db, settings):
    """The example county with its ten lived months, on 20 November 2026; the id of its plan."""
    settings.TODAY = TODAY
    settings.JUNHENG_DEMO = True
    return lived.county()


@pytest.fixture
def hall(db, settings):
    """The same county with a small part of its register; the id of its plan."""
    settings.TODAY = TODAY
    settings.JUNHENG_DEMO = True
    return lived.hall()


@pytest.fixture
def sign_in(request):
    """A signed-in client by sign-in name, in the county unless a test stands in the hall."""
    if "hall" not in request.fixturenames:
        request.getfixturevalue("county")
    from junheng.ground.people.models import Account

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=username))
        return client

    return signed_in


@pytest.fixture
def office(db, settings):
    """A signed-in client of the bureau's office, in a county that has no plan yet."""
    from junheng.ground.people.models import Account
    from junheng.shell import demo

    settings.TODAY = TODAY
    settings.JUNHENG_DEMO = True
    demo.open_accounts()
    client = Client()
    client.force_login(Account.objects.get(username="bangong"))
    return client
