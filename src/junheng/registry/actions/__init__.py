"""The verbs of the hall: the only writer."""

from junheng.registry.actions.appointing import appoint
from junheng.registry.actions.bookings import book, cancel_booking, count_visit
from junheng.registry.actions.checks import accept_finding, ask_to_check, count_again, record_findings
from junheng.registry.actions.corrections import (
           decide_correction,
           note_correction,
           propose_correction,
           withdraw_correction,
)
from junheng.registry.actions.directory import bring_duty, choose_columns, fill_duty, set_contact, swap_duty
from junheng.registry.actions.duplicates import ask_to_search, decide, merge, note_pair, part, record_pairs
from junheng.registry.actions.events import decide_step, find_elsewhere, start_event, withdraw_event
from junheng.registry.actions.exchange import (
           KeyTaken,
           Sent,
           bring_rows,
           forget_answers,
           looked_at,
           note_given,
           turn_to,
)
from junheng.registry.actions.fixes import mend
from junheng.registry.actions.founding import bring_in, know_accounts
from junheng.registry.actions.headcounts import confirm_class, open_headcount
from junheng.registry.actions.imports import (
           Watch,
           ask_to_take,
           back_to_look,
           compared,
           explain,
           forget_contents,
           form_of,
           read,
           record_look,
           record_refusal,
           send,
           undo,
           write,
)
from junheng.registry.actions.lists import bring_in_rows, keep
from junheng.registry.actions.looks import (
           note_export,
           note_findings_export,
           note_pupil,
           note_roll,
           note_search,
           uncover_pupil,
           uncover_staff,
)
from junheng.registry.actions.national import (
           ask_headings,
           compared_before,
           explain_headings,
           forget_exports,
           load_export,
           no_file,
           read_export,
           reading_of,
           record_comparison,
           refuse_export,
           report_of_export,
           report_of_no_export,
)
from junheng.registry.actions.national_decisions import (
           list_for_correction,
           note_corrections_export,
           note_difference,
           note_differences,
           say_of_difference,
           take_column,
           take_decision_back,
           take_theirs,
           tell_apart,
)
from junheng.registry.actions.nodes import ask_to_pull, begin_again, end_node, name_node, note_stop, take_page
from junheng.registry.actions.papers import attach_file
from junheng.registry.actions.passing import pass_correction_on, turn_correction_down
from junheng.registry.actions.schools import (
           change_school,
           close_school,
           merge_schools,
           open_school,
           split_school,
)
from junheng.registry.actions.slips import (
           answer_slip,
           begin_slips,
           end_slips,
           open_slip,
           print_slips_anew,
)
from junheng.registry.actions.staff_events import record_staff_event

__all__ = ["KeyTaken", "Sent", "Watch", "accept_finding", "answer_slip", "appoint", "ask_headings", "ask_to_check", "ask_to_pull",
           "ask_to_search", "ask_to_take", "attach_file", "back_to_look", "begin_again", "begin_slips", "book", "bring_duty",
           "bring_in", "bring_in_rows", "bring_rows", "cancel_booking", "change_school", "choose_columns", "close_school", "compared",
           "compared_before", "confirm_class", "count_again", "count_visit", "decide", "decide_correction", "decide_step", "end_node",
           "end_slips", "explain", "explain_headings", "fill_duty", "find_elsewhere", "forget_answers", "forget_contents",
           "forget_exports", "form_of", "keep", "know_accounts", "list_for_correction", "load_export", "looked_at", "mend", "merge",
           "merge_schools", "name_node", "no_file", "note_correction", "note_corrections_export", "note_difference", "note_differences",
           "note_export", "note_findings_export", "note_given", "note_pair", "note_pupil", "note_roll", "note_search", "note_stop",
           "open_headcount", "open_school", "open_slip", "part", "pass_correction_on", "print_slips_anew", "propose_correction", "read",
           "read_export", "reading_of", "record_comparison", "record_findings", "record_look", "record_pairs", "record_refusal",
           "record_staff_event", "refuse_export", "report_of_export", "report_of_no_export", "say_of_difference", "send", "set_contact",
           "split_school", "start_event", "swap_duty", "take_column", "take_decision_back", "take_page", "take_theirs", "tell_apart",
           "turn_correction_down", "turn_to", "uncover_pupil", "uncover_staff", "undo", "withdraw_correction", "withdraw_event", "write"]
