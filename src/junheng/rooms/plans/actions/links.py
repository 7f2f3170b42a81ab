"""承接: saying which clause of the county's plan carries out which clause of the upper one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.support import locked, tell_audit
from junheng.rooms.plans.models import ClauseLink, Plan
from junheng.rooms.plans.queries.reading import version_in_force
from junheng.rooms.plans.values import Verdict

SENTENCES = {
    Verdict.CARRIES: "said that clause %(lower)s carries out clause %(upper)s of %(title)s",
    Verdict.NOT: "said that clause %(lower)s does not carry out clause %(upper)s of %(title)s",
    None: "took back what was said of clause %(lower)s and clause %(upper)s of %(title)s",
}


@transaction.atomic
def say_link(*, upper_id: int, upper_path: str, lower_id: int, lower_path: str, verdict: Verdict | None, by: Person,
             at: datetime) -> None:
    """This will keep what a person says of two clauses; None takes it back. Said again it changes nothing."""
    lower = locked(Plan, lower_id)
    access.check_may_review(by, lower)
    upper = Plan.objects.get(pk=upper_id)
    access.check_may_see_plan(by, upper)
    for plan, path in ((upper, upper_path), (lower, lower_path)):
        if path not in paths_of(plan):
            raise Refused(Finding(code="no-such-clause", message="%(title)s has no clause %(path)s.",
                                  remedy="Open the comparison again: a corrected file may have been read meanwhile.",
                                  values={"title": plan.title, "path": path}))
    known = ClauseLink.objects.filter(upper=upper, upper_path=upper_path, lower=lower, lower_path=lower_path)
    before = known.values_list("verdict", flat=True).first()
    if before == verdict:
        return
    known.delete()
    if verdict is not None:
        ClauseLink.objects.create(upper=upper, upper_path=upper_path, lower=lower, lower_path=lower_path,
                                  verdict=verdict, at=at, by_id=by.account_id)
    tell_audit(SENTENCES[verdict], {"lower": lower_path, "upper": upper_path, "title": upper.title}, by=by, at=at,
               kind="plan", ref=lower.pk, rows={"before": before, "verdict": verdict})


def paths_of(plan: Plan) -> set[str]:
    """The numbers of every clause in the plan's version in force."""
    version = version_in_force(plan)
    return {"·".join(item["path"]) for item in version.reading.get("items", [])} if version else set()
