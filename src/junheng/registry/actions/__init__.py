"""The verbs of the hall: the only writer."""

from junheng.registry.actions.exchange import KeyTaken, Sent, bring_rows, forget_answers, looked_at, note_given, turn_to
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

__all__ = ["KeyTaken", "Sent", "Watch", "ask_to_take", "back_to_look", "bring_in", "bring_rows", "change_school", "close_school", "compared", "explain", "forget_answers", "forget_contents", "form_of", "know_accounts", "looked_at",
           "merge_schools", "note_export", "note_given", "note_pupil", "note_roll", "note_search", "open_school", "read", "record_look", "record_refusal", "send",
           "split_school", "turn_to", "uncover_pupil", "uncover_staff", "undo", "write"]
