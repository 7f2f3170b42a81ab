"""Failed sign-ins are counted by name and by address, for names that exist and for names that do not.

The counting itself is the sign-in library's rate limit "login_failed" (ACCOUNT_RATE_LIMITS); this module
names the keys, so that the security administrator can unlock somebody.
"""

from __future__ import annotations

import time
import unicodedata

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"
ACTION = "login_failed"


def key_of_name(username: str) -> str:
    """The key under which failures of a name are counted: whatever its case, width and host."""
    return "sign-in:" + unicodedata.normalize("NFKC", username).strip().casefold()


def key_of_second_factor(account_id: int) -> str:
    """The key under which the library counts wrong codes of an account."""
    return f"mfa-auth-user-{account_id}"


def granted(request: HttpRequest, action: str, rates: str) -> ratelimit.RateLimitUsage | None:
    """One more try by a stranger, counted by address as sign-ins are ("20/10m/ip"); None where there were too many. `rollback()`
    of what is returned takes the try back: it succeeded."""
    return ratelimit.consume(request, app="junheng", action=action, config={action: rates})


def address_of(request: HttpRequest) -> str:
    """The address that a request comes from, as it is counted."""
    return ratelimit.get_ip(request)


def unlock(username: str, account_id: int) -> None:
    """This will forget the failures of an account; those of an address run out by themselves."""
    for rate in ratelimit.get_rates(app=APP, action=ACTION):
        if rate.per != "key":
            continue
        for key in (key_of_name(username), key_of_second_factor(account_id)):
            cache.delete(ratelimit.get_cache_key(HttpRequest(), app=APP, action=ACTION, rate=rate, key=key))


def is_locked(username: str) -> bool:
    """Whether a name is refused for now because of its failures."""
    for rate in ratelimit.get_rates(app=APP, action=ACTION):
        if rate.per == "key":
            key = ratelimit.get_cache_key(
                HttpRequest(), app=APP, action=ACTION, rate=rate, key=key_of_name(username)
            )
            allowed, _ = ratelimit.apply_rate(list(cache.get(key, [])), time.time(), rate, dry_run=True)
            if not allowed:
                return True
    return False
