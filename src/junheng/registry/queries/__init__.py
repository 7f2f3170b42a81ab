"""Questions of the hall, each on a day; answers are values, never rows of tables."""

from junheng.registry.queries.bases import base_card, bases, grades_to_book
from junheng.registry.queries.calendar import school_calendar, term_of, terms, week_of
from junheng.registry.queries.checks import checks, met
from junheng.registry.queries.community import groups, networks, papers
from junheng.registry.queries.compared import NUMBERS, columns, compared
from junheng.registry.queries.corrections import (
           correction_card,
           corrections,
           fields_of,
           may_propose,
           sees_corrections,
)
from junheng.registry.queries.directory import (
           bureau_on_duty,
           directory,
           duty_history,
           duty_month,
           duty_on,
           duty_units,
)
from junheng.registry.queries.duplicates import (
           kept_member,
           kept_pupil,
           kinds_of_pairs,
           pair_card,
           pairs,
           pairs_waiting,
           search,
)
from junheng.registry.queries.events import (
           choices_elsewhere,
           choices_for,
           event_card,
           events,
           events_waiting,
           kinds_for,
           may_decide,
           receiving,
)
from junheng.registry.queries.exchange import Asked, BeginAgain, changes, given_one, given_page
from junheng.registry.queries.facilities import facilities
from junheng.registry.queries.finding import find
from junheng.registry.queries.findings import (
           FindingCut,
           by_check,
           by_school,
           codes_of,
           finding,
           findings,
           last_run,
           may_accept,
           may_mend,
           may_run,
           may_see_checks,
           open_at,
           school_by_code,
)
from junheng.registry.queries.headcounts import count_sheet, counted_at, counts_heads, headcount_rounds
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
           filled_rows,
           forms_of,
           import_card,
           imports,
           marked_copy,
           report_of,
           report_of_refusal,
)
from junheng.registry.queries.lists import Cut, keepers_schools, list_filled, list_row, list_rows, may_keep
from junheng.registry.queries.national import (
           NationalCut,
           difference,
           differences,
           differences_told,
           national_card,
           national_file,
           national_files,
           national_systems,
)
from junheng.registry.queries.national_lists import correction_lines, own_keys, own_titles
from junheng.registry.queries.nodes import node_cards, node_to_pull, nodes_to_pull, speakers
from junheng.registry.queries.overview import chosen_columns, overview
from junheng.registry.queries.own_school import OwnSchool, own_school, own_schools
from junheng.registry.queries.people import class_card, pupil_card, staff_at, staff_card
from junheng.registry.queries.places import county_map
from junheng.registry.queries.rights import (
           may_book,
           may_change,
           may_change_contact,
           may_count,
           may_find_pupils,
           may_graduate,
           may_keep_duty,
           may_name_nodes,
           may_open,
           may_record,
           may_see_nodes,
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
from junheng.registry.queries.slips import answers_of_class, class_slips, may_see_slips, slip_card
from junheng.registry.queries.staffing import asked_of_newcomers, may_appoint, staff_list
from junheng.registry.queries.standing import school_standing

__all__ = ["NUMBERS", "Asked", "BeginAgain", "Cut", "FindingCut", "ImportCard", "NationalCut", "OwnSchool", "answers_of_class",
           "asked_of_newcomers", "base_card", "bases", "bureau_on_duty", "by_check", "by_school", "changes", "checks", "choices",
           "choices_elsewhere", "choices_for", "chosen_columns", "class_card", "class_history", "class_slips", "codes_of", "columns",
           "compared", "copy_of", "correction_card", "correction_lines", "corrections", "count_sheet", "counted_at", "counts_heads",
           "counts_of", "county_map", "county_numbers", "difference", "differences", "differences_told", "directory", "duty_history",
           "duty_month", "duty_on", "duty_units", "event_card", "events", "events_waiting", "facilities", "fields_of", "filled_rows",
           "find", "finding", "findings", "forms_of", "given_one", "given_page", "grades_to_book", "groups", "headcount_rounds",
           "import_card", "imports", "keepers_schools", "kept_member", "kept_pupil", "kinds_for", "kinds_of_pairs", "last_run",
           "list_filled", "list_row", "list_rows", "marked_copy", "may_accept", "may_appoint", "may_book", "may_change",
           "may_change_contact", "may_count", "may_decide", "may_find_pupils", "may_graduate", "may_keep", "may_keep_duty", "may_mend",
           "may_name_nodes", "may_open", "may_propose", "may_record", "may_run", "may_see_checks", "may_see_nodes", "may_see_slips",
           "may_uncover_pupil", "may_uncover_staff", "member_history", "met", "national_card", "national_file", "national_files",
           "national_systems", "networks", "node_cards", "node_to_pull", "nodes_to_pull", "open_at", "overview", "own_keys",
           "own_school", "own_schools", "own_titles", "pair_card", "pairs", "pairs_waiting", "papers", "pupil_card", "pupil_history",
           "receiving", "report_of", "report_of_refusal", "roster", "said_of", "school_by_code", "school_calendar", "school_card",
           "school_history", "school_record", "school_standing", "schools", "search", "sees_corrections", "sees_events", "slip_card",
           "speakers", "staff_at", "staff_card", "staff_events", "staff_list", "term_of", "terms", "townships", "week_of"]
