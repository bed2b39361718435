"""Reading figures: one cell, a table, a series, what a total is made of, and questions that can be stored."""

from .cells import Cell, Cells, Row, State, cell, cells, pending, series, table
from .lookups import area_choices, area_of, crumbs, indicator, indicators, line, lines, seen_by, start_unit
from .questions import Answer, Question, Source, answer, question_title
from .sources import Contribution, contributions

__all__ = [
    "Answer", "Cell", "Cells", "Contribution", "Question", "Row", "Source", "State", "answer", "area_choices",
    "area_of", "cell", "cells", "contributions", "crumbs", "indicator", "indicators", "line", "lines", "pending",
    "question_title", "seen_by", "series", "start_unit", "table",
]  # fmt: skip
