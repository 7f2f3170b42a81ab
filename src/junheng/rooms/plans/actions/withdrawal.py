"""A plan that was brought in by mistake, or whose time is over: out of every list with a reason, nothing deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.support import locked, tell_audit
from junheng.rooms.plans.models import Plan


@transaction.atomic
def withdraw_plan(*, plan_id: int, reason: str, by: Person, at: datetime) -> Plan:
    """This will take a plan and its tasks out of lists, counts and reminders; all of it stays readable with the reason."""
    plan = locked(Plan, plan_id)
    access.check_may_withdraw(by, plan)
    if plan.withdrawn_at:
        return plan
    if not reason.strip():
        raise Refused(Finding(code="reason-missing", message="A plan is withdrawn only with a reason.",
                              remedy="Write why: brought in by mistake, replaced, its years are over."))
    plan.withdrawn_at, plan.withdrawn_by_id, plan.withdrawn_reason = at, by.account_id, reason.strip()[:300]
    plan.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    tell_audit("withdrew the plan %(title)s: %(reason)s", {"title": plan.title, "reason": plan.withdrawn_reason}, by=by,
               at=at, kind="plan", ref=plan.pk, rows={"tasks": plan.commitments.count()})
    return plan


@transaction.atomic
def restore_plan(*, plan_id: int, by: Person, at: datetime) -> Plan:
    """This will bring a withdrawn plan back with everything that it had."""
    plan = locked(Plan, plan_id)
    access.check_may_withdraw(by, plan)
    if plan.withdrawn_at is None:
        return plan
    reason, plan.withdrawn_at, plan.withdrawn_by_id, plan.withdrawn_reason = plan.withdrawn_reason, None, None, ""
    plan.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    tell_audit("brought the plan %(title)s back", {"title": plan.title}, by=by, at=at, kind="plan", ref=plan.pk,
               rows={"reason": reason})
    return plan
