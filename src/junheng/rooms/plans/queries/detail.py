"""One task with everything that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch

from junheng.ground.people import queries as people
from junheng.ground.people.values import ADMINISTRATORS, Person, Role
from junheng.ground.units.calendar import work_calendar
from junheng.ground.units.queries import tree
from junheng.ground.units.values import Kind
from junheng.rooms.plans import access
from junheng.rooms.plans.engine.light import Judgement
from junheng.rooms.plans.engine.light import Milestone as Step
from junheng.rooms.plans.engine.schedule import Point, path_points
from junheng.rooms.plans.engine.typed import figure_typed
from junheng.rooms.plans.models import Change, Commitment, Measure, Milestone, Order, Proof, Version
from junheng.rooms.plans.queries.changes import ChangeLine, EarlierTarget, earlier_targets, lines_of
from junheng.rooms.plans.queries.history import Happening, history
from junheng.rooms.plans.queries.rules import book, house_lexicon, light_rules
from junheng.rooms.plans.queries.tasks import (
    IN_FORCE,
    measure_scale,
    measure_state,
    measure_target,
    task_row,
    with_counts,
)
from junheng.rooms.plans.values import ChangeKind, Light, ProofKind, Target, TaskRow


class NotFound(ObjectDoesNotExist):
    """There is no such task, or none that this person may see."""


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """One measurable target with its figures. Empty figures are None, never 0."""

    id: int
    subject: str
    target: Target
    unit: str
    baseline: Point | None
    latest: Point | None
    expected: Decimal | None
    projection: Decimal | None
    goal: Decimal | None
    gap: Decimal
    met: bool
    downwards: bool
    source: str
    quote: str
    values: tuple[tuple[date, Decimal, str, str], ...]
    path: tuple[Point, ...]
    earlier: tuple[EarlierTarget, ...]
    light: Light
    reason: str
    reason_values: dict[str, str | int]

    @property
    def stem(self) -> str:
        """What the names of its fields in a form begin with."""
        return f"m{self.id}"

    @property
    def places(self) -> int:
        """The decimals with which all its figures are written."""
        known = [value for _, value, _, _ in self.values]
        known += [value for value in (self.baseline.value if self.baseline else None, self.goal) if value is not None]
        return max([decimals(value) for value in known], default=0)

    @property
    def finer(self) -> int:
        """The decimals of figures that are computed: one at least, so that rounding hides no gap."""
        return max(1, self.places)


@dataclass(frozen=True, slots=True)
class OrderCard:
    """A supervisory order with its answer when there is one; `workdays` to the day to answer by, negative past it."""

    id: int
    on: date
    by: str
    number: str
    text: str
    answer_by: date
    answered_on: date | None
    answered_by: str
    answer: str
    workdays: int

    @property
    def late(self) -> bool:
        """Whether the day to answer by has passed without an answer."""
        return self.answered_on is None and self.workdays < 0

    @property
    def stem(self) -> str:
        """What the names of its fields in a form begin with."""
        return f"m{self.id}"


@dataclass(frozen=True, slots=True)
class ProofCard:
    """One proof. `age` is in days; `stale` says that it is older than the house rule allows."""

    id: int
    kind: ProofKind
    title: str
    number: str
    list_number: str
    on: date
    source: str
    by: str
    attachment_id: int | None
    withdrawn: bool
    withdrawn_reason: str
    checked: bool
    age: int
    stale: bool

    @property
    def label(self) -> str:
        """The message id of the kind; only a figure held against published rows is called checked."""
        return "Checked against rows" if self.checked else self.kind.label


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A change asked for, with its decision when there is one."""

    id: int
    kind: ChangeKind
    basis: str
    basis_number: str
    reason: str
    old: dict[str, Any]
    new: dict[str, Any]
    asked_by: str
    asked_on: date
    decided_by: str
    approved: bool | None
    may_decide: bool
    lines: tuple[ChangeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that one task's page shows."""

    row: TaskRow
    plan_title: str
    doc_number: str
    item_path: str
    quote: str
    context: tuple[str, str, str]
    paragraph: int | None
    measures_text: str
    measures: tuple[MeasureCard, ...]
    milestones: tuple[tuple[int, str, date, date | None], ...]
    reports: tuple[Any, ...]
    proofs: tuple[ProofCard, ...]
    changes: tuple[ChangeCard, ...]
    orders: tuple[OrderCard, ...]
    history: tuple[Happening, ...]
    support_unit_ids: tuple[int, ...]
    support_units: tuple[str, ...]
    basis: tuple[str, str]
    closed_by: str
    revision: int
    may: dict[str, bool]

    @property
    def latest_report(self) -> Any | None:
        """The latest words of the section, if there are any."""
        return self.reports[0] if self.reports else None


def detail(person: Person, commitment_id: int, *, today: date) -> Detail:
    """This will show one task. Raises NotFound for one that the person may not see."""
    task: Any = (
        access.visible_tasks(person, with_counts()).filter(pk=commitment_id).select_related("plan", "closed_by")
        .prefetch_related(Prefetch("measures", queryset=Measure.objects.filter(dropped_at=None).prefetch_related(IN_FORCE)), "milestones")
        .first()
    )
    if task is None:
        raise NotFound
    measured = [(measure, points_of(measure)) for measure in task.measures.all()]
    steps = [Step(step.planned, step.reached) for step in task.milestones.all()]
    calendar = work_calendar(today)
    row, judged = task_row(task, measured, steps, today=today, calendar=calendar,
                           rules=light_rules(today), lexicon=house_lexicon())
    who = people.names(account_ids(task))
    support = tuple(task.support_units.all())
    changes = tuple(task.changes.select_related("asked_by", "decided_by"))
    earlier = earlier_targets(changes)
    stale_after = int(book().at(today)["plans/light"].value("stale_days"))
    return Detail(
        row=row, plan_title=task.plan.title, doc_number=task.plan.doc_number, item_path="·".join(task.item_path),
        quote=task.quote, context=context_of(task), paragraph=None, measures_text=task.measures_text,
        measures=tuple(
            measure_card(measure, found, task, who, part if len(judged.parts) > 1 else judged, earlier.get(measure.pk, ()))
            for measure, found, part in zip(task.measures.all(), judged.standings, judged.parts, strict=True)
        ),
        milestones=tuple((step.pk, step.name, step.planned, step.reached) for step in task.milestones.all()),
        reports=tuple(task.reports.select_related("by")[:20]),
        proofs=tuple(proof_card(proof, today=today, stale_after=stale_after) for proof in sorted(
            task.proofs.select_related("by"), key=in_order_wanted)),
        changes=tuple(change_card(change, person, task) for change in changes),
        orders=tuple(order_card(order, calendar.working_days_between(today, order.answer_by))
                     for order in task.orders.select_related("by", "answered_by")),
        history=history(task),
        support_unit_ids=tuple(unit.pk for unit in support), support_units=tuple(unit.short_name or unit.name for unit in support),
        basis=(task.basis, task.basis_number),
        closed_by=task.closed_by.name if task.closed_by else "", revision=task.revision,
        may=rights(person, task),
    )


def rights(person: Person, task: Commitment) -> dict[str, bool]:
    """What the person may do here: for buttons. The actions check again."""
    still_open = task.closed_at is None and task.ended_at is None and task.plan.withdrawn_at is None
    return {
        "assign": still_open and access.may(person, "change", "plans/commitment", task),
        "report": still_open and access.may(person, "change", "plans/progress", task),
        "prove": still_open and access.may(person, "change", "plans/proof", task),
        "ask_change": still_open and access.may(person, "change", "plans/change", task),
        "order": still_open and access.may(person, "change", "plans/order", task),
        "close": still_open and access.may(person, "approve", "plans/commitment", task)
        and task.closing_asked_by_id != person.account_id,
    }


def check_measure(person: Person, commitment_id: int, measure_id: int, *, today: date) -> None:
    """Raises NotFound unless the measure belongs to a task that the person may see."""
    if measure_id not in {card.id for card in detail(person, commitment_id, today=today).measures}:
        raise NotFound


def account_ids(task: Any) -> set[int]:
    """The accounts named in a task's values."""
    return {value.by_id for measure in task.measures.all() for value in measure.measured.all()}


def points_of(measure: Measure) -> tuple[Point, ...]:
    """A measure's values in force."""
    return tuple(Point(value.on, value.value) for value in measure.measured.all())


def decimals(value: Decimal) -> int:
    """How many decimals a value needs, four at most."""
    exponent = value.normalize().as_tuple().exponent
    return min(4, max(0, -exponent)) if isinstance(exponent, int) else 0


def order_card(order: Any, workdays: int) -> OrderCard:
    """An order with how long there is left to answer it."""
    return OrderCard(
        id=order.pk, on=order.on, by=order.by.name, number=order.number, text=order.text, answer_by=order.answer_by,
        answered_on=order.answered_at.date() if order.answered_at else None,
        answered_by=order.answered_by.name if order.answered_by else "", answer=order.answer, workdays=workdays,
    )


def measure_card(measure: Measure, found: Any, task: Commitment, who: dict[int, str], judged: Judgement,
                 earlier: tuple[EarlierTarget, ...]) -> MeasureCard:
    """A measure with its figures and its own light."""
    state = measure_state(measure, points_of(measure))
    values = tuple((value.on, value.value, value.source, who.get(value.by_id, "")) for value in measure.measured.all())
    return MeasureCard(
        id=measure.pk, subject=measure.subject, target=measure_target(measure), unit=measure.unit,
        baseline=state.baseline, latest=found.latest if found else None,
        expected=found.expected if found else None, projection=found.projection if found else None,
        goal=found.goal if found else None, gap=found.gap if found else Decimal(0),
        met=bool(found and found.met), downwards=measure.comparator in {"<=", "decrease"}, source=measure.source,
        quote=measure.quote, values=values, path=tuple(path_points(state, start=task.begins, due=task.due)),
        earlier=earlier, light=judged.light, reason=judged.reason, reason_values=judged.values,
    )


def in_order_wanted(proof: Any) -> tuple[bool, int, date, int]:
    """Proofs in the order of their kinds, the earlier first; what was withdrawn comes last."""
    return (proof.withdrawn_at is not None, ProofKind(proof.kind).order, proof.on, proof.pk)


def proof_card(proof: Any, *, today: date, stale_after: int) -> ProofCard:
    """A proof with its age."""
    age = (today - proof.on).days
    return ProofCard(
        id=proof.pk, kind=ProofKind(proof.kind), title=proof.title, number=proof.number,
        list_number=proof.list_number, on=proof.on, source=proof.source, by=proof.by.name,
        attachment_id=proof.attachment_id, withdrawn=proof.withdrawn_at is not None, age=age,
        withdrawn_reason=proof.withdrawn_reason, checked=proof.kind == ProofKind.FIGURE and bool(proof.fact_id),
        stale=age > stale_after and proof.kind in {ProofKind.FIGURE, ProofKind.SCHOOL, ProofKind.BUREAU},
    )


def change_card(change: Any, person: Person, task: Commitment) -> ChangeCard:
    """A change with whether this person may decide it."""
    waiting = change.approved is None
    return ChangeCard(
        id=change.pk, kind=ChangeKind(change.kind), basis=change.basis, basis_number=change.basis_number,
        reason=change.reason, old=change.old, new=change.new, asked_by=change.asked_by.name,
        asked_on=change.asked_at.date(), decided_by=change.decided_by.name if change.decided_by else "",
        approved=change.approved,
        may_decide=waiting and change.asked_by_id != person.account_id
        and access.may(person, "approve", "plans/change", task),
        lines=lines_of(change.old, change.new),
    )


def context_of(task: Commitment) -> tuple[str, str, str]:
    """The paragraph around the clause: before, the clause, after."""
    # A corrected file may have moved the clause or say it otherwise: the text that holds it as the task has it.
    texts = Version.objects.filter(plan_id=task.plan_id, read_at__isnull=False).order_by("-number")
    version = next((each for each in texts if each.text[task.start:task.end] == task.quote), None)
    if version is None or task.start == task.end:
        return ("", task.quote, "")
    block = next((b for b in version.blocks if b["start"] <= task.start < b["end"]), None)
    if block is None:
        return ("", task.quote, "")
    end = min(task.end, block["end"])
    return (version.text[block["start"]:task.start], version.text[task.start:end], version.text[end:block["end"]])


def assign_choices(on: date) -> dict[str, list[tuple[int, str]]]:
    """Units and people to choose from when a task is assigned."""
    units = tree(on)
    led_by = (Kind.SECTION, Kind.INSTITUTION, Kind.CENTRAL_SCHOOL, Kind.SCHOOL, Kind.KINDERGARTEN)
    holders = people.people_at(on, roles=[role for role in Role if role not in ADMINISTRATORS])
    owners = {holder.account_id: f"{holder.name}（{units.short_name(holder.unit_id)}）" for holder in holders}
    return {
        "leads": [(unit_id, units.name(unit_id)) for unit_id in units.of_kind(*led_by)],
        "leaders": [(unit_id, units.name(unit_id)) for unit_id in units.of_kind(Kind.LEADER)],
        "owners": sorted(owners.items(), key=lambda pair: pair[1]),
    }


def measure_of(commitment_id: int, measure_id: int) -> int:
    """The measure, if it is one of this task's."""
    return int(Measure.objects.values_list("pk", flat=True).get(pk=measure_id, commitment_id=commitment_id, dropped_at=None))


def figure_of(commitment_id: int, measure_id: int, typed: str, *, field: str = "value") -> Decimal:
    """A typed figure of one of this task's measures. Raises Refused at its field for what it cannot be."""
    return figure_typed(typed, measure_scale(Measure.objects.get(pk=measure_id, commitment_id=commitment_id)), field=field)


def task_of_change(change_id: int) -> int:
    """The task that a change belongs to."""
    return int(Change.objects.values_list("commitment_id", flat=True).get(pk=change_id))


def task_of_order(order_id: int) -> int:
    """The task that an order belongs to."""
    return int(Order.objects.values_list("commitment_id", flat=True).get(pk=order_id))


def task_of_milestone(milestone_id: int) -> int:
    """The task that a step belongs to."""
    return int(Milestone.objects.values_list("commitment_id", flat=True).get(pk=milestone_id))


def task_of_proof(proof_id: int) -> int:
    """The task that a proof belongs to."""
    return int(Proof.objects.values_list("commitment_id", flat=True).get(pk=proof_id))
