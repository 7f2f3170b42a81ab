"""The verbs of the hall: the only writer."""

from junheng.registry.actions.exchange import (
    KeyTaken,
    Sent,
    bring_rows,
    forget_answers,
    looked_at,
    note_given,
    turn_to,
)
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
from junheng.registry.actions.nodes import (
    ask_to_pull,
    begin_again,
    end_node,
    name_node,
    note_stop,
    take_page,
)
from junheng.registry.actions.schools import (
    change_school,
    close_school,
    merge_schools,
    open_school,
    split_school,
)

__all__ = ["KeyTaken", "Sent", "Watch", "ask_to_pull", "ask_to_take", "back_to_look", "begin_again", "bring_in", "bring_rows", "change_school", "close_school", "compared", "end_node", "explain", "forget_answers", "forget_contents", "form_of", "know_accounts", "looked_at",
           "merge_schools", "name_node", "note_export", "note_given", "note_pupil", "note_roll", "note_search", "note_stop", "open_school", "read", "record_look", "record_refusal", "send",
           "split_school", "take_page", "turn_to", "uncover_pupil", "uncover_staff", "undo", "write"]
