"""The pure part of draws: freeze a list, order it, make a record of the run, check one. Rooms call what stands here."""

from junheng.ground.draws.engine.cells import normal, plain_number, whole_numbers
from junheng.ground.draws.engine.lists import freeze, line_of, parting
from junheng.ground.draws.engine.order import in_order, order_keys, ring, ticket
from junheng.ground.draws.engine.seeds import agreed, joined, misfits, sealed
from junheng.ground.draws.engine.shapes import misshapen
from junheng.ground.draws.engine.transcripts import check, notice, run_order, transcript, written

__all__ = [
    "agreed", "check", "freeze", "in_order", "joined", "line_of", "misfits", "misshapen", "normal", "notice", "order_keys", "parting",
    "plain_number", "ring", "run_order", "sealed", "ticket", "transcript", "whole_numbers", "written",
]
