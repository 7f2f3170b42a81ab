"""Whatever schools and bureaus start, decide, refuse and withdraw: no pupil is ever on two rolls, none is lost, no day is changed after it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.access import Denied
from junheng.ground.people.models import Account
from junheng.ground.people.queries import person_of
from junheng.ground.units.models import Unit
from junheng.registry import actions, queries
from junheng.registry.models import ClassYear, Enrolment, Pupil, PupilEvent
from junheng.registry.values import RollStatus
from junheng.registry.values.events import Asked, Decision, EventKind

FIRST = date(2026, 11, 20)
PEOPLE = ("ziliao", "xiaozhang", "liuxiao", "jijiao", "zhongxin", "jiaoshi")
ARRIVALS = {EventKind.TRANSFER, EventKind.TRANSFER_IN}
OFF = {RollStatus.TRANSFERRED_OUT, RollStatus.GRADUATED, RollStatus.LEFT, RollStatus.ABROAD, RollStatus.DIED}

STEP = st.tuples(
    st.sampled_from(["decide"] * 7 + ["start"] * 4 + ["withdraw", "forward"]), st.sampled_from([*PEOPLE, *["whose turn it is"] * 14]),
    st.sampled_from(list(EventKind)), st.sampled_from([*[Decision.AGREED] * 6, Decision.REFUSED]), st.integers(0, 5), st.integers(0, 30))


class Town:
    """Six pupils of two schools, a day that goes forward, and what their rolls looked like on days gone by."""

    def __init__(self) -> None:
        self.day = FIRST
        self.schools = [Unit.objects.get(code=code).pk for code in ("X03", "X04")]
        self.pupils = [pk for school in self.schools for pk in Enrolment.objects.filter(
            school=school, until=None, stage="primary", pupil__identity_number__isnull=False).order_by("-entry_year", "pk").values_list(
                "pupil_id", flat=True)[:3]]
        self.seen: dict[date, list[tuple[int, int, int]]] = {}

    def do(self, what: str, who: str, kind: EventKind, decision: Decision, number: int, other: int) -> None:
        """One step; what is refused or denied changes nothing."""
        if what == "forward":
            self.seen[self.day] = self.rolls(self.day)
            self.day += timedelta(days=other + 1)
            return
        event = list(PupilEvent.objects.order_by("-pk")[:6])[number // 2:number // 2 + 1]
        waiting = event[0].steps.filter(decision="").first() if event else None
        if who == "whose turn it is":
            heads = dict(zip(self.schools, ("xiaozhang", "liuxiao"), strict=True))
            who = heads.get(waiting.unit_id, "jijiao") if waiting and what == "decide" else "jijiao"
        by = person_of(Account.objects.get(username=who), self.day)
        at = datetime.combine(self.day, time(9)).astimezone()
        try:
            with transaction.atomic():
                if what == "start":
                    actions.start_event(asked=self.asked(kind, number, other), today=self.day, by=by, at=at)
                    return
                if event and what == "withdraw":
                    actions.withdraw_event(event_id=event[0].pk, by=by, at=at)
                elif event:
                    actions.decide_step(event_id=event[0].pk, no=waiting.no if waiting else 0, decision=decision, words="已核对材料", today=self.day, by=by,
                                        at=at)
        except (Refused, Denied):
            pass

    def asked(self, kind: EventKind, number: int, other: int) -> Asked:
        """An event of one of the pupils, one time in four to a class and school that make no sense."""
        pupil = Pupil.objects.get(pk=self.pupils[number])
        stay = Enrolment.objects.filter(pupil=pupil, until=None).first()
        at = stay.school_id if stay else self.schools[other % 2]
        to = self.schools[1 - self.schools.index(at)] if kind is EventKind.TRANSFER and other % 4 else self.schools[other % 2]
        fitting = queries.choices_elsewhere(pupil.identity_number or "", to if kind in ARRIVALS else at, kind, self.day) if other % 4 else []
        every = ClassYear.objects.filter(since__lte=self.day, until__gt=self.day).order_by("pk").values_list("school_class_id", flat=True)
        group = fitting[other % len(fitting)][0] if fitting else None if other % 4 else every[other % every.count()]
        return Asked(kind, "家长书面申请", pupil_id=pupil.pk, number=pupil.identity_number or "", class_id=group, to_class=group,
                     to_school=to, outside="外省清河县第一小学")

    def rolls(self, day: date) -> list[tuple[int, int, int]]:
        """Who was where on a day."""
        return sorted(Enrolment.objects.filter(pupil__in=self.pupils, since__lte=day).exclude(until__lte=day).values_list(
            "pupil_id", "school_id", "entry_year"))

    def check(self) -> None:
        """What must hold after every step."""
        now = self.rolls(self.day)
        assert len({pupil for pupil, _, _ in now}) == len(now), "a pupil on two rolls"
        for pk, status in Pupil.objects.filter(pk__in=self.pupils).values_list("pk", "status"):
            assert any(pupil == pk for pupil, _, _ in now) == (status not in OFF), (pk, status)
        for day, before in self.seen.items():
            assert self.rolls(day) == before, "a day gone by has changed"
        for event in PupilEvent.objects.filter(state="done"):
            assert not event.steps.filter(decision="").exists()


def test_no_pupil_is_on_two_rolls_or_lost_whatever_is_started_decided_and_withdrawn(hall):
    ended: Counter[str] = Counter()

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=16, max_size=30))
    def tried(steps) -> None:
        place = transaction.savepoint()
        try:
            town = Town()
            for step in steps:
                town.do(*step)
                town.check()
            ended.update(PupilEvent.objects.values_list("state", flat=True))
        finally:
            transaction.savepoint_rollback(place)

    tried()
    assert ended["done"] > 3, ended
