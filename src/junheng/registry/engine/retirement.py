"""The day of retirement by the rule in force (渐进式延迟法定退休年龄)."""

from __future__ import annotations

from datetime import date

from junheng.ground.standards.book import Entry
from junheng.registry.values import RetirementGroup


def retirement_month(born: date, group: RetirementGroup, rule: Entry) -> date:
    """The first of the month in which a person retires, by the rule in force on the day of the entry: the original age, with
    what is added step by step since the rule of 2024."""
    reached, added = born.year * 12 + born.month - 1 + int(rule.value("original_age", stage=group)), 0
    if rule.chain("first_month") and reached >= int(rule.value("first_month")):
        steps = (reached - int(rule.value("first_month"))) // int(rule.value("step", stage=group)) + 1
        added = min(int(rule.value("most_added", stage=group)), steps)
    return date((reached + added) // 12, (reached + added) % 12 + 1, 1)


def group_of(sex: str, category: str) -> RetirementGroup:
    """The group of a person by sex and post: women in management and professional posts, and women in workers' posts."""
    if sex == "male":
        return RetirementGroup.MALE
    return RetirementGroup.FEMALE_WORKER if category == "worker" else RetirementGroup.FEMALE_PROFESSIONAL
