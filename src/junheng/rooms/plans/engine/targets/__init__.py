"""Measurable targets of a plan, by a grammar of numbers, units, comparisons and words for all of something.

One text goes through in this order: `layout` (sentences and clauses, which item each stands in), `masks` (names,
papers, dates, responsible bodies: nothing there counts), `figures` (a number with its unit, or none), `comparisons`
(how it compares), `tense` (what has been done is no target), `grammar` (quotes, subjects, pairs). Promises without a
number come from `wholes`, rows of indicator tables from `tables`. Words are tables in `units` and `words`.
"""

from junheng.rooms.plans.engine.targets.grammar import find_targets

__all__ = ["find_targets"]
