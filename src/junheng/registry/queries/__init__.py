"""Questions of the hall, each on a day; answers are values, never rows of tables."""

from junheng.registry.queries.people import class_card, find, pupil_card, staff_at, staff_card
from junheng.registry.queries.rights import (
    may_change,
    may_find_pupils,
    may_open,
    may_uncover_pupil,
    may_uncover_staff,
)
from junheng.registry.queries.schools import (
    choices,
    county_numbers,
    said_of,
    school_card,
    school_history,
    schools,
    townships,
)

__all__ = ["choices", "class_card", "county_numbers", "find", "may_change", "may_find_pupils", "may_open", "may_uncover_pupil",
           "may_uncover_staff", "pupil_card", "said_of", "school_card", "school_history", "schools", "staff_at", "staff_card", "townships"]
