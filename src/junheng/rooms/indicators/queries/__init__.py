"""The questions of this room: standards by id, a folder of published tables measured, and how a measurement is written."""

from junheng.rooms.indicators.queries.books import Shelf, linted, shelf
from junheng.rooms.indicators.queries.measuring import ENGINES, measured
from junheng.rooms.indicators.queries.papers import self_evaluation
from junheng.rooms.indicators.queries.summary import summary
from junheng.rooms.indicators.queries.written import written

__all__ = ["ENGINES", "Shelf", "linted", "measured", "self_evaluation", "shelf", "summary", "written"]
