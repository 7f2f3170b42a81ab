"""Questions of the hall, each on a day; answers are values, never rows of tables."""

from junheng.registry.queries.exchange import Asked, BeginAgain, changes, given_one, given_page
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
from junheng.registry.queries.nodes import node_cards, node_to_pull, nodes_to_pull, speakers
from junheng.registry.queries.people import class_card, find, pupil_card, staff_at, staff_card
from junheng.registry.queries.rights import (
    may_change,
    may_find_pupils,
    may_name_nodes,
    may_open,
    may_see_nodes,
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

__all__ = ["Asked", "BeginAgain", "ImportCard", "changes", "choices", "class_card", "copy_of", "counts_of", "county_numbers", "find", "forms_of", "given_one", "given_page", "import_card", "imports", "marked_copy",
           "may_change", "may_find_pupils", "may_name_nodes", "may_open", "may_see_nodes", "may_uncover_pupil", "may_uncover_staff", "node_cards", "node_to_pull", "nodes_to_pull", "pupil_card", "report_of",
           "report_of_refusal", "roster", "said_of", "school_card", "school_history", "schools", "speakers", "staff_at", "staff_card", "staff_list", "townships"]
