"""Events of pupils: whom they are about, what waits for whom, and each with its steps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from junheng.ground.people import access as people
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.ground.units.calendar import work_calendar
from junheng.ground.units.queries import tree
from junheng.ground.units.values import UnitTree
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, EventStep, Pupil, PupilEvent, SchoolClass
from junheng.registry.queries.books import procedure
from junheng.registry.queries.finding import NUMBER
from junheng.registry.queries.people import class_name, pupil_rows, school_names
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import Stage, class_words
from junheng.registry.values.events import (
    FROM_CARD,
    Decision,
    EventCard,
    EventKind,
    EventRow,
    EventState,
    Met,
    StepCard,
    StepWho,
)

MOST = 200


def home_of(event: PupilEvent) -> int | None:
    """The school that starts an event: the receiving one of a transfer, else the one on whose roll the pupil is."""
    return event.to_school_id if event.kind in {EventKind.TRANSFER, EventKind.TRANSFER_IN} else event.from_school_id


def by_number(number: str) -> Pupil | None:
    """The pupil who has or had a whole identity or roll number."""
    plain = "".join(number.split()).upper()
    if not NUMBER.match(plain):
        return None
    rows = Pupil.objects.filter(Q(identity_number=plain) | Q(roll_number=plain) | Q(former_numbers__number=plain))
    return rows.distinct().first()


def met_of(pupil: Pupil, day: date) -> Met | None:
    """A pupil on a roll as another school sees the child; None for one on no roll."""
    stay = Enrolment.objects.filter(on_day(day), pupil=pupil).first()
    if stay is None:
        return None
    row = pupil_rows(Pupil.objects.filter(pk=pupil.pk), day)[0]
    return Met(half_covered(row.name), row.sex, row.born.year, row.school, row.class_name, stay.stage, stay.entry_year)


def half_covered(name: str) -> str:
    """A name of which enough is left to be sure: 王*禾."""
    return f"{name[0]}*{name[2:]}" if len(name) > 2 else f"{name[0]}*"


def grades_that_fit(kind: EventKind, stay: Enrolment | None, group: SchoolClass) -> bool:
    """Whether a class is one the pupil can go to by an event of this kind."""
    if stay is None:
        return kind is EventKind.TRANSFER_IN
    if group.stage != stay.stage:
        return False
    later = group.entry_year - stay.entry_year
    return {EventKind.SKIP: later == -1, EventKind.REPEAT: later == 1, EventKind.RESUME: later >= 0,
            EventKind.CLASS_CHANGE: later == 0 and group.pk != stay.school_class_id, EventKind.TRANSFER: later == 0}.get(kind, False)


def class_choices(kind: EventKind, school: int, pupil: Pupil | None, day: date) -> list[tuple[int, str]]:
    """The classes of a school to which an event of this kind may lead."""
    stay = Enrolment.objects.filter(pupil=pupil, until__isnull=True).first() if pupil else None
    years = ClassYear.objects.filter(on_day(day), school_class__school_id=school).select_related("school_class").order_by(
        "school_class__stage", "grade", "school_class__class_no")
    return [(year.school_class_id, class_words(Stage(year.school_class.stage), year.grade, year.school_class.class_no)) for year in years
            if grades_that_fit(kind, stay, year.school_class)]


def choices_for(person: Person, pupil_id: int, kind: EventKind, day: date) -> list[tuple[int, str]]:
    """The same for a pupil within the person's reach."""
    pupil = access.visible_pupils(person, day).filter(pk=pupil_id).first()
    stay = Enrolment.objects.filter(pupil=pupil, until__isnull=True).first() if pupil else None
    return class_choices(kind, stay.school_id, pupil, day) if stay else []


def choices_elsewhere(number: str, school: int, kind: EventKind, day: date) -> list[tuple[int, str]]:
    """The classes of a receiving school for a pupil found by number, or for a newcomer."""
    return class_choices(kind, school, by_number(number), day)


def kinds_for(person: Person, pupil_id: int, day: date) -> list[EventKind]:
    """What the person may start from a pupil's card on the day: by reach, stage and status of the roll."""
    pupil = access.visible_pupils(person, day).filter(pk=pupil_id).first()
    stay = Enrolment.objects.filter(pupil=pupil, until__isnull=True).first() if pupil else None
    if pupil is None or stay is None or not access.may(person, "change", access.PUPIL_EVENT, unit_ids=[stay.school_id]):
        return []
    rules = {kind: procedure(kind, day) for kind in FROM_CARD}
    return [kind for kind in FROM_CARD if pupil.status in rules[kind].begins_from and stay.stage in rules[kind].stages]


def receiving(person: Person, day: date) -> list[tuple[int, str]]:
    """The schools for which the person may take pupils in."""
    reach = people.reach(person, "change", access.PUPIL_EVENT)
    rows = spells_on(day) if reach.everything else spells_on(day).filter(school_id__in=reach.unit_ids)
    return list(rows.order_by("school__school_code").values_list("school_id", "name"))


def may_decide(person: Person) -> bool:
    """Whether steps can wait for the person at all."""
    return access.may_at_all(person, "approve", access.PUPIL_EVENT)


def events_waiting(person: Person, day: date) -> list[EventRow]:
    """The events whose turn is at a unit for which the person may decide, the first due first."""
    units = people.reach(person, "approve", access.PUPIL_EVENT).unit_ids
    mine = EventStep.objects.filter(event=OuterRef("pk"), unit__in=units, due__isnull=False, decision="")
    rows = PupilEvent.objects.filter(Exists(mine), state=EventState.UNDER_WAY.value)
    found = event_rows(rows[:MOST], day)
    return sorted(found, key=lambda row: (row.turn.due if row.turn and row.turn.due else day, row.id))


def events(person: Person, day: date, *, ended: bool = False) -> list[EventRow]:
    """The events within the person's reach, under way or ended, the newest first."""
    rows = access.visible_events(person)
    rows = rows.exclude(state=EventState.UNDER_WAY.value) if ended else rows.filter(state=EventState.UNDER_WAY.value)
    return event_rows(rows[:MOST], day)


def event_rows(rows: QuerySet[PupilEvent], day: date) -> list[EventRow]:
    """Events as a list shows them."""
    found = list(rows.select_related("pupil", "school_class").prefetch_related("steps", "school_class__years"))
    known = school_names((each for row in found for each in (row.from_school_id, row.to_school_id) if each), day)
    people_names = names(step.decided_by_id for row in found for step in row.steps.all() if step.decided_by_id)
    units = tree(day)
    return [event_row(row, known, people_names, units, day) for row in found]


def event_row(row: PupilEvent, known: dict[int, str], people_names: dict[int, str], units: UnitTree, day: date) -> EventRow:
    """One event."""
    steps = step_cards(row.steps.all(), people_names, units, day)
    turn = next((step for step in steps if step.due and step.decision is None), None) if row.state == EventState.UNDER_WAY else None
    return EventRow(row.pk, EventKind(row.kind), EventState(row.state), whom(row, day), known.get(row.from_school_id or 0, "") or row.outside,
                    known.get(row.to_school_id or 0, "") or (row.outside if row.from_school_id else ""), row.started_at, row.on, turn)


def whom(row: PupilEvent, day: date) -> str:
    """The name of the pupil, or of the class."""
    if row.pupil is not None:
        return row.pupil.name
    if row.school_class is not None:
        return class_name(row.school_class, [year for year in row.school_class.years.all() if year.since <= day])
    return str(json.loads(row.newcomer).get("name", "")) if row.newcomer else ""


def step_cards(steps: Iterable[EventStep], people_names: dict[int, str], units: UnitTree, day: date) -> tuple[StepCard, ...]:
    """Steps with their units, days left and lateness in working days."""
    calendar, found = work_calendar(day), []
    for step in steps:
        open_now = step.due is not None and not step.decision
        left = calendar.working_days_between(day, step.due) if open_now and step.due else None
        last = step.decided_at.date() if step.decided_at else day
        late = calendar.working_days_between(step.due, last) if step.due and last > step.due else 0
        found.append(StepCard(step.no, StepWho(step.who), step.unit_id, units.short_name(step.unit_id), step.days, step.due,
                              Decision(step.decision) if step.decision else None, people_names.get(step.decided_by_id or 0, ""), step.decided_at,
                              step.words, max(late, 0), left))
    return tuple(found)


def event_card(person: Person, event_id: int, day: date) -> EventCard | None:
    """An event with its steps; None for one out of reach."""
    row = access.visible_events(person).filter(pk=event_id).select_related("pupil", "school_class", "to_class").prefetch_related("steps").first()
    if row is None:
        return None
    steps = list(row.steps.all())
    people_names = names([row.started_by_id, *(step.decided_by_id for step in steps if step.decided_by_id)])
    units = tree(day)
    known = school_names((each for each in (row.from_school_id, row.to_school_id) if each), day)
    held = event_row(row, known, people_names, units, day)
    home, going = home_of(row), row.state == EventState.UNDER_WAY
    sees = row.pupil_id is not None and access.visible_pupils(person, day).filter(pk=row.pupil_id).exists()
    kind = EventKind(row.kind)
    return EventCard(
        row=held, pupil_id=row.pupil_id if sees else None, class_id=row.school_class_id,
        to_class=class_name(row.to_class, row.to_class.years.filter(on_day(day))) if row.to_class else "", reason=row.reason, paper=row.paper,
        outside=row.outside, started_by=people_names.get(row.started_by_id, ""), steps=step_cards(steps, people_names, units, day),
        rule=procedure(kind, row.started_at.date()).source,
        may_decide=held.turn is not None and access.may(person, "approve", access.PUPIL_EVENT, unit_ids=[held.turn.unit_id or 0]),
        may_withdraw=going and (row.started_by_id == person.account_id
                                or access.may(person, "change", access.PUPIL_EVENT, unit_ids=[home] if home else [])))
