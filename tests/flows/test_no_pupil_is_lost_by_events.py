"""Whatever schools and bureaus start, decide, refuse and withdraw: no pupil is ever on two rolls, none is lost, no day is changed after it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.access import Denied
from junheng.ground.people.models import Account
from junheng.ground.people.queries import person_of
from junheng.ground.units.models import Unit
from junheng.registry import actions
from junheng.registry.models import ClassYear, Enrolment, Pupil, PupilEvent
from junheng.registry.values import RollStatus
from junheng.registry.values.events import Asked, Decision, EventKind

FIRST = date(2026, 11, 20)
PEOPLE = ("ziliao", "xiaozhang", "liuxiao", "jijiao", "zhongxin", "jiaoshi")
OFF = {RollStatus.TRANSFERRED_OUT, RollStatus.GRADUATED, RollStatus.LEFT, RollStatus.ABROAD, RollStatus.DIED}

STEP = st.one_of(
    st.tuples(st.just("start"), st.sampled_from(PEOPLE), st.sampled_from(list(EventKind)), st.integers(0, 5), st.integers(0, 30)),
    st.tuples(st.just("decide"), st.sampled_from(PEOPLE), st.sampled_from([*[Decision.AGREED] * 4, Decision.REFUSED]), st.integers(0, 3), st.none()),
    st.tuples(st.just("withdraw"), st.sampled_from(PEOPLE), st.none(), st.integers(0, 3), st.none()),
    st.tuples(st.just("forward"), st.none(), st.none(), st.integers(1, 40), st.none()))


class Town:
    """Six pupils of two schools, a day that goes forward, and what their rolls looked like on days gone by."""

    def __init__(self) -> None:
        self.day = FIRST
        self.schools = [Unit.objects.get(code=code).pk for code in ("X03", "X04")]
        self.pupils = [pk for school in self.schools for pk in Enrolment.objects.filter(
            school=school, until=None, stage="primary", pupil__identity_number__isnull=False).order_by("-entry_year", "pk").values_list(
                "pupil_id", flat=True)[:3]]
        self.seen: dict[date, list[tuple[int, int, int]]] = {}

    def do(self, what: str, who: str | None, choice, number: int, other: int | None) -> None:
        """One step; what is refused or denied changes nothing."""
        if what == "forward":
            self.seen[self.day] = self.rolls(self.day)
            self.day += timedelta(days=number)
            return
        by = person_of(Account.objects.get(username=who), self.day)
        at = datetime.combine(self.day, time(9)).astimezone()
        try:
            with transaction.atomic():
                if what == "start":
                    actions.start_event(asked=self.asked(choice, number, other or 0), today=self.day, by=by, at=at)
                    return
                event = list(PupilEvent.objects.order_by("-pk")[:4])[number:number + 1]
                if event and what == "withdraw":
                    actions.withdraw_event(event_id=event[0].pk, by=by, at=at)
                elif event:
                    waiting = event[0].steps.filter(decision="").first()
                    actions.decide_step(event_id=event[0].pk, no=waiting.no if waiting else 0, decision=choice, words="已核对材料", today=self.day, by=by,
                                        at=at)
        except (Refused, Denied):
            pass

    def asked(self, kind: EventKind, number: int, other: int) -> Asked:
        """An event of one of the pupils, often one that makes no sense."""
        pupil = Pupil.objects.get(pk=self.pupils[number])
        classes = list(ClassYear.objects.filter(school_class__school__in=self.schools, since__lte=self.day, until__gt=self.day).order_by(
            "pk").values_list("school_class_id", flat=True))
        group = classes[other % len(classes)] if classes and other % 4 else None
        return Asked(kind, "家长书面申请", pupil_id=pupil.pk, number=pupil.identity_number or "", class_id=group, to_class=group,
                     to_school=self.schools[other % 2], outside="外省清河县第一小学")

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
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=5, max_size=30))
    def tried(steps) -> None:
        place = transaction.savepoint()
        try:
            town = Town()
            for step in steps:
                town.do(*step)
                town.check()
        finally:
            transaction.savepoint_rollback(place)

    tried()
