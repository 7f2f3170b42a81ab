"""Questions of the hall, each on a day; answers are values, never rows of tables."""

from junheng.registry.queries.bases import base_card, bases, grades_to_book
from junheng.registry.queries.calendar import school_calendar, term_of, terms, week_of
from junheng.registry.queries.community import groups, networks, papers
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
    may_book,
    may_change,
    may_count,
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
from junheng.registry.queries.standing import school_standing

__all__ = ["Cut", "ImportCard", "base_card", "bases", "choices", "class_card", "copy_of", "counts_of", "county_numbers", "facilities", "filled_rows",
           "find", "forms_of", "grades_to_book", "groups", "import_card", "imports", "keepers_schools", "list_filled", "list_row", "list_rows",
           "marked_copy", "may_book", "may_change", "may_count", "may_find_pupils", "may_keep", "may_open", "may_uncover_pupil", "may_uncover_staff",
           "networks", "papers", "pupil_card", "report_of", "report_of_refusal", "roster", "said_of", "school_calendar", "school_card",
           "school_history", "school_standing", "schools", "staff_at", "staff_card", "staff_list", "term_of", "terms", "townships", "week_of"]
