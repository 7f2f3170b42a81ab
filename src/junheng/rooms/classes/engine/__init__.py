"""The pure part of class placement: replays of each mode, balance, late pupils. docs/reference/placement.md says it all."""

from junheng.rooms.classes.engine.balance import balance_of
from junheng.rooms.classes.engine.late import run_late
from junheng.rooms.classes.engine.place import run_balanced, run_lottery, run_snake
from junheng.rooms.classes.engine.shape import shaped
from junheng.rooms.classes.engine.tutors import run_tutors

REPLAYS = {"balanced/1": shaped(run_balanced), "lottery/1": shaped(run_lottery), "snake/1": shaped(run_snake),
           "late/1": shaped(run_late), "tutors/1": run_tutors}

__all__ = ["REPLAYS", "balance_of", "run_balanced", "run_late", "run_lottery", "run_snake", "run_tutors"]
