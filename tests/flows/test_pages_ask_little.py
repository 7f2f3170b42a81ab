"""With a year of tasks, home and lists ask the database at most twelve times."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.mark.parametrize("address", ["/plans/{plan}/", "/plans/mine/", "/plans/overdue/", "/plans/unproved/",
                                     "/plans/calendar/", "/plans/"])
def test_a_list_asks_at_most_twelve_questions(county, sign_in, address):
    client = sign_in("bangong")
    client.get(address.format(plan=county))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address.format(plan=county)).status_code == 200
    assert len(asked) <= 12, "\n".join(query["sql"][:160] for query in asked)
