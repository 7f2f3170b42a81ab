"""The verbs of the hall: the only writer."""

from junheng.registry.actions.founding import bring_in, know_accounts
from junheng.registry.actions.looks import note_pupil, note_roll, note_search, uncover_pupil, uncover_staff
from junheng.registry.actions.schools import (
           change_school,
           close_school,
           merge_schools,
           open_school,
           split_school,
)

__all__ = ["bring_in", "change_school", "close_school", "know_accounts", "merge_schools", "note_pupil", "note_roll", "note_search",
           "open_school", "split_school", "uncover_pupil", "uncover_staff"]
