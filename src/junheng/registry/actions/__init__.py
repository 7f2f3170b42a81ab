"""The verbs of the hall: the only writer."""

from junheng.registry.actions.bookings import book, cancel_booking, count_visit
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
from junheng.registry.actions.lists import bring_in_rows, keep
from junheng.registry.actions.looks import (
    note_export,
    note_pupil,
    note_roll,
    note_search,
    uncover_pupil,
    uncover_staff,
)
from junheng.registry.actions.papers import attach_file
from junheng.registry.actions.schools import (
    change_school,
    close_school,
    merge_schools,
    open_school,
    split_school,
)

__all__ = ["Watch", "ask_to_take", "attach_file", "back_to_look", "book", "bring_in", "bring_in_rows", "cancel_booking", "change_school",
           "close_school", "compared", "count_visit", "explain", "forget_contents", "form_of", "keep", "know_accounts", "merge_schools",
           "note_export", "note_pupil", "note_roll", "note_search", "open_school", "read", "record_look", "record_refusal", "send", "split_school",
           "uncover_pupil", "uncover_staff", "undo", "write"]
