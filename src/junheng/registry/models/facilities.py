"""Rooms, grounds and equipment of schools, from the day on which they were there to the first day without them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from junheng.registry.models.columns import coded, days_in_order, one_of
from junheng.registry.models.kept import OfSchool
from junheng.registry.values import Condition, EquipmentKind, GroundKind, RoomKind, Stage


class Room(OfSchool):
    """A room (用房); area in square decimetres. `networked`: networked multimedia (网络多媒体教室). Years are calendar years."""

    stage = coded(Stage)
    kind = coded(RoomKind)
    area_dm2 = models.PositiveIntegerField()
    built = models.PositiveSmallIntegerField(null=True)
    condition = coded(Condition)
    renewal_due = models.PositiveSmallIntegerField(null=True)
    networked = models.BooleanField(default=False)

    class Meta:
        ordering = ["school_id", "kind", "code"]
        constraints = [
            one_of(Stage, "stage", "room_stage_known"), one_of(RoomKind, "kind", "room_kind_known"),
            one_of(Condition, "condition", "room_condition_known"),
            models.CheckConstraint(condition=Q(area_dm2__gte=1), name="room_has_an_area"), days_in_order("room_days_in_order"),
        ]


class Ground(OfSchool):
    """A ground (场地); area in square decimetres; the year of its last surface."""

    stage = coded(Stage)
    kind = coded(GroundKind)
    area_dm2 = models.PositiveIntegerField()
    resurfaced = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["school_id", "kind", "code"]
        constraints = [one_of(Stage, "stage", "ground_stage_known"), one_of(GroundKind, "kind", "ground_kind_known"),
                       days_in_order("ground_days_in_order")]


class Equipment(OfSchool):
    """A year's purchases of one kind at a school: count, and book value in yuan (账面原值)."""

    stage = coded(Stage)
    kind = coded(EquipmentKind)
    bought = models.PositiveSmallIntegerField(null=True)
    count = models.PositiveIntegerField()
    yuan = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["school_id", "kind", "bought", "code"]
        constraints = [one_of(Stage, "stage", "equipment_stage_known"), one_of(EquipmentKind, "kind", "equipment_kind_known"),
                       days_in_order("equipment_days_in_order")]
