"""What the sign-in library asks of us: accounts are opened by administrators, everything is written down."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from junheng.ground.kernel.findings import Refused
from junheng.ground.people import actions, door, lockout
from junheng.ground.people.models import Account


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by name; no sign-up; the same answer for names that exist and names that do not."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the system administrator opens accounts."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's own key holds the host name, so that another name of the same site would start afresh.
        return lockout.key_of_name(credentials.get("username") or "")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """This will write the failure down."""
        door.refused(credentials.get("username") or "", self.get_client_ip(request))

    def clean_password(self, password: str, user: Any = None) -> str:
        """Refuses the temporary password as the new one, then asks the validators."""
        if user is not None and user.pk and user.must_change_password and user.check_password(password):
            raise ValidationError(gettext("The temporary password has been seen by somebody else."))
        return super().clean_password(password, user=user)

    def set_password(self, user: Account, password: str) -> None:
        """This will change one's own password through the action that writes it down."""
        try:
            actions.change_own_password(account_id=user.pk, password=password, at=timezone.now())
        except Refused as refused:
            finding = refused.findings[0]
            raise ValidationError(gettext(finding.message) % finding.values) from refused
        user.refresh_from_db()

    def logout(self, request: HttpRequest) -> None:
        """This will sign out and write it down."""
        user = request.user
        super().logout(request)
        door.left(user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted in the database, under a key made from the site's secret."""

    def encrypt(self, text: str) -> str:
        """The text as a token that only this site's secret opens."""
        return _box().encrypt(text.encode("utf-8")).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The text. Raises ValueError when the site's secret is not the one it was kept under."""
        try:
            return _box().decrypt(encrypted_text.encode("ascii")).decode("utf-8")
        except InvalidToken as error:
            raise ValueError("this second factor was kept under another secret") from error


def _box() -> Fernet:
    key = hashlib.sha256(b"second-factor:" + settings.SECRET_KEY.encode("utf-8")).digest()
    return Fernet(base64.urlsafe_b64encode(key))
