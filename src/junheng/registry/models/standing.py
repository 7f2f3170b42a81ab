"""What schools have over time beside rooms: places in groups, papers, networks, vocational programmes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from junheng.registry.models.columns import coded, days_in_order, one_of, one_open
from junheng.registry.models.kept import OfSchool
from junheng.registry.values.standing import GroupKind, PaperKind, ProgrammeLevel, Wireless


class GroupMember(OfSchool):
    """A school's time in a group (集团、学区、共同体、结对帮扶), which is known by its name. One school leads it on a day."""

    group = models.CharField(max_length=80)
    kind = coded(GroupKind)
    leads = models.BooleanField(default=False)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["group", "-leads", "school_id", "since"]
        constraints = [
            one_of(GroupKind, "kind", "group_kind_known"), days_in_order("group_days_in_order"),
            models.CheckConstraint(condition=~Q(group=""), name="group_has_a_name"),
            models.UniqueConstraint(fields=["group", "school"], condition=Q(until__isnull=True), name="group_member_once"),
            models.UniqueConstraint(fields=["group"], condition=Q(until__isnull=True, leads=True), name="group_one_leader"),
        ]


class Paper(OfSchool):
    """A governance paper (章程、办学许可证…) from its day on; `valid_until` is counted, None for one without end."""

    kind = coded(PaperKind)
    number = models.CharField(max_length=80)
    holder = models.CharField(max_length=60, blank=True)
    valid_until = models.DateField(null=True)
    attachment = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["school_id", "kind", "since"]
        constraints = [
            one_of(PaperKind, "kind", "paper_kind_known"), days_in_order("paper_days_in_order"),
            models.UniqueConstraint(fields=["school", "kind", "number"], name="paper_once"),
            models.CheckConstraint(condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("since")), name="paper_valid_after_its_day"),
        ]


class Digital(OfSchool):
    """What a school's network and terminals are from a day on, until it says anew. Networked rooms stand with the rooms."""

    bandwidth_mbps = models.PositiveIntegerField()
    wired_classes = models.PositiveIntegerField(null=True)
    wireless = coded(Wireless)
    pupil_terminals = models.PositiveIntegerField(null=True)
    teacher_terminals = models.PositiveIntegerField(null=True)
    accounts_opened = models.PositiveIntegerField(null=True)
    accounts_used = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["school_id", "since"]
        constraints = [
            one_of(Wireless, "wireless", "wireless_known"), days_in_order("digital_days_in_order"), one_open("school", "digital_one_open"),
            models.UniqueConstraint(fields=["school", "since"], name="digital_one_a_day"),
        ]


class Programme(OfSchool):
    """A vocational programme (专业) of a school; places planned for the year, teachers, partner enterprises."""

    programme_code = models.CharField(max_length=6)
    name = models.CharField(max_length=60)
    level = coded(ProgrammeLevel)
    years = models.PositiveSmallIntegerField(null=True)
    planned = models.PositiveIntegerField(null=True)
    teachers = models.PositiveIntegerField(null=True)
    double_qualified = models.PositiveIntegerField(null=True)
    enterprises = models.CharField(max_length=400, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["school_id", "programme_code", "since"]
        constraints = [
            one_of(ProgrammeLevel, "level", "programme_level_known"), days_in_order("programme_days_in_order"),
            models.UniqueConstraint(fields=["school", "programme_code", "level"], condition=Q(until__isnull=True), name="programme_once"),
            models.CheckConstraint(condition=Q(programme_code__regex=r"^[0-9]{6}$"), name="programme_code_of_six_digits"),
            models.CheckConstraint(condition=Q(double_qualified__isnull=True) | Q(teachers__isnull=True) | Q(double_qualified__lte=F("teachers")),
                                   name="programme_double_among_teachers"),
        ]
