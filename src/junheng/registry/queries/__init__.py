"""Questions of the hall, each on a day; answers are values, never rows of tables."""

from junheng.registry.queries.calendar import school_calendar, term_of, terms, week_of
from junheng.registry.queries.facilities import facilities
from junheng.registry.queries.imports import (
    ImportCard,
    copy_of,
    counts_of,
    filled_rows,
    forms_of,
    import_card,
    imports,
    marked_copy,
    report_of,
    report_of_refusal,
)
from junheng.registry.queries.lists import (
    Cut,
    keepers_schools,
    list_filled,
    list_row,
    list_rows,
    may_keep,
)
from junheng.registry.queries.people import class_card, find, pupil_card, staff_at, staff_card
from junheng.registry.queries.rights import (
    may_change,
    may_find_pupils,
    may_open,
    may_uncover_pupil,
    may_uncover_staff,
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

__all__ = [
    "Cut",
    "ImportCard",
    "choices",
    "class_card",
    "copy_of",
    "counts_of",
    "county_numbers",
    "facilities",
    "filled_rows",
    "find",
    "forms_of",
    "import_card",
    "imports",
    "keepers_schools",
    "list_filled",
    "list_row",
    "list_rows",
    "marked_copy",
    "may_change",
    "may_find_pupils",
    "may_keep",
    "may_open",
    "may_uncover_pupil",
    "may_uncover_staff",
    "pupil_card",
    "report_of",
    "report_of_refusal",
    "roster",
    "said_of",
    "school_calendar",
    "school_card",
    "school_history",
    "schools",
    "staff_at",
    "staff_card",
    "staff_list",
    "term_of",
    "terms",
    "townships",
    "week_of",
]
