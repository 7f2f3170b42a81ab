"""Tables of draws. A ceremony stands in them step by step, so that a power cut loses nothing that was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


def person(**options: object) -> models.ForeignKey:
    """A column that points down to an account."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Draw(models.Model):
    """A draw from its preparation on. What the notice says cannot change after it was published."""

    title = models.CharField(max_length=120)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    algorithm = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)      # as the form asked for it; the rules in full may need the lists
    rules = models.JSONField()
    seed_made = models.JSONField()
    held_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    phone = models.CharField(max_length=60)
    witnesses = models.JSONField(default=list)
    with_receipts = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = person()
    notice = models.JSONField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = person(null=True, blank=True)

    class Meta:
        ordering = ["-held_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(place="") & ~Q(phone=""), name="draw_says_what_where_and_whom_to_ask"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None) | Q(published_at__isnull=False, published_by__isnull=False),
                name="draw_published_at_with_by"),
            models.CheckConstraint(condition=Q(published_at=None) | Q(notice__isnull=False), name="draw_published_with_its_notice"),
        ]


class DrawList(models.Model):
    """A list of a draw as it was frozen: rows of normal texts in their order."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="lists")
    name = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    columns = models.JSONField()
    numeric = models.JSONField(default=list)
    titles = models.JSONField(default=list)
    rows = models.JSONField()
    changed = models.JSONField(default=list)
    at = models.DateTimeField()
    by = person()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["draw", "name"], name="draw_list_name_once")]


class Rerun(models.Model):
    """A wish to run a draw once more: a reason, and the word of another person. The first run stays."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="reruns")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = person(null=True, blank=True)
    approved = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="rerun_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="rerun_decided_at_with_by"),
            models.CheckConstraint(condition=Q(approved=False) | Q(decided_at__isnull=False), name="rerun_approved_by_somebody"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="rerun_decided_by_another"),
            models.UniqueConstraint(fields=["draw"], condition=Q(decided_at=None), name="rerun_asked_once_at_a_time"),
        ]


class StepDone(models.Model):
    """A step of the ceremony that was done, in one of its rounds; the first round is 1."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=20)
    said = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = person()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["draw", "round", "code"], name="draw_step_done_once")]


class SeedEntry(models.Model):
    """The seed as one of two people typed it. Entries that differ stay on record and count for nothing."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="entries")
    round = models.PositiveSmallIntegerField(default=1)
    attempt = models.PositiveSmallIntegerField(default=1)
    place = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=80)
    text = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = person()

    class Meta:
        ordering = ["round", "attempt", "place"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "round", "attempt", "place"], name="seed_entry_once"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="seed_entry_first_or_second"),
            models.CheckConstraint(condition=~Q(who="") & ~Q(text=""), name="seed_entry_says_who_and_what"),
        ]


class Trial(models.Model):
    """A trial run on a copy. It counts for nothing and says so."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="trials")
    seed = models.CharField(max_length=200)
    outcome = models.JSONField()
    at = models.DateTimeField()
    by = person()

    class Meta:
        ordering = ["id"]


class Run(models.Model):
    """The run of one round, with its transcript. A second round has its approved wish."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="runs")
    round = models.PositiveSmallIntegerField(default=1)
    rerun = models.OneToOneField(Rerun, on_delete=models.PROTECT, null=True, blank=True, related_name="run")
    seed = models.CharField(max_length=400)
    transcript = models.JSONField()
    pressed_by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = person()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "round"], name="draw_run_once_a_round"),
            models.CheckConstraint(condition=Q(round=1, rerun=None) | Q(round__gt=1, rerun__isnull=False), name="draw_rerun_is_approved"),
            models.CheckConstraint(condition=~Q(pressed_by_name=""), name="draw_run_says_who_pressed"),
        ]
