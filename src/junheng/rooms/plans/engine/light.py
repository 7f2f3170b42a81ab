"""The light of a task, computed from its dates, values, milestones, reports and proofs.

House rules, in this order:
1. closed with a proof → done; ended with a basis → ended, which is never counted as done.
2. the due date is past → overdue, unless every measure met its target by then and only the check is missing.
3. with a measurable target: no value and no source named → no source; no value and nothing reported → not started;
   reported but still no value → no source; otherwise the value against the schedule → on schedule or at risk.
4. with milestones, and no value yet: those due by today against those reached.
5. otherwise a proof decides at the end; until then a fresh report keeps the task on schedule, and silence longer
   than the house rule puts it at risk. Nothing at all → not started; no kind of proof named → no source.
The worst of several measures is the task's light.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from junheng.rooms.plans.engine.schedule import ONE, ZERO, MeasureState, Standing, elapsed, standing
from junheng.rooms.plans.values import Light


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step of a task; `reached` is the day it was reached."""

    planned: date
    reached: date | None = None


@dataclass(frozen=True, slots=True)
class TaskState:
    """What is known of a task on a day. `proof_named` says that the kind of proof has been decided."""

    start: date
    due: date
    closed: bool = False
    ended: bool = False
    proof_named: bool = False
    proofs: int = 0
    last_report: date | None = None
    measures: tuple[MeasureState, ...] = ()
    sources: tuple[bool, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class LightRules:
    """House rules from standards/light.toml: lag allowed (part of the way), days a report stays fresh."""

    margin: Decimal
    report_fresh_days: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """A light with its reason. `share` is None when nothing can be computed: `missing` says for want of what.

    `parts` are the lights of the single measures.
    """

    light: Light
    reason: str
    values: dict[str, str | int] = field(default_factory=dict)
    share: Decimal | None = None
    expected: Decimal = ZERO
    standings: tuple[Standing | None, ...] = ()
    parts: tuple[Judgement, ...] = ()
    missing: str = ""


ORDER = (Light.NO_SOURCE, Light.BEHIND, Light.IDLE, Light.ON, Light.DONE)


def judge(state: TaskState, *, today: date, rules: LightRules) -> Judgement:
    """This will give the light of a task on a day, with the reason in words."""
    time_gone = elapsed(state.start, state.due, today)
    standings = tuple(
        standing(measure, start=state.start, due=state.due, margin=rules.margin) for measure in state.measures
    )
    parts = tuple(judge_measure(state, index, found, time_gone=time_gone) for index, found in enumerate(standings))
    share = ONE if state.closed else lowest_share(state, standings, today)
    found = verdict(state, standings, parts, today=today, rules=rules, time_gone=time_gone)
    return Judgement(
        found.light, found.reason, found.values, share=share, expected=found.expected, standings=standings, parts=parts,
        missing="" if share is not None else missing_of(state, standings),
    )


def verdict(state: TaskState, standings: tuple[Standing | None, ...], parts: Sequence[Judgement], *, today: date,
            rules: LightRules, time_gone: Decimal) -> Judgement:
    """Light, reason and what the schedule expects: the end of a task first, then its due date, then its worst part."""
    if state.closed:
        return Judgement(Light.DONE, "the task is closed", expected=time_gone)
    if state.ended:
        return Judgement(Light.ENDED, "ended with a basis", expected=time_gone)
    if today > state.due and not reached_in_time(state, standings):
        return Judgement(Light.OVERDUE, "past its due date", expected=ONE)
    if state.measures and not (state.milestones and not any(standings)):
        return min(parts, key=lambda part: ORDER.index(part.light))
    if state.milestones:
        return judge_milestones(state, today=today)
    return judge_silence(state, today=today, rules=rules, time_gone=time_gone)


def reached_in_time(state: TaskState, standings: tuple[Standing | None, ...]) -> bool:
    """Whether every measure met its target with a value dated no later than the due date."""
    return bool(standings) and all(found is not None and found.met and found.latest.on <= state.due
                                   for found in standings)


def judge_measure(state: TaskState, index: int, found: Standing | None, *, time_gone: Decimal) -> Judgement:
    """The light of one measure."""
    if found is None:
        sourced = index < len(state.sources) and state.sources[index]
        if not sourced:
            return Judgement(Light.NO_SOURCE, "no source named for the value", expected=time_gone)
        if state.last_report is None and not state.proofs:
            return Judgement(Light.IDLE, "no value yet", expected=time_gone)
        return Judgement(Light.NO_SOURCE, "reported, but without a value", expected=time_gone)
    if found.goal is None:
        return Judgement(Light.NO_SOURCE, "the baseline is missing", expected=time_gone)
    if found.met:
        return Judgement(Light.ON, "target reached, not yet closed", expected=found.expected_share)
    if found.on_schedule:
        return Judgement(Light.ON, "value on schedule", expected=found.expected_share)
    return Judgement(Light.BEHIND, "value behind the schedule", expected=found.expected_share)


def judge_milestones(state: TaskState, *, today: date) -> Judgement:
    """The light of a task that moves by milestones."""
    due_now = [step for step in state.milestones if step.planned <= today]
    late = [step for step in due_now if step.reached is None or step.reached > today]
    expected = Decimal(len(due_now)) / len(state.milestones)
    if late:
        return Judgement(Light.BEHIND, "%(count)s milestones are late", {"count": len(late)}, expected=expected)
    if not any(step.reached for step in state.milestones) and state.last_report is None:
        return Judgement(Light.IDLE, "no milestone reached yet", expected=expected)
    return Judgement(Light.ON, "milestones on schedule", expected=expected)


def judge_silence(state: TaskState, *, today: date, rules: LightRules, time_gone: Decimal) -> Judgement:
    """The light of a task that only a proof can end."""
    if state.proofs:
        return Judgement(Light.ON, "proof at hand, not yet closed", expected=time_gone)
    if not state.proof_named:
        return Judgement(Light.NO_SOURCE, "no kind of proof named", expected=time_gone)
    if state.last_report is None:
        return Judgement(Light.IDLE, "nothing reported yet", expected=time_gone)
    silent = (today - state.last_report).days
    if silent > rules.report_fresh_days:
        return Judgement(Light.BEHIND, "no report for %(days)s days", {"days": silent}, expected=time_gone)
    return Judgement(Light.ON, "reported %(days)s days ago", {"days": silent}, expected=time_gone)


def lowest_share(state: TaskState, standings: tuple[Standing | None, ...], today: date) -> Decimal | None:
    """The part of the way covered: the lowest of the measures, or milestones reached; None when unknown."""
    if state.measures and not (state.milestones and not any(standings)):
        if any(found is None or found.goal is None for found in standings):
            return None
        return min(found.share for found in standings if found is not None)
    if state.milestones:
        reached = sum(1 for step in state.milestones if step.reached and step.reached <= today)
        return Decimal(reached) / len(state.milestones)
    return ONE if state.proofs else None


def missing_of(state: TaskState, standings: tuple[Standing | None, ...]) -> str:
    """For want of what nothing can be computed, as a message id."""
    for index, found in enumerate(standings):
        if found is None:
            sourced = index < len(state.sources) and state.sources[index]
            return "cannot compute: no value yet" if sourced else "cannot compute: no source"
        if found.goal is None:
            return "cannot compute: no baseline"
    return "" if state.proofs else "cannot compute: no proof"
