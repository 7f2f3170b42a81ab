"""The questions of this room: standards by id, tables measured, figures published, explained, rebuilt, and how each is written."""

from junheng.rooms.indicators.queries.books import Shelf, linted, shelf
from junheng.rooms.indicators.queries.figures import explained, publications, rebuilt
from junheng.rooms.indicators.queries.measuring import ENGINES, measured
from junheng.rooms.indicators.queries.papers import self_evaluation
from junheng.rooms.indicators.queries.summary import in_words, summary
from junheng.rooms.indicators.queries.written import explanation, written

__all__ = ["ENGINES", "Shelf", "explained", "explanation", "in_words", "linted", "measured", "publications", "rebuilt", "self_evaluation", "shelf", "summary", "written"]
