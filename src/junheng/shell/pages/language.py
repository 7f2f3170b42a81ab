"""The language of the pages: kept with the account; before signing in, for this session and in a cookie."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from junheng.ground.people import actions
from junheng.ground.people.asked import now, person
from junheng.shell.middleware import CHOSEN_LANGUAGE


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """This will change one's language. A stranger's choice on the sign-in page holds until they sign out again."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            request.session.pop(CHOSEN_LANGUAGE, None)
            if chosen != request.user.language:
                actions.change_account(account_id=request.user.pk, language=chosen, by=person(request), at=now(request))
        else:
            request.session[CHOSEN_LANGUAGE] = chosen
    return django_set_language(request)
