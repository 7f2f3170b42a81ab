"""At the door: the same answer for names that exist and names that do not, lockout, second factor."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from junheng.ground.audit.queries import entries, said
from junheng.ground.audit.values import Act
from junheng.ground.people import actions, lockout, models
from junheng.ground.people.adapter import SecondFactorAdapter
from junheng.ground.people.tests.staff import PASSWORD, hire
from junheng.ground.people.values import Role
from junheng.ground.units.tests.county import NOW, build

pytestmark = [pytest.mark.django_db, pytest.mark.urls("junheng.ground.people.tests.doors")]

LOGIN = "/accounts/login/"
TRIES = 5


@pytest.fixture(autouse=True)
def plain_site(settings):
    """The sign-in library with its own pages, whatever the site looks like."""
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.startswith(("junheng.", "whitenoise."))
    ]
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ]
    settings.ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": f"20/10m/ip,{TRIES}/10m/key"}
    settings.MFA_ADAPTER = "junheng.ground.people.adapter.SecondFactorAdapter"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def li():
    return hire("li", (Role.OFFICER, build()["S1"]), name="李青")


def attempt(username: str, password: str, address: str = "10.0.0.1", host: str = "localhost") -> Any:
    typed = {"login": username, "password": password}
    return Client(REMOTE_ADDR=address, HTTP_HOST=host).post(LOGIN, typed)


def shown(response) -> str:
    """The page without what differs by nature: the token of the form and the name typed in."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'value="[^"]*"', "", text)


def test_the_right_password_opens_the_door(li) -> None:
    assert attempt("li", PASSWORD).status_code == 302
    assert said(entries(act=Act.DOOR)[0])
    assert entries(act=Act.DOOR)[0].sentence == "%(name)s signed in from %(address)s."


def test_a_known_and_an_unknown_name_get_the_same_answers_up_to_the_lockout_and_after(li) -> None:
    for turn in range(TRIES + 2):
        known = attempt("li", f"wrong-{turn}", address="10.0.0.1")
        unknown = attempt("nobody", f"wrong-{turn}", address="10.0.0.2")
        assert known.status_code == unknown.status_code == 200
        assert shown(known) == shown(unknown)
    assert lockout.is_locked("li")
    assert lockout.is_locked("nobody")


def test_the_lockout_says_so_and_holds_against_the_right_password(li) -> None:
    before = shown(attempt("li", "wrong"))
    for _ in range(TRIES - 1):
        attempt("li", "wrong")
    locked = attempt("li", PASSWORD, address="10.0.0.77")
    assert locked.status_code == 200
    assert shown(locked) != before
    assert shown(attempt("nobody-else", "wrong")) == before


@pytest.mark.parametrize("spelled", ["LI", " li ", "ｌｉ"])
def test_another_spelling_of_the_name_does_not_start_afresh(li, spelled: str) -> None:
    for _ in range(TRIES):
        attempt(spelled, "wrong")
    assert attempt("li", PASSWORD).status_code == 200


def test_another_host_name_of_the_site_does_not_start_afresh(li) -> None:
    for _ in range(TRIES):
        attempt("li", "wrong", host="localhost")
    assert attempt("li", PASSWORD, host="127.0.0.1").status_code == 200


def test_an_address_that_tries_many_names_is_locked_out_too(li) -> None:
    for number in range(20):
        attempt(f"name{number}", "wrong", address="10.9.9.9")
    assert attempt("li", PASSWORD, address="10.9.9.9").status_code == 200
    assert attempt("li", PASSWORD, address="10.9.9.10").status_code == 302


def test_a_closed_account_gets_the_answer_of_an_unknown_name(li) -> None:
    actions.close_account(account_id=li.account_id, on=NOW.date(), by=None, at=NOW)
    closed, unknown = attempt("li", PASSWORD), attempt("nobody", PASSWORD)
    assert closed.status_code == unknown.status_code == 200
    assert shown(closed) == shown(unknown)


def test_the_security_administrator_unlocks(li, django_capture_on_commit_callbacks) -> None:
    for _ in range(TRIES):
        attempt("li", "wrong")
    assert lockout.is_locked("li")
    with django_capture_on_commit_callbacks(execute=True):
        actions.unlock(account_id=li.account_id, by=None, at=NOW)
    assert not lockout.is_locked("li")
    assert attempt("li", PASSWORD).status_code == 302


def test_refused_sign_ins_are_written_down_without_what_was_typed_as_a_name(li) -> None:
    attempt("li", "wrong")
    attempt("my-password-typed-in-the-wrong-box", "wrong")
    unknown, known = entries(act=Act.DOOR, limit=2)
    assert known.values["name"] == "li"
    assert unknown.sentence == "A sign-in with an unknown name from %(address)s was refused."
    assert "my-password" not in str(unknown)


def test_nobody_signs_up(li) -> None:
    made = Client().post("/accounts/signup/", {"username": "new", "password1": PASSWORD})
    assert "signup_closed" in " ".join(t.name or "" for t in made.templates)
    assert models.Account.objects.count() == 1


def test_a_changed_password_ends_the_temporary_one(li) -> None:
    temporary = actions.reset_password(account_id=li.account_id, by=None, at=NOW)
    client = Client()
    client.post(LOGIN, {"login": "li", "password": temporary})
    same = {"oldpassword": temporary, "password1": temporary, "password2": temporary}
    assert client.post("/accounts/password/change/", same).status_code == 200
    new = {**same, "password1": "柳溪春天来得早2026", "password2": "柳溪春天来得早2026"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    account = models.Account.objects.get(pk=li.account_id)
    assert not account.must_change_password
    assert account.check_password("柳溪春天来得早2026")
    assert client.get("/accounts/password/change/").status_code == 200


def test_a_session_ends_at_once_when_it_is_revoked(li) -> None:
    client = Client()
    client.post(LOGIN, {"login": "li", "password": PASSWORD})
    client.get("/")
    assert client.get("/accounts/sessions/").status_code == 200
    assert actions.revoke_sessions(account_id=li.account_id, by=None, at=NOW) == 1
    assert client.get("/accounts/sessions/").status_code == 302


def test_a_second_factor_is_asked_for_and_a_printed_code_opens_once(li) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    account = models.Account.objects.get(pk=li.account_id)
    TOTP.activate(account, generate_totp_secret())
    codes = RecoveryCodes.activate(account).get_unused_codes()
    assert len(codes) == len(set(codes)) == 10

    def with_code(code: str) -> bool:
        client = Client()
        asked = client.post(LOGIN, {"login": "li", "password": PASSWORD})
        assert asked.headers["Location"].startswith("/accounts/2fa/")
        client.post("/accounts/2fa/authenticate/", {"code": code})
        return client.get("/accounts/sessions/").status_code == 200

    assert with_code(codes[0])
    assert not with_code(codes[0])
    assert with_code(codes[1])


def test_the_secret_of_a_second_factor_is_not_readable_in_the_database(li) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(models.Account.objects.get(pk=li.account_id), secret)
    assert secret not in str(Authenticator.objects.get().data)
    adapter = SecondFactorAdapter()
    assert adapter.decrypt(adapter.encrypt(secret)) == secret


def test_a_secret_kept_under_another_key_is_refused_and_not_misread(li, settings) -> None:
    kept = SecondFactorAdapter().encrypt("secret")
    settings.SECRET_KEY = "another"
    with pytest.raises(ValueError, match="another secret"):
        SecondFactorAdapter().decrypt(kept)
