"""The verbs of draws: prepare and publish, hold the ceremony, run once, and once more only with another's word."""

from junheng.ground.draws.actions.ceremony import open_shares, run, say_step, try_out, type_seed
from junheng.ground.draws.actions.prepare import bring_lists, prepare, publish
from junheng.ground.draws.actions.rerun import ask_rerun, decide_rerun

__all__ = [
    "ask_rerun", "bring_lists", "decide_rerun", "open_shares", "prepare", "publish", "run", "say_step", "try_out", "type_seed",
]
