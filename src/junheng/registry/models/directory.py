"""How units are reached, who is on duty, and what a person chose to see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Contact(models.Model):
    """How a unit is reached from inside the house (通讯录): its duty telephone (值班电话) and the place of its office. No person's telephone."""

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, primary_key=True, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    room = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class DutyDay(models.Model):
    """A unit's duty (值班) on a day: the leader in charge (带班领导), who sits at the telephone, and under which number they are reached."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    leader = models.CharField(max_length=60, blank=True)
    person = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["on", "unit_id"]
        indexes = [models.Index(fields=["on", "unit"], name="duty_day")]
        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="duty_once_a_day"),
                       models.CheckConstraint(condition=~Q(person=""), name="duty_has_a_person")]


class OverviewChoice(models.Model):
    """The columns of the overview of schools that a person chose, in order."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    columns = models.JSONField(default=list)
