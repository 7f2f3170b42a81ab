"""Questions of the hall, each on a day; answers are values, never rows of tables."""

from junheng.registry.queries.directory import directory, duty_history, duty_month, duty_on, duty_units
from junheng.registry.queries.finding import find
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
from junheng.registry.queries.overview import chosen_columns, overview
from junheng.registry.queries.own_school import OwnSchool, own_school, own_schools
from junheng.registry.queries.people import class_card, pupil_card, staff_at, staff_card
from junheng.registry.queries.places import county_map
from junheng.registry.queries.rights import (
    may_change,
    may_change_contact,
    may_find_pupils,
    may_keep_duty,
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

__all__ = ["ImportCard", "OwnSchool", "choices", "chosen_columns", "class_card", "copy_of", "counts_of", "county_map", "county_numbers",
           "directory", "duty_history", "duty_month", "duty_on", "duty_units", "find", "forms_of", "import_card", "imports", "marked_copy",
           "may_change", "may_change_contact", "may_find_pupils", "may_keep_duty", "may_open", "may_uncover_pupil", "may_uncover_staff",
           "overview", "own_school", "own_schools", "pupil_card", "report_of", "report_of_refusal", "roster", "said_of", "school_card",
           "school_history", "schools", "staff_at", "staff_card", "staff_list", "townships"]
