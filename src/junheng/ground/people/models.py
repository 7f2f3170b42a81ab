"""Tables of accounts and appointments. Saved only by actions; the database keeps promises too."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from junheng.ground.people.values import ADMINISTRATORS, Role

LANGUAGES = ("zh-hans", "en")


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by sign-in name; `create_user` is for the tests of the frameworks below us."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """Makes an account without an audit entry: only tests of pages need that."""
        account = self.model(username=self.model.normalize_username(username), **{"name": username, **fields})
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who may sign in. Opened by the system administrator; closed, never deleted."""

    username = models.CharField(max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(max_length=60)
    # Never required: for notices by e-mail where a county has it. The sign-in library expects the column.
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="account_username_once_whatever_its_case"),
            models.CheckConstraint(condition=~Q(username=""), name="account_has_a_username"),
            models.CheckConstraint(condition=~Q(name=""), name="account_has_a_name"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="account_language_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The person's name."""
        return self.name

    def get_short_name(self) -> str:
        """The person's name."""
        return self.name


class Appointment(models.Model):
    """An account holds a role at a unit, from `since` up to the day before `until`."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=24)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["account_id", "since", "id"]
        indexes = [models.Index(fields=["unit", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="appointment_role_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="appointment_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["account", "role", "unit"],
                condition=Q(until__isnull=True),
                name="appointment_once_while_it_lasts",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(until__isnull=True, role__in=sorted(role.value for role in ADMINISTRATORS)),
                name="appointment_one_administrator_role",
            ),
        ]


class ApiToken(models.Model):
    """A token by which a program acts for a person; only its digest is kept. Revoked, never deleted.

    `kinds`: the kinds of objects of the access table that it opens; `unit`: it opens them at this unit and below, None for all.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=8)
    kinds = models.JSONField(default=list)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=["read", "write"]), name="api_token_scope_known"),
            models.CheckConstraint(condition=~Q(name=""), name="api_token_has_a_name"),
        ]
