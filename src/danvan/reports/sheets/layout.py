"""How a form is told again when it comes back: a hidden row names its columns, a hidden column its lines.

Names of sheets, places of columns and the order of lines may all change on the way; these marks go with them.
"""

from __future__ import annotations

from danvan.reports.models import Item

MARK = "danvan-form-1"  # heads the column of line codes, and the hidden sheet
HIDDEN_SHEET = "_danvan"
# The columns in their order, as the hidden row names them; A, B, C are lettered, the others numbered as on the page.
PLACE, NAME, MEASURE, VALUE, LAST, YEAR_AGO, TOTAL = COLUMNS = (
    "no", "name", "measure", "value", "last", "year-ago", "total",
)  # fmt: skip
LETTERS = ("A", "B", "C", "1", "2", "3", "4")
# The facts of the hidden sheet, one a row.
FACTS = (
    "form", "form-name", "edition", "round", "period", "period-name", "unit", "unit-name", "submission", "version",
    "taken-at",
)  # fmt: skip
LINE = "line"


def code_of(item: Item) -> str:
    """The line's own name that outlives row numbers: ``indicator`` or ``indicator.part``."""
    return f"{item.indicator.code}.{item.part.code}" if item.part else item.indicator.code
