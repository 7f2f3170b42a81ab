"""The verbs of the plan room, and its only writers.

Every verb takes `by` (a Person) and `at`, checks who may, decides in the engine, writes in one transaction
with its audit sentence inside, and sends messages after the commit.
"""

from junheng.rooms.plans.actions.additions import add_task
from junheng.rooms.plans.actions.adoption import adopt_plan, ask_to_adopt
from junheng.rooms.plans.actions.changes import ask_change, decide_change
from junheng.rooms.plans.actions.ledger import bring_back
from junheng.rooms.plans.actions.links import say_link
from junheng.rooms.plans.actions.orders import answer_order, order_task
from junheng.rooms.plans.actions.progress import (
    add_milestone,
    add_proof,
    add_value,
    ask_to_close,
    assign,
    close,
    reach_milestone,
    report,
    report_with_figures,
    return_to_owner,
    set_baseline,
    withdraw_proof,
)
from junheng.rooms.plans.actions.reading import record_reading, record_refusal, upload
from junheng.rooms.plans.actions.reminders import remind, send_digests
from junheng.rooms.plans.actions.review import (
    accept,
    accept_rest,
    add_by_hand,
    edit,
    merge_into_previous,
    reject,
    split,
    undo,
)
from junheng.rooms.plans.actions.withdrawal import restore_plan, withdraw_plan

__all__ = [
    "accept", "accept_rest", "add_by_hand", "add_milestone", "add_proof", "add_task", "add_value", "adopt_plan", "answer_order",
    "ask_change", "ask_to_adopt", "ask_to_close", "assign", "bring_back", "close", "decide_change", "edit",
    "merge_into_previous", "order_task", "reach_milestone", "record_reading", "record_refusal", "reject",
    "remind", "report", "report_with_figures", "restore_plan", "return_to_owner", "say_link", "send_digests",
    "set_baseline", "split", "undo", "upload", "withdraw_plan", "withdraw_proof",
]
