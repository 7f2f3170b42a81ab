"""Home, my account, my sessions, my messages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junheng.ground.notify import actions as notify
from junheng.ground.notify.queries import latest
from junheng.ground.people import access
from junheng.ground.people import actions as people
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.queries import role_label
from junheng.ground.people.values import Role
from junheng.ground.units.queries import tree
from junheng.registry import queries as registry
from junheng.rooms.plans import queries as plans


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Opens on the work: the board for those who see all of it, the school's page for its head and clerk, my work for others."""
    who = person(request)
    cards = [card for card in plans.plan_cards(who) if card.status == "adopted" and card.level == "own"]
    if access.reach(who, "see", "plans/commitment").everything and cards:
        return redirect("plans:board", cards[0].id)
    if who.holds(Role.SCHOOL_HEAD, Role.CLERK) and registry.own_schools(who, today(request)):
        return redirect("own-school")
    if access.may_at_all(who, "see", "plans/commitment"):
        return redirect("plans:mine" if cards or not plans.may_upload(who) else "plans:library")
    if access.reach(who, "see", "audit/entry").everything:
        return redirect("audit")
    if access.reach(who, "see", "people/account").everything:
        return redirect("people")
    return redirect("me")


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My account: roles, language, password, second factor, sessions."""
    who = person(request)
    units = tree(today(request))
    roles = [(role_label(held.role), units.name(held.unit_id)) for held in who.appointments]
    return render(request, "shell/me.html", {
        "person": who, "roles": roles, "sees_accounts": access.reach(who, "see", "people/account").everything,
        "sees_audit": access.reach(who, "see", "audit/entry").everything,
    })


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """This will end one of one's own sessions, at whatever device."""
    who = person(request)
    people.revoke_sessions(account_id=who.account_id, session_ids=[session_id], by=who, at=now(request))
    return redirect("usersessions_list")


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """My messages; a POST marks them as read."""
    if request.method == "POST":
        notify.mark_read(account_id=request.user.pk, at=now(request))
        return redirect("notices")
    return render(request, "shell/notices.html", {"notices": latest(request.user.pk)})
