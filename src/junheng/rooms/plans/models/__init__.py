"""Tables of the plan room. Saved only by actions; the database keeps promises too (constraints)."""

from junheng.rooms.plans.models.plan import Candidate, ClauseLink, Correction, Plan, Version
from junheng.rooms.plans.models.task import (
    Change,
    Commitment,
    Measure,
    MeasuredValue,
    Milestone,
    Order,
    Proof,
    Reminder,
    Report,
)

__all__ = [
    "Candidate", "Change", "ClauseLink", "Commitment", "Correction", "Measure", "MeasuredValue", "Milestone", "Order",
    "Plan", "Proof", "Reminder", "Report", "Version",
]
