"""Pupils with guardians and places, staff with posts. What docs/adr/0005-sealed-fields.md names is sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.ground.vault.fields import Sealed
from junheng.registry.models.classes import SchoolClass
from junheng.registry.models.columns import coded, days_in_order, one_of, one_open
from junheng.registry.models.schools import School, Village
from junheng.registry.values import (
    Backbone,
    Boarding,
    Degree,
    Duty,
    DutyStatus,
    Establishment,
    PostCategory,
    Relation,
    RetirementGroup,
    RollStatus,
    Sex,
    Stage,
    Title,
)
from junheng.registry.values import (
    Household as Residence,
)

# One label for all: the same person as guardian and as teacher is found by the number.
IDENTITY = "person.identity"


class Household(models.Model):
    """People who live together: brothers and sisters share theirs."""

    code = models.CharField(max_length=40, unique=True)
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)


class Guardian(models.Model):
    """A guardian (监护人) of a household's children. `works_away` for those who work outside the county."""

    code = models.CharField(max_length=40, unique=True)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="guardians")
    name = models.CharField(max_length=60)
    relation = coded(Relation)
    phone = Sealed(label="guardian.phone", blank=True)
    works_away = models.BooleanField(default=False)
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["household_id", "code"]
        constraints = [one_of(Relation, "relation", "guardian_relation_known")]


class Pupil(models.Model):
    """A child known to the register, whether on a roll or no more. `care` holds what values.Care spells.

    `initials` are those of the name in pinyin, for search. Identity and roll number (学籍号) are unique where there is one; an
    empty one is None. `merged_into`: the record that stays of two that were one person, here as of staff. `twin_group` is "" for those without a twin. `brought`: the import that made the row, here as elsewhere.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    initials = models.CharField(max_length=60)
    sex = coded(Sex)
    born = models.DateField()
    identity_number = Sealed(label=IDENTITY, searchable=True, null=True, unique=True)
    roll_number = Sealed(label="pupil.roll", searchable=True, null=True, unique=True)
    ethnic_group = models.CharField(max_length=2, blank=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="pupils", null=True)
    twin_group = models.CharField(max_length=40, blank=True)
    residence = coded(Residence)
    residence_division = models.CharField(max_length=12, blank=True)
    township = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", null=True)
    address = Sealed(label="pupil.address", blank=True)
    boarding = coded(Boarding)
    care = Sealed(label="pupil.care", blank=True)
    status = coded(RollStatus)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="merged", null=True)
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["name", "code"], name="pupil_by_name"), models.Index(fields=["initials", "code"], name="pupil_by_initials")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="pupil_has_a_name"),
            one_of(Sex, "sex", "pupil_sex_known"),
            one_of(Boarding, "boarding", "pupil_boarding_known"),
            one_of(RollStatus, "status", "pupil_status_known"),
            one_of(Residence, "residence", "pupil_residence_known"),
        ]

    def __str__(self) -> str:
        return self.code


class Enrolment(models.Model):
    """A pupil's time on the roll of a school, in one class; without a class while it is not placed yet. One goes on at most."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="enrolments")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="enrolments", null=True)
    stage = coded(Stage)
    entry_year = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["pupil_id", "since"]
        indexes = [models.Index(fields=["school", "stage", "since", "until"], name="enrolment_school_stage"),
                   models.Index(fields=["school_class", "since"], name="enrolment_class")]
        constraints = [
            one_of(Stage, "stage", "enrolment_stage_known"),
            days_in_order("enrolment_days_in_order"),
            one_open("pupil", "pupil_on_one_roll"),
            models.UniqueConstraint(fields=["pupil", "since"], name="enrolment_one_start_a_day"),
        ]


class StaffMember(models.Model):
    """A person employed by the bureau's schools, apart from the post. Years of title and level are None where there is none.

    `retires` is the day by the rule (渐进式延迟退休), computed when it was written; `account` whoever signs in as this person.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    initials = models.CharField(max_length=60)
    sex = coded(Sex)
    born = models.DateField()
    identity_number = Sealed(label=IDENTITY, searchable=True, null=True, unique=True)
    phone = Sealed(label="staff.phone", blank=True)
    ethnic_group = models.CharField(max_length=2, blank=True)
    began_work = models.DateField(null=True)
    came_to_county = models.DateField(null=True)
    degree = coded(Degree)
    certificate_stage = models.CharField(max_length=20, blank=True)
    certificate_subject = models.CharField(max_length=40, blank=True)
    title = coded(Title)
    title_since = models.PositiveSmallIntegerField(null=True)
    backbone = coded(Backbone)
    backbone_until = models.PositiveSmallIntegerField(null=True)
    duty_status = coded(DutyStatus)
    retirement_group = coded(RetirementGroup)
    retires = models.DateField(null=True)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="merged", null=True)
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["name", "initials"], name="staff_name")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="staff_has_a_name"),
            one_of(Sex, "sex", "staff_sex_known"),
            one_of(Degree, "degree", "staff_degree_known"),
            one_of(Title, "title", "staff_title_known"),
            one_of(Backbone, "backbone", "staff_backbone_known"),
            one_of(DutyStatus, "duty_status", "staff_duty_status_known"),
            one_of(RetirementGroup, "retirement_group", "staff_retirement_group_known"),
        ]

    def __str__(self) -> str:
        return self.code


class Post(models.Model):
    """A post (岗位) that a person holds, from a day on. A teacher of two schools (走教) has two, whose thousandths add to 1000.

    `appointed_from` and `appointed_until` are the days of the contract (聘任起止), both counted.
    """

    code = models.CharField(max_length=40, unique=True)
    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="posts")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="posts")
    stage = coded(Stage)
    duty = coded(Duty)
    subject = models.CharField(max_length=40, blank=True)
    establishment = coded(Establishment)
    category = coded(PostCategory)
    grade = models.PositiveSmallIntegerField()
    appointed_from = models.DateField(null=True)
    appointed_until = models.DateField(null=True)
    share_per_mille = models.PositiveSmallIntegerField(default=1000)
    since = models.DateField()
    until = models.DateField(null=True)
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["member_id", "-share_per_mille", "code"]
        indexes = [models.Index(fields=["school", "since"], name="post_school")]
        constraints = [
            one_of(Stage, "stage", "post_stage_known"),
            one_of(Duty, "duty", "post_duty_known"),
            one_of(Establishment, "establishment", "post_establishment_known"),
            one_of(PostCategory, "category", "post_category_known"),
            models.CheckConstraint(condition=Q(share_per_mille__gte=1, share_per_mille__lte=1000), name="post_share_in_range"),
            days_in_order("post_days_in_order"),
        ]
