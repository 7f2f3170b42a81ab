"""The questions that this room answers; values come out, never rows of tables."""

from junheng.rooms.plans.queries.board import (
    COLUMNS,
    PAGE,
    Board,
    board,
    chapters,
    overdue,
    pages,
    plan_cards,
    plan_tasks,
    search,
    section,
    timeline,
    unproved,
    urgent,
    withdrawn_cards,
)
from junheng.rooms.plans.queries.chart import series
from junheng.rooms.plans.queries.comparison import (
    Levels,
    Versions,
    levels,
    levels_json,
    levels_of,
    levels_table,
    versions,
    versions_of,
)
from junheng.rooms.plans.queries.desk import Desk, NotReadYet, desk
from junheng.rooms.plans.queries.detail import (
    Detail,
    MeasureCard,
    NotFound,
    assign_choices,
    check_measure,
    detail,
    figure_of,
    measure_of,
    task_of_change,
    task_of_milestone,
    task_of_order,
    task_of_proof,
)
from junheng.rooms.plans.queries.ledger import check_may_bring_back, ledger_back
from junheng.rooms.plans.queries.papers import (
    bulletin,
    bulletin_slip,
    ledger,
    living_table,
    task_paper,
    task_table,
)
from junheng.rooms.plans.queries.quarter import quarter
from junheng.rooms.plans.queries.reading import (
    PlanName,
    adoption_job,
    bureau_of,
    chapter_names,
    check_may_add,
    may_upload,
    may_withdraw,
    next_to_decide,
    plan_of_candidate,
    read_plan,
    reading_job,
    reading_of_plan,
    version_to_read,
    where_done,
)
from junheng.rooms.plans.queries.rules import unknown_years
from junheng.rooms.plans.queries.sections import sections
from junheng.rooms.plans.queries.tasks import counted, task_rows
from junheng.rooms.plans.queries.work import Work, my_work
from junheng.rooms.plans.values import PlanReading

__all__ = [
    "COLUMNS", "PAGE", "Board", "Desk", "Detail", "Levels", "MeasureCard", "NotFound", "NotReadYet", "PlanName",
    "PlanReading", "Versions", "Work", "adoption_job", "assign_choices", "board", "bulletin",
    "bulletin_slip", "bureau_of", "chapter_names", "chapters", "check_may_add", "check_may_bring_back", "check_measure",
    "counted", "desk", "detail", "figure_of", "ledger", "ledger_back", "levels", "levels_json", "levels_of", "levels_table",
    "living_table", "may_upload", "may_withdraw", "measure_of", "my_work", "next_to_decide",
    "overdue", "pages", "plan_cards", "plan_of_candidate", "plan_tasks", "quarter", "read_plan",
    "reading_job", "reading_of_plan", "search", "section", "sections", "series",
    "task_of_change", "task_of_milestone", "task_of_order", "task_of_proof", "task_paper",
    "task_rows", "task_table", "timeline", "unknown_years", "unproved", "urgent", "version_to_read", "versions", "versions_of",
    "where_done", "withdrawn_cards",
]
