"""Questions of the hall, each on a day; answers are values, never rows of tables."""

from junheng.registry.queries.corrections import (
    correction_card,
    corrections,
    fields_of,
    may_propose,
    sees_corrections,
)
from junheng.registry.queries.events import (
    choices_elsewhere,
    choices_for,
    event_card,
    events,
    kinds_for,
    may_decide,
    receiving,
    waiting,
)
from junheng.registry.queries.headcounts import count_sheet, counted_at, counts_heads, rounds
from junheng.registry.queries.histories import (
    class_history,
    member_history,
    pupil_history,
    school_record,
    staff_events,
)
from junheng.registry.queries.imports import (
    ImportCard,
    copy_of,
    counts_of,
    forms_of,
    import_card,
    imports,
    marked_copy,
    report_of,
    report_of_refusal,
)
from junheng.registry.queries.people import class_card, find, pupil_card, staff_at, staff_card
from junheng.registry.queries.rights import (
    may_change,
    may_find_pupils,
    may_graduate,
    may_open,
    may_record,
    may_uncover_pupil,
    may_uncover_staff,
    sees_events,
)
from junheng.registry.queries.rosters import roster
from junheng.registry.queries.schools import (
    choices,
    county_numbers,
    said_of,
    school_card,
    school_history,
    schools,
    townships,
)
from junheng.registry.queries.staffing import staff_list

__all__ = ["ImportCard", "choices", "choices_elsewhere", "choices_for", "class_card", "class_history", "copy_of", "correction_card", "corrections",
           "count_sheet", "counted_at", "counts_heads", "counts_of", "county_numbers", "event_card", "events", "fields_of", "find", "forms_of", "import_card",
           "imports", "kinds_for", "marked_copy", "may_change", "may_decide", "may_find_pupils", "may_graduate", "may_open", "may_propose",
           "may_record", "may_uncover_pupil", "may_uncover_staff", "member_history", "pupil_card", "pupil_history", "receiving", "report_of",
           "report_of_refusal", "roster", "rounds", "said_of", "school_card", "school_history", "school_record", "schools", "sees_corrections",
           "sees_events", "staff_at", "staff_card", "staff_events", "staff_list", "townships", "waiting"]
