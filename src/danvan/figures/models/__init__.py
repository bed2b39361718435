"""Tables of figures. Filings and values are append-only; totals and the queue are derived."""

from .common import DIGITS, PLACES
from .definitions import Indicator, Line, Part
from .derived import Dirty, Restated, Structure, Total, Touched
from .filed import Filing, Value

__all__ = [
    "DIGITS", "PLACES", "Dirty", "Filing", "Indicator", "Line", "Part", "Restated", "Structure", "Total", "Touched",
    "Value",
]  # fmt: skip
