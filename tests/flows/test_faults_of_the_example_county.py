"""The faults planted in the demonstration are found, each once, and planted once."""

from __future__ import annotations

from datetime import date

from junheng.registry.models import CheckFinding, Pair, Pupil, StaffMember
from junheng.shell import lived_faults
from tests.flows.lived import Silent

PLANTED = {"class-without-head-teacher", "pupil-born-otherwise", "pupil-of-other-sex", "guardians-telephone-of-many", "retired-in-post", "contract-ended",
           "room-area-impossible", "school-far-away"}


class Told(Silent):
    """Progress with values that nobody watches."""

    def step(self, done, total, message, values=None):
        """Nothing to show."""


def test_every_planted_fault_is_found_and_planted_once(hall):
    for _ in range(2):
        lived_faults.plant(date(2026, 11, 20), Told())
        assert set(CheckFinding.objects.filter(gone_at=None).values_list("check_id", flat=True)) >= PLANTED
        pairs = {(row.kind, row.first, row.second) for row in Pair.objects.filter(gone_at=None)}
        again = {("pupil", Pupil.objects.get(code="AGAIN-P").pk), ("staff", StaffMember.objects.get(code="AGAIN-E").pk)}
        assert {(kind, second) for kind, _first, second in pairs} == again
