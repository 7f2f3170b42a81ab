"""Events of pupils with their steps, events of staff, and numbers that were given up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.ground.vault.fields import Sealed
from junheng.registry.models.classes import SchoolClass
from junheng.registry.models.columns import coded, one_of
from junheng.registry.models.people import Pupil, StaffMember
from junheng.registry.models.schools import School
from junheng.registry.values import DutyStatus
from junheng.registry.values.events import Decision, EventKind, EventState, StaffEventKind, StepWho


class PupilEvent(models.Model):
    """What is to happen to a pupil's place on the roll, or to those of a whole class; it happens on the day of the last decision.

    `newcomer`: the record of a child who comes from outside the county and is not in the register yet, as JSON. `outside` names
    the school beyond the county. `reason` may tell of an illness and is sealed.
    """

    kind = coded(EventKind)
    state = coded(EventState, default=EventState.UNDER_WAY.value)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="events", null=True)
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="events", null=True)
    from_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True)
    to_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True)
    to_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="+", null=True)
    newcomer = Sealed(label="event.newcomer", blank=True)
    outside = models.CharField(max_length=120, blank=True)
    reason = Sealed(label="event.reason", blank=True)
    paper = models.CharField(max_length=200, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "started_at"], name="pupil_event_state")]
        constraints = [
            one_of(EventKind, "kind", "pupil_event_kind_known"), one_of(EventState, "state", "pupil_event_state_known"),
            models.CheckConstraint(condition=Q(pupil__isnull=False) | Q(school_class__isnull=False) | Q(kind="transfer_in"),
                                   name="pupil_event_is_somebodys"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True, ended_by__isnull=True) | Q(ended_at__isnull=False, ended_by__isnull=False),
                                   name="pupil_event_end_whole"),
            models.CheckConstraint(condition=Q(state="under_way", ended_at__isnull=True) | (~Q(state="under_way") & Q(ended_at__isnull=False)),
                                   name="pupil_event_ends_once"),
            models.CheckConstraint(condition=Q(state="done", on__isnull=False) | (~Q(state="done") & Q(on__isnull=True)),
                                   name="pupil_event_happens_when_done"),
            models.UniqueConstraint(fields=["pupil"], condition=Q(state="under_way"), name="pupil_one_event_under_way"),
            models.UniqueConstraint(fields=["school_class"], condition=Q(state="under_way"), name="class_one_event_under_way"),
        ]


class EventStep(models.Model):
    """A step of an event: which unit decides, by which day (set when its turn begins), and what was decided."""

    event = models.ForeignKey(PupilEvent, on_delete=models.CASCADE, related_name="steps")
    no = models.PositiveSmallIntegerField()
    who = coded(StepWho)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    due = models.DateField(null=True)
    decision = coded(Decision, blank=True)
    words = Sealed(label="event.words", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["event_id", "no"]
        constraints = [
            one_of(StepWho, "who", "event_step_who_known"), one_of(Decision, "decision", "event_step_decision_known", blank=True),
            models.UniqueConstraint(fields=["event", "no"], name="event_step_once"),
            models.CheckConstraint(condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                                   | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False, due__isnull=False)),
                                   name="event_step_decided_whole"),
        ]


class StaffEvent(models.Model):
    """What happened to a member of staff from a day on, by a paper. Between two of them lies a spell of one duty status."""

    kind = coded(StaffEventKind)
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="events")
    on = models.DateField()
    before = coded(DutyStatus)
    after = coded(DutyStatus)
    from_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True)
    to_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True)
    paper = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["member_id", "on", "id"]
        constraints = [
            one_of(StaffEventKind, "kind", "staff_event_kind_known"), one_of(DutyStatus, "before", "staff_event_before_known"),
            one_of(DutyStatus, "after", "staff_event_after_known"), models.CheckConstraint(condition=~Q(paper=""), name="staff_event_by_paper"),
            models.UniqueConstraint(fields=["member", "on"], name="staff_one_event_a_day"),
        ]


class FormerNumber(models.Model):
    """An identity or roll number that a pupil had up to a moment: it still finds the pupil and is nobody else's."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="former_numbers")
    key = models.CharField(max_length=20)
    number = Sealed(label="pupil.former", searchable=True)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pupil_id", "-at"]
        constraints = [models.CheckConstraint(condition=Q(key__in=["identity_number", "roll_number"]), name="former_number_key_known"),
                       models.UniqueConstraint(fields=["pupil", "number"], name="former_number_once")]
