"""Reading figures: one cell, a table, a series, what a total is made of, and questions that can be stored."""

from .cells import Cell, Cells, State, cell, cells, pending, series
from .lookups import area_choices, area_of, crumbs, indicator, indicators, line, lines, period_name, seen_by, start_unit
from .origins import MOST_DAYS, Origin, Provenance, days_of_change, forebears, provenance
from .questions import Answer, Question, Source, answer, question_title
from .reading import (
    Breakdown,
    Reporting,
    Scope,
    Totals,
    TotalsRow,
    breakdown,
    busiest_line,
    known_periods,
    reporting,
    totals,
)  # fmt: skip
from .so_far import Mismatch, SoFar, YearSoFar, year_so_far
from .sources import Contribution, contributions, reporters
from .spans import SpanCell, over, year_to_date
from .tables import Row, table

__all__ = [
    "MOST_DAYS",
    "Answer",
    "Breakdown",
    "Cell",
    "Cells",
    "Contribution",
    "Mismatch",
    "Origin",
    "Provenance",
    "Question",
    "Reporting",
    "Row",
    "Scope",
    "SoFar",
    "Source",
    "SpanCell",
    "State",
    "Totals",
    "TotalsRow",
    "YearSoFar",
    "answer",
    "area_choices",
    "area_of",
    "breakdown",
    "busiest_line",
    "cell",
    "cells",
    "contributions",
    "crumbs",
    "days_of_change",
    "forebears",
    "indicator",
    "indicators",
    "known_periods",
    "line",
    "lines",
    "over",
    "pending",
    "period_name",
    "provenance",
    "question_title",
    "reporters",
    "reporting",
    "seen_by",
    "series",
    "start_unit",
    "table",
    "totals",
    "year_so_far",
    "year_to_date",
]
