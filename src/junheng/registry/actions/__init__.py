"""The verbs of the hall: the only writer."""

from junheng.registry.actions.checks import accept_finding, ask_to_check, count_again, record_findings
from junheng.registry.actions.fixes import mend
from junheng.registry.actions.founding import bring_in, know_accounts
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
from junheng.registry.actions.looks import (
    note_export,
    note_findings_export,
    note_pupil,
    note_roll,
    note_search,
    uncover_pupil,
    uncover_staff,
)
from junheng.registry.actions.schools import (
    change_school,
    close_school,
    merge_schools,
    open_school,
    split_school,
)

__all__ = [
    "Watch",
    "accept_finding",
    "ask_to_check",
    "ask_to_take",
    "back_to_look",
    "bring_in",
    "change_school",
    "close_school",
    "compared",
    "count_again",
    "explain",
    "forget_contents",
    "form_of",
    "know_accounts",
    "mend",
    "merge_schools",
    "note_export",
    "note_findings_export",
    "note_pupil",
    "note_roll",
    "note_search",
    "open_school",
    "read",
    "record_findings",
    "record_look",
    "record_refusal",
    "send",
    "split_school",
    "uncover_pupil",
    "uncover_staff",
    "undo",
    "write",
]
