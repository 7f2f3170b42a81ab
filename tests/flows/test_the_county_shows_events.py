"""What a fresh county shows of events: a few under way, none done twice."""

from __future__ import annotations

from junheng.registry.models import ClassCount, Correction, PupilEvent, StaffEvent
from junheng.shell import lived_events
from tests.flows.test_a_pupil_changes_schools import text
from tests.flows.test_every_address import every_address


def test_a_fresh_county_has_a_transfer_behind_its_day_and_more(hall, sign_in):
    assert lived_events.live() == 6
    assert lived_events.live() == 0
    assert [table.objects.count() for table in (PupilEvent, Correction, ClassCount, StaffEvent)] == [2, 2, 1, 1]
    assert "逾期3个工作日" in text(sign_in("jijiao").get("/registry/events/"))


def test_nobody_meets_a_fault_at_events_corrections_and_counts_that_are_there(hall, sign_in):
    from junheng.shell.demo import PEOPLE

    lived_events.live()
    numbers = {table: table.objects.order_by("pk").first().pk for table in (PupilEvent, Correction)}
    count = ClassCount.objects.get()
    mine = ("/registry/events/", "/registry/corrections/", "/registry/headcounts/")
    found = [address for address in every_address(hall) if address.startswith(mine)]
    found = [address.replace("/events/1/", f"/events/{numbers[PupilEvent]}/").replace("/corrections/1/", f"/corrections/{numbers[Correction]}/")
             for address in found] + [f"/registry/headcounts/{count.headcount_id}/classes/{count.school_class_id}/"]
    assert len(found) > 8
    for username, _, _, _ in PEOPLE:
        client = sign_in(username)
        for address in found:
            for method in (client.get, client.post):
                assert method(address).status_code < 500, (username, address)
