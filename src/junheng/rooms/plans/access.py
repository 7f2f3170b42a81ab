"""Who may do what with plans and tasks: the access table asked with the units that count for each verb."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from junheng.ground.files.gates import gate
from junheng.ground.people import access
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person
from junheng.rooms.plans.models import Commitment, Plan
from junheng.rooms.plans.values import TaskRow

PLAN, REVIEW, TASK, ADDITION = "plans/plan", "plans/review", "plans/commitment", "plans/addition"


def check_may_upload(person: Person, bureau_id: int) -> None:
    """Raises Denied unless the person may bring a plan in for this bureau."""
    access.check_may(person, "change", PLAN, unit_ids=[bureau_id])


def may_upload(person: Person) -> bool:
    """Whether the person may bring any plan in."""
    return access.may_at_all(person, "change", PLAN)


def check_may_see_plan(person: Person, plan: Plan) -> None:
    """Raises Denied unless the person may read the plan; before adoption only those who review it."""
    kind = PLAN if plan.status == Plan.Status.ADOPTED or plan.level == Plan.Level.UPPER else REVIEW
    access.check_may(person, "see", kind, unit_ids=[plan.bureau_id])


def check_may_see_review(person: Person, plan: Plan) -> None:
    """Raises Denied unless the person may see the desk."""
    access.check_may(person, "see", REVIEW, unit_ids=[plan.bureau_id])


def check_may_review(person: Person, plan: Plan) -> None:
    """Raises Denied unless the person may decide on what the reader found."""
    access.check_may(person, "change", REVIEW, unit_ids=[plan.bureau_id])


def may_review(person: Person, plan: Plan) -> bool:
    """Whether the person may decide on what the reader found."""
    return access.may(person, "change", REVIEW, unit_ids=[plan.bureau_id])


def check_may_adopt(person: Person, plan: Plan) -> None:
    """Raises Denied unless the person may adopt the plan."""
    access.check_may(person, "approve", REVIEW, unit_ids=[plan.bureau_id])


def may_adopt(person: Person, plan: Plan) -> bool:
    """Whether the person may adopt the plan; an upper level's is only compared with."""
    return plan.level == Plan.Level.OWN and access.may(person, "approve", REVIEW, unit_ids=[plan.bureau_id])


def check_may_withdraw(person: Person, plan: Plan) -> None:
    """Raises Denied unless the person may withdraw the plan, and bring it back."""
    access.check_may(person, "approve", PLAN, unit_ids=[plan.bureau_id])


def may_withdraw(person: Person) -> bool:
    """Whether the person may withdraw any plan."""
    return access.may_at_all(person, "approve", PLAN)


def check_may_add(person: Person, plan: Plan) -> None:
    """Raises Denied unless the person may add a task to the adopted plan."""
    access.check_may(person, "change", ADDITION, unit_ids=[plan.bureau_id])


def may_add(person: Person, bureau_id: int) -> bool:
    """Whether the person may add a task to an adopted plan of this bureau."""
    return access.may(person, "change", ADDITION, unit_ids=[bureau_id])


def visible_plans(person: Person, plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The plans that the person may see."""
    found = Q(pk__in=[])
    read, review = access.reach(person, "see", PLAN), access.reach(person, "see", REVIEW)
    open_to_all = Q(status=Plan.Status.ADOPTED) | Q(level=Plan.Level.UPPER)
    for allowed, which in ((read, open_to_all), (review, Q())):
        if allowed.everything:
            found |= which if which else Q(pk__gt=0)
        elif allowed.unit_ids:
            found |= which & Q(bureau_id__in=allowed.unit_ids)
    return plans.filter(found)


def visible_tasks(person: Person, tasks: QuerySet[Commitment] | None = None) -> QuerySet[Commitment]:
    """The tasks that the person may see: all, or those led, supported or owned within reach."""
    tasks = Commitment.objects.all() if tasks is None else tasks
    allowed = access.reach(person, "see", TASK)
    if allowed.everything:
        return tasks
    mine = Q(owner_id=person.account_id) if allowed.own else Q(pk__in=[])
    units = allowed.unit_ids
    if units:
        supported = Commitment.support_units.through.objects.filter(unit_id__in=units).values("commitment_id")
        mine |= Q(lead_unit_id__in=units) | Q(leader_id__in=units) | Q(pk__in=supported)
    return tasks.filter(mine)


def units_of(verb: Verb, kind: str, task: Commitment) -> Collection[int]:
    """The task's units that count for a verb (docs/access.md)."""
    lead = [task.lead_unit_id] if task.lead_unit_id else []
    leader = [task.leader_id] if task.leader_id else []
    if verb == "approve":
        return leader
    if verb == "see" or kind == "plans/order":
        return [*leader, *lead, *task.support_units.values_list("pk", flat=True)]
    if kind == "plans/proof":
        return [*lead, *task.support_units.values_list("pk", flat=True)]
    return lead


def may(person: Person, verb: Verb, kind: str, task: Commitment) -> bool:
    """Whether the person may do this with the task."""
    return access.may(person, verb, kind, unit_ids=units_of(verb, kind, task), owner_id=task.owner_id)


def check_may(person: Person, verb: Verb, kind: str, task: Commitment) -> None:
    """Raises Denied unless the person may do this with the task."""
    access.check_may(person, verb, kind, unit_ids=units_of(verb, kind, task), owner_id=task.owner_id)


def may_close(person: Person, row: TaskRow) -> bool:
    """Whether the person may check and close the task of a list's row."""
    units = [row.leader_id] if row.leader_id else []
    return access.may(person, "approve", TASK, unit_ids=units)


def may_decide(person: Person, row: TaskRow) -> bool:
    """Whether the person may decide on a change of the task of a list's row."""
    return access.may(person, "approve", "plans/change", unit_ids=[row.leader_id] if row.leader_id else [])


def may_press(person: Person, row: TaskRow) -> bool:
    """Whether the task of a list's row is in the person's charge: theirs to issue orders on."""
    return access.may(person, "change", "plans/order", unit_ids=[unit for unit in (row.leader_id, row.lead_unit_id) if unit])


def decidable(person: Person) -> Q:
    """Cuts a list down to the tasks on whose changes the person may decide: what `may_decide` says of each row."""
    allowed = access.reach(person, "approve", "plans/change")
    return Q(pk__gt=0) if allowed.everything else Q(leader_id__in=allowed.unit_ids)


def pressable(person: Person) -> Q:
    """Cuts a list down to the tasks in the person's charge: what `may_press` says of each row."""
    allowed = access.reach(person, "change", "plans/order")
    return Q(pk__gt=0) if allowed.everything else Q(leader_id__in=allowed.unit_ids) | Q(lead_unit_id__in=allowed.unit_ids)


def closable(person: Person) -> Q:
    """Cuts a list down to the tasks that the person may check and close: what `may_close` says of each row."""
    allowed = access.reach(person, "approve", TASK)
    return Q(pk__gt=0) if allowed.everything else Q(leader_id__in=allowed.unit_ids)


def may_in_general(person: Person, verb: Verb, kind: str) -> bool:
    """Whether there can be anything of this kind for the person: for menus."""
    return access.may_at_all(person, verb, kind)


def check_may_in_general(person: Person, verb: Verb, kind: str) -> None:
    """Raises Denied unless there can be anything of this kind for the person."""
    if not access.may_at_all(person, verb, kind):
        access.check_may(person, verb, kind)


@gate("plans/plan")
def may_open_plan(person: Person, ref: str) -> bool:
    """A plan's file: whoever may see the plan."""
    return visible_plans(person, Plan.objects.filter(pk=int(ref))).exists()


@gate("plans/commitment")
def may_open_proof(person: Person, ref: str) -> bool:
    """A proof's file: whoever may see the task."""
    return visible_tasks(person).filter(pk=int(ref)).exists()
