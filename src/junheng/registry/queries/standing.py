"""What a school has on a day beside classes and rooms, for its card."""

from __future__ import annotations

from datetime import date

from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.queries.bases import bookings_of_school
from junheng.registry.queries.books import book
from junheng.registry.queries.community import groups_of, network_rows, papers_of
from junheng.registry.values.community import SchoolStanding


def school_standing(person: Person, unit_id: int, day: date) -> SchoolStanding:
    """Groups, papers, network and bookings of a school. Raises Denied."""
    access.check_may(person, "see", access.GROUP)
    wanted = int(str(book().at(day)["registry/digital"].dated("mbps_per_class").value))
    return SchoolStanding(groups_of(unit_id, day), papers_of(person, unit_id, day), next(iter(network_rows(day, wanted, [unit_id])), None),
                          bookings_of_school(unit_id, day))
