"""Events of pupils: started by a school, decided step by step, withdrawn while under way; they happen when the last step agrees."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from junheng.ground.audit.actions import look, say
from junheng.ground.kernel.findings import Refused
from junheng.ground.notify.actions import tell
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.ground.units.calendar import work_calendar
from junheng.ground.units.queries import tree
from junheng.registry import access
from junheng.registry.actions.event_effects import NEWCOMER, carry_out, class_on, numbers_free
from junheng.registry.actions.schools import going_on, refused
from junheng.registry.engine.procedures import Procedure, standing
from junheng.registry.engine.typed import contradiction, typed, written
from junheng.registry.models import ClassYear, Enrolment, EventStep, Pupil, PupilEvent, SchoolClass
from junheng.registry.queries.books import procedure
from junheng.registry.queries.events import by_number, grades_that_fit, home_of, met_of
from junheng.registry.queries.offices import bureau_above, deciders
from junheng.registry.queries.rosters import RUNS
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import Stage
from junheng.registry.values.events import FROM_CARD, Asked, Decision, EventKind, EventState, Met, StepWho
from junheng.registry.values.forms import GRADES, PUPILS

ARRIVALS = frozenset({EventKind.TRANSFER, EventKind.TRANSFER_IN})
NEEDS_CLASS = frozenset({EventKind.TRANSFER_IN, EventKind.CLASS_CHANGE, EventKind.SKIP, EventKind.REPEAT})
LONGEST = 400


@transaction.atomic
def find_elsewhere(*, number: str, to_school: int, today: date, by: Person, at: datetime) -> Met | None:
    """This will write down that a school looked for a pupil by a whole number, and give what is needed to be sure of the child.

    None where nobody on a roll of the county has it. Raises Denied.
    """
    access.check_may(by, "change", access.PUPIL_EVENT, unit_ids=[to_school])
    pupil = by_number(number)
    met = met_of(pupil, today) if pupil else None
    look("A pupil was looked for by a whole number for a transfer: %(found_word)s.", values={"found_word": "found" if met else "nobody on a roll"},
         by=by.account_id, by_name=by.name, at=at, kind=access.PUPIL_EVENT, ref=str(pupil.pk) if pupil else "")
    return met


@transaction.atomic
def start_event(*, asked: Asked, today: date, by: Person, at: datetime) -> int:
    """This will start an event and set the clock of its first step; its id. Asked twice by one person it is one. Raises Denied, Refused."""
    rules = procedure(asked.kind, today)
    event = PupilEvent(kind=asked.kind.value, reason=needed(asked.reason, "reason"), paper=" ".join(asked.paper.split())[:200],
                       outside=" ".join(asked.outside.split())[:120], to_school_id=asked.to_school if asked.kind in ARRIVALS else None,
                       started_by_id=by.account_id, started_at=at)
    subject_of(event, asked, rules, today, by)
    home = home_of(event)
    access.check_may(by, "change", access.PUPIL_EVENT, unit_ids=[home] if home else [])
    same = under_way(event, by)
    if same is not None:
        return same
    event.save()
    steps = steps_of(event, rules, home or 0, today)
    steps[0].due = work_calendar(today).add_working_days(today, steps[0].days)
    EventStep.objects.bulk_create(steps)
    _say("%(kind_word)s was started: %(who)s.", event, by, at)
    ask(event, steps[0], today, at)
    return int(event.pk)


def subject_of(event: PupilEvent, asked: Asked, rules: Procedure, today: date, by: Person) -> None:
    """This will say whose event it is: a pupil of the own roll, one found by number, a newcomer, or a class. Raises Refused."""
    if asked.kind is EventKind.GRADUATE:
        event.school_class = SchoolClass.objects.filter(pk=asked.class_id).first()
        finishing(event, rules, today)
        return
    pupil = visible(asked, today, by) if asked.kind in FROM_CARD else by_number(asked.number)
    if pupil is not None:
        pupil = Pupil.objects.select_for_update().get(pk=pupil.pk)
    stay = Enrolment.objects.filter(pupil=pupil, until__isnull=True).first() if pupil else None
    event.pupil = pupil
    if asked.kind is EventKind.TRANSFER_IN:
        arriving(event, asked, rules, stay)
    elif pupil is None or stay is None:
        raise refused("on-no-roll", "No pupil on a roll of the county has this number.", "From outside the county it is a transfer in (县外转入).",
                      field="number")
    else:
        event.from_school_id = stay.school_id
        fitting(event, stay, rules)
    placed(event, asked, stay, today)


def visible(asked: Asked, today: date, by: Person) -> Pupil:
    """The pupil of the card. Raises Refused for one who is out of reach."""
    pupil = access.visible_pupils(by, today).filter(pk=asked.pupil_id).first()
    if pupil is None:
        raise refused("unknown-pupil", "There is no such pupil within your reach.", "Open the card of the pupil first.")
    return pupil


def fitting(event: PupilEvent, stay: Enrolment, rules: Procedure) -> None:
    """Raises Refused where the pupil's stage or status does not allow the event."""
    pupil = event.pupil
    if pupil is None or pupil.status not in rules.begins_from:
        raise refused("wrong-status", "The state of the pupil's roll does not allow this.", "Look at the card: a suspended pupil returns first.")
    if stay.stage not in rules.stages:
        raise refused("wrong-stage", "This is not allowed at the pupil's stage.", "The rule is shown on the page of the procedure.")
    if event.kind == EventKind.TRANSFER and event.to_school_id == stay.school_id:
        raise refused("same-school", "The pupil is on the roll of this school already.", "Change the class instead.", field="number")


def arriving(event: PupilEvent, asked: Asked, rules: Procedure, stay: Enrolment | None) -> None:
    """This will keep who comes from outside the county: somebody known from before, or a new record. Raises Refused."""
    if stay is not None:
        raise refused("on-a-roll", "The pupil is on a roll of the county by now.", "Refuse this and start a transfer within the county.")
    if not event.outside:
        raise refused("no-outside-school", "The school outside the county is missing.", "Give its name and place.", field="outside")
    if event.pupil is not None:
        if event.pupil.status not in rules.begins_from:
            raise refused("wrong-status", "The state of the pupil's roll does not allow this.", "Look at the card: a suspended pupil returns first.")
        return
    values, wrong = typed((PUPILS.field(key) for key in NEWCOMER), asked.newcomer)
    wrong += contradiction(values)
    if wrong:
        raise Refused(*wrong)
    if not values.get("identity_number") and not values.get("roll_number"):
        raise refused("no-number", "A pupil at school needs a roll number or an identity number.", "Fill in one of the two.", field="identity_number")
    numbers_free(None, dict(values))
    event.newcomer = json.dumps({key: written(values[key], PUPILS.field(key)) for key in NEWCOMER}, ensure_ascii=False)


def placed(event: PupilEvent, asked: Asked, stay: Enrolment | None, today: date) -> None:
    """This will keep the class the pupil goes to. Raises Refused for one of another school or grade, and for none where one is needed."""
    kind, school = EventKind(event.kind), event.to_school_id or event.from_school_id
    if event.to_school_id is not None:
        going_on(event.to_school_id)
    if kind in {EventKind.TRANSFER_OUT, EventKind.ABROAD} and not event.outside:
        raise refused("no-outside-school", "The school outside the county is missing.", "Give its name and place.", field="outside")
    if asked.to_class is None:
        if kind in NEEDS_CLASS:
            raise refused("no-class", "The class is missing to which the pupil goes.", "Choose one.", field="to_class")
        if kind is EventKind.TRANSFER and stay is not None and stay.stage not in RUNS[kind_of(event.to_school_id, today)]:
            raise refused("not-run", "The school does not run the pupil's stage.", "Choose another school.", field="number")
        return
    group = SchoolClass.objects.filter(pk=asked.to_class, school=school).first()
    if group is None or not grades_that_fit(kind, stay, group):
        raise refused("wrong-class", "This class does not fit.", "Choose among the classes offered: of this school and the right grade.",
                      field="to_class")
    event.to_class = class_on(group, today)


def kind_of(school: int | None, today: date) -> str:
    """The kind of a school on a day."""
    return str(spells_on(today).values_list("kind", flat=True).get(school_id=school))


def finishing(event: PupilEvent, rules: Procedure, today: date) -> None:
    """This will keep the class that graduates. Raises Refused for one that is not in the last grade of its stage, or empty."""
    group = event.school_class
    year = ClassYear.objects.filter(access.on_day(today), school_class=group).first() if group else None
    if group is None or year is None:
        raise refused("unknown-class", "There is no such class.", "Choose one from the list.")
    event.from_school_id = group.school_id
    if group.stage not in rules.stages or year.grade != GRADES[Stage(group.stage)].stop - 1:
        raise refused("not-last-grade", "Only a class in the last grade of its stage graduates.", "Choose another class.")
    if not group.enrolments.filter(until__isnull=True).exists():
        raise refused("empty-class", "There is nobody in this class.", "Choose another class.")


def under_way(event: PupilEvent, by: Person) -> int | None:
    """The same event started by the same person already. Raises Refused where another one is under way."""
    whose = Q(pupil=event.pupil) if event.pupil else Q(school_class=event.school_class) if event.school_class else Q(
        pupil__isnull=True, kind=event.kind, to_school=event.to_school_id)
    for other in PupilEvent.objects.filter(whose, state=EventState.UNDER_WAY.value):
        if event.pupil is None and event.school_class is None and other.newcomer != event.newcomer:
            continue
        if other.started_by_id == by.account_id and other.kind == event.kind and other.to_school_id == event.to_school_id:
            return int(other.pk)
        raise refused("under-way", "Another event is under way since %(day)s: %(kind)s.", "It has to end or to be withdrawn first.",
                      day=other.started_at.date().isoformat(), kind=EventKind(other.kind).chinese)
    return None


def steps_of(event: PupilEvent, rules: Procedure, home: int, today: date) -> list[EventStep]:
    """The steps of an event, each with the unit that decides. Raises Refused for a school without a bureau above it."""
    units, found = tree(today), []
    for no, (who, days) in enumerate(rules.steps):
        side = event.to_school_id if who.receiving else event.from_school_id if who in {StepWho.FROM_SCHOOL, StepWho.FROM_BUREAU} else home
        unit = side if who.of_school else bureau_above(units, side or home)
        if unit is None:
            raise refused("no-bureau", "No bureau stands above this school.", "Ask the system administrator to put it in its place among the units.")
        found.append(EventStep(event=event, no=no, who=who.value, unit_id=unit, days=days))
    return found


@transaction.atomic
def decide_step(*, event_id: int, no: int, decision: Decision, words: str, today: date, by: Person, at: datetime) -> EventState:
    """This will write down what was decided at a step; with the last one the event happens. Raises Denied, Refused.

    Of two who decide at once one is told that it is decided.
    """
    event = locked(event_id)
    step = event.steps.filter(no=no).first()
    if step is None:
        raise refused("unknown-step", "There is no such step.", "Open the event again.")
    access.check_may(by, "approve", access.PUPIL_EVENT, unit_ids=[step.unit_id])
    if step.decided_by_id == by.account_id and step.decision == decision:
        return EventState(event.state)
    its_turn(event, step, by, today)
    said = needed(words, "words") if decision is Decision.REFUSED else " ".join(words.split())[:LONGEST]
    taken = EventStep.objects.filter(pk=step.pk, decision="").update(decision=decision.value, words=said, decided_by=by.account_id, decided_at=at)
    if not taken:
        raise decided_already(EventStep.objects.get(pk=step.pk))
    state, turn = standing(list(event.steps.values_list("decision", flat=True)))
    if state is EventState.UNDER_WAY:
        following = event.steps.get(no=turn)
        following.due = work_calendar(today).add_working_days(today, following.days)
        following.save(update_fields=["due"])
        _say("%(kind_word)s of %(who)s: %(step)s agreed.", event, by, at, step=StepWho(step.who).chinese)
        ask(event, following, today, at)
        return state
    if state is EventState.DONE:
        carry_out(event, on=today, at=at)
    PupilEvent.objects.filter(pk=event.pk).update(state=state.value, ended_by=by.account_id, ended_at=at, on=today if state is EventState.DONE else None)
    if state is EventState.DONE:
        _say("%(kind_word)s of %(who)s took effect: %(step)s agreed as the last.", locked(event_id), by, at, step=StepWho(step.who).chinese)
    else:
        _say("%(kind_word)s of %(who)s was refused by %(step)s.", event, by, at, step=StepWho(step.who).chinese)
    told(event, state, at)
    return state


def its_turn(event: PupilEvent, step: EventStep, by: Person, today: date) -> None:
    """Raises Refused for a step that is decided, or that waits for another, or that follows one by the same person."""
    if step.decision:
        raise decided_already(step)
    if event.state != EventState.UNDER_WAY:
        raise refused("ended", "This has ended already.", "Open the event again to see how.")
    _, turn = standing(list(event.steps.values_list("decision", flat=True)))
    if turn != step.no:
        raise refused("not-its-turn", "Another step comes first.", "Wait for it; the page shows whose turn it is.")
    before = event.steps.get(no=step.no - 1).decided_by_id if step.no else event.started_by_id
    rules = procedure(EventKind(event.kind), today)
    # Whoever writes down what others decided outside the county decides nothing.
    if rules.by_another and before == by.account_id and step.who != StepWho.OUTSIDE:
        raise refused("same-person", "The step before was yours: somebody else has to look at this one.", "Ask a colleague who may decide here.")


def decided_already(step: EventStep) -> Refused:
    """A step that somebody else has decided."""
    return refused("decided", "%(who)s has decided this step already.", "Open the event again to see how it stands.",
                   who=names([step.decided_by_id or 0]).get(step.decided_by_id or 0, ""))


@transaction.atomic
def withdraw_event(*, event_id: int, by: Person, at: datetime) -> None:
    """This will take back an event that is under way: by who started it, or by the school or bureau that may. Raises Denied, Refused."""
    event = locked(event_id)
    home = home_of(event)
    if event.started_by_id != by.account_id:
        access.check_may(by, "change", access.PUPIL_EVENT, unit_ids=[home] if home else [])
    if event.state == EventState.WITHDRAWN:
        return
    if event.state != EventState.UNDER_WAY:
        raise refused("ended", "This has ended already.", "Open the event again to see how.")
    PupilEvent.objects.filter(pk=event.pk).update(state=EventState.WITHDRAWN.value, ended_by=by.account_id, ended_at=at)
    _say("%(kind_word)s of %(who)s was withdrawn.", event, by, at)


def locked(event_id: int) -> PupilEvent:
    """The event, locked. Raises Refused for one that is not there."""
    row = PupilEvent.objects.select_for_update().filter(pk=event_id).first()
    if row is None:
        raise refused("unknown-event", "There is no such event.", "Choose one from the list.")
    return row


def needed(words: str, field: str) -> str:
    """Words that must say something. Raises Refused."""
    said = " ".join(words.split())
    if len(said) < 2:
        raise refused("no-words", "The reason is missing.", "A few words; they stay with the event.", field=field)
    return said[:LONGEST]


def ask(event: PupilEvent, step: EventStep, today: date, at: datetime) -> None:
    """This will tell those who may decide a step that it is their turn."""
    tell(account_ids=deciders([step.unit_id], today), sentence="%(kind)s waits for your decision until %(day)s.",
         values={"kind": EventKind(event.kind).chinese, "day": step.due.isoformat() if step.due else ""},
         link=reverse("registry:event", args=[event.pk]), at=at, key=f"registry.event:{event.pk}:{step.no}")


def told(event: PupilEvent, state: EventState, at: datetime) -> None:
    """This will tell who started an event how it ended."""
    tell(account_ids=[event.started_by_id], sentence="%(kind)s that you started has ended: %(state)s.",
         values={"kind": EventKind(event.kind).chinese, "state": state.chinese}, link=reverse("registry:event", args=[event.pk]), at=at,
         key=f"registry.event:{event.pk}:end")


def codes(event: PupilEvent) -> str:
    """Whom an event is about, without a name: the pupil's code, a class by its number."""
    if event.pupil_id:
        return str(Pupil.objects.values_list("code", flat=True).get(pk=event.pupil_id))
    return f"{event.school_class.entry_year}级{event.school_class.class_no}班" if event.school_class else "—"


def _say(sentence: str, event: PupilEvent, by: Person, at: datetime, **values: str) -> None:
    """This will write the audit entry, with a digest of the steps and of the pupil's places."""
    rows: Collection[Any] = [*event.steps.values_list("no", "who", "decision", "decided_by"),
                             *Enrolment.objects.filter(pupil=event.pupil_id).values_list("school", "school_class", "since", "until")]
    say(sentence, values={"kind_word": EventKind(event.kind).label, "who": codes(event), **values}, by=by.account_id, by_name=by.name, at=at,
        kind=access.PUPIL_EVENT, ref=str(event.pk), rows=rows)
