"""Classes: a class keeps its number while it moves up; what it was in a school year stands with that year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from junheng.registry.models.columns import coded, days_in_order, one_of
from junheng.registry.models.schools import School
from junheng.registry.values import Stage


class SchoolClass(models.Model):
    """A class (行政班) from its first to its last year: "2023级1班"."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    stage = coded(Stage)
    entry_year = models.PositiveSmallIntegerField()
    class_no = models.PositiveSmallIntegerField()
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["school_id", "stage", "-entry_year", "class_no"]
        constraints = [
            one_of(Stage, "stage", "class_stage_known"),
            models.UniqueConstraint(fields=["school", "stage", "entry_year", "class_no"], name="class_once"),
            models.CheckConstraint(condition=Q(class_no__gte=1), name="class_no_from_one"),
        ]


class ClassYear(models.Model):
    """A class in one school year, named by the year in which it opens; its grade and head teacher (班主任).

    From 1 September to 1 September; shorter where the class came from or went to another school in the middle of the year.
    """

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="years")
    school_year = models.PositiveSmallIntegerField()
    grade = models.PositiveSmallIntegerField()
    head_teacher = models.ForeignKey("registry.StaffMember", on_delete=models.PROTECT, related_name="led", null=True)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        ordering = ["school_class_id", "school_year"]
        indexes = [models.Index(fields=["school_year", "school_class"], name="class_year")]
        constraints = [
            models.UniqueConstraint(fields=["school_class", "school_year"], name="class_year_once"),
            days_in_order("class_year_days_in_order"),
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=13), name="class_grade_in_range"),
        ]
