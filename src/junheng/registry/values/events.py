"""Events of pupils and staff (学籍异动、人员变动), who decides them, and what pages are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from junheng.registry.values.codes import Coded, DutyStatus, RollStatus


class EventKind(Coded):
    """What happens to a pupil's place on the roll (学籍异动类别)."""

    TRANSFER = "transfer", "县内转学"
    TRANSFER_IN = "transfer_in", "县外转入"
    TRANSFER_OUT = "transfer_out", "转出县外"
    SUSPEND = "suspend", "休学"
    RESUME = "resume", "复学"
    SKIP = "skip", "跳级"
    REPEAT = "repeat", "留级"
    LEAVE = "leave", "退学"
    ABROAD = "abroad", "出国（境）就读"
    DEATH = "death", "死亡"
    CLASS_CHANGE = "class_change", "调整班级"
    GRADUATE = "graduate", "毕业"


    @property
    def label(self) -> str:
        """English message id."""
        return EVENT_LABELS[self]


EVENT_LABELS = {
    EventKind.TRANSFER: "Transfer within the county", EventKind.TRANSFER_IN: "Transfer from outside the county",
    EventKind.TRANSFER_OUT: "Transfer out of the county", EventKind.SUSPEND: "Suspension of studies", EventKind.RESUME: "Return to studies",
    EventKind.SKIP: "Skipping a grade", EventKind.REPEAT: "Repeating a grade", EventKind.LEAVE: "Leaving school",
    EventKind.ABROAD: "Going to school abroad", EventKind.DEATH: "Death of a pupil", EventKind.CLASS_CHANGE: "Change of class",
    EventKind.GRADUATE: "Graduation of a class",
}


class EventState(Coded):
    """How far an event has come (办理状态)."""

    UNDER_WAY = "under_way", "办理中"
    DONE = "done", "已办结"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class StepWho(Coded):
    """Whose turn a step is (办理方)."""

    TO_SCHOOL = "to_school", "转入学校"
    TO_BUREAU = "to_bureau", "转入学校主管部门"
    FROM_SCHOOL = "from_school", "转出学校"
    FROM_BUREAU = "from_bureau", "转出学校主管部门"
    SCHOOL = "school", "学校"
    BUREAU = "bureau", "学籍主管部门"
    OUTSIDE = "outside", "县外各方（由本县主管部门记录）"

    @property
    def of_school(self) -> bool:
        """Whether a school decides, not the bureau above it."""
        return self in {StepWho.TO_SCHOOL, StepWho.FROM_SCHOOL, StepWho.SCHOOL}

    @property
    def receiving(self) -> bool:
        """Whether it is on the side of the school that takes the pupil in."""
        return self in {StepWho.TO_SCHOOL, StepWho.TO_BUREAU}


class Decision(Coded):
    """What was decided at a step (办理意见)."""

    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


class StaffEventKind(Coded):
    """What happens to a member of staff (人员变动类别)."""

    APPOINT = "appoint", "首次聘任"
    TRANSFER = "transfer", "调动"
    SECOND_BUREAU = "second_bureau", "借调局机关"
    SECOND_OUTSIDE = "second_outside", "借调外单位"
    SUPPORT = "support", "支教"
    SICK = "sick", "病假"
    MATERNITY = "maternity", "产假"
    RETURN = "return", "返岗"
    RETIRE = "retire", "退休"
    LEAVE = "leave", "离职"


    @property
    def label(self) -> str:
        """English message id."""
        return STAFF_EVENT_LABELS[self]


STAFF_EVENT_LABELS = {
    StaffEventKind.APPOINT: "First appointment", StaffEventKind.TRANSFER: "Transfer of staff", StaffEventKind.SECOND_BUREAU: "Secondment to the bureau",
    StaffEventKind.SECOND_OUTSIDE: "Secondment outside", StaffEventKind.SUPPORT: "Supporting another school", StaffEventKind.SICK: "Sick leave",
    StaffEventKind.MATERNITY: "Maternity leave", StaffEventKind.RETURN: "Return to duty", StaffEventKind.RETIRE: "Retirement",
    StaffEventKind.LEAVE: "Resignation",
}
# The duty status that a staff event leads to.
LEADS_TO = {
    StaffEventKind.APPOINT: DutyStatus.ON_DUTY, StaffEventKind.TRANSFER: DutyStatus.ON_DUTY, StaffEventKind.SECOND_BUREAU: DutyStatus.SECONDED_BUREAU,
    StaffEventKind.SECOND_OUTSIDE: DutyStatus.SECONDED_OUTSIDE, StaffEventKind.SUPPORT: DutyStatus.SUPPORTING,
    StaffEventKind.SICK: DutyStatus.SICK_LEAVE, StaffEventKind.MATERNITY: DutyStatus.MATERNITY_LEAVE,
    StaffEventKind.RETURN: DutyStatus.ON_DUTY, StaffEventKind.RETIRE: DutyStatus.RETIRED, StaffEventKind.LEAVE: DutyStatus.LEFT,
}
# The status of the roll that an event of a pupil ends in, for those that take the pupil off the roll.
ENDS_IN = {
    EventKind.TRANSFER_OUT: RollStatus.TRANSFERRED_OUT, EventKind.LEAVE: RollStatus.LEFT, EventKind.ABROAD: RollStatus.ABROAD,
    EventKind.DEATH: RollStatus.DIED, EventKind.GRADUATE: RollStatus.GRADUATED,
}
# Events that a school starts from the card of a pupil on its own roll.
FROM_CARD = (EventKind.CLASS_CHANGE, EventKind.SUSPEND, EventKind.RESUME, EventKind.SKIP, EventKind.REPEAT, EventKind.TRANSFER_OUT,
             EventKind.ABROAD, EventKind.LEAVE, EventKind.DEATH)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: an event of a pupil by id, or by a whole number for one on another roll, or of a class.

    `newcomer`: what was typed of a child who comes from outside the county, by the keys of the pupils' form.
    """

    kind: EventKind
    reason: str
    paper: str = ""
    pupil_id: int | None = None
    number: str = ""
    class_id: int | None = None
    to_school: int | None = None
    to_class: int | None = None
    outside: str = ""
    newcomer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of an event. `due` None before its turn; `late`: working days behind, 0 where it is not."""

    no: int
    who: StepWho
    unit_id: int | None
    unit: str
    days: int
    due: date | None
    decision: Decision | None
    decided_by: str
    decided_at: datetime | None
    words: str
    late: int = 0
    left: int | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list. `turn` is the step it waits for, None for one that has ended."""

    id: int
    kind: EventKind
    state: EventState
    who: str
    from_school: str
    to_school: str
    started_at: datetime
    on: date | None
    turn: StepCard | None


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as its page shows it."""

    row: EventRow
    pupil_id: int | None
    class_id: int | None
    to_class: str
    reason: str
    paper: str
    outside: str
    started_by: str
    steps: tuple[StepCard, ...]
    rule: str
    may_decide: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Met:
    """A pupil whom another school found by a whole number: so much as is needed to be sure of the child."""

    name: str
    sex: str
    born_year: int
    school: str
    class_name: str
    stage: str
    entry_year: int


@dataclass(frozen=True, slots=True)
class StaffEventRow:
    """An event of a member of staff."""

    kind: StaffEventKind
    on: date
    before: DutyStatus
    after: DutyStatus
    from_school: str
    to_school: str
    paper: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a record's history: when, what, by whom. `sort` orders lines of one day."""

    at: datetime
    kind: str
    sentence: str
    who: str
    link: str = ""
