"""The verbs of people: the only writer of accounts and appointments. `by=None` is the server's console."""

from junheng.ground.people.actions.accounts import (
    change_account,
    change_own_password,
    close_account,
    open_account,
    reopen_account,
    reset_password,
    reset_second_factor,
    revoke_sessions,
    unlock,
)
from junheng.ground.people.actions.appointments import appoint, end_appointment
from junheng.ground.people.actions.tokens import digest_of, make_token, note_use, revoke_token

__all__ = [
    "appoint",
    "change_account",
    "change_own_password",
    "close_account",
    "digest_of",
    "end_appointment",
    "make_token",
    "note_use",
    "open_account",
    "reopen_account",
    "reset_password",
    "reset_second_factor",
    "revoke_sessions",
    "revoke_token",
    "unlock",
]
