"""What the journeys bring along and what they read: a small PDF, sums straight from the tables, a Word file."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import psycopg
from docx import Document

from danvan.core.numbers import parse_amount

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n165\n%%EOF\n"
)
# What each commune's Party committee says last in each report, withdrawn figures left out. Nothing of the program's
# own sums is read.
CELLS = """
    select distinct on (filing.unit_id, filing.source, value.indicator_id, value.part_id)
           indicator.name_vi, part.name_vi, described.name, value.amount
      from figures_value value
      join figures_filing filing on filing.id = value.filing_id
      join figures_line line on line.id = filing.line_id and line.code = 'commune-party'
      join figures_indicator indicator on indicator.id = value.indicator_id
      left join figures_part part on part.id = value.part_id
      join orgs_description described on described.unit_id = filing.unit_id and described.valid @> filing.filed_at::date
     where filing.period = %s
     order by filing.unit_id, filing.source, value.indicator_id, value.part_id, filing.revision desc
"""


class Sums:
    """The cells of one period, and what they add up to."""

    def __init__(self, database: psycopg.Connection, period: str) -> None:
        self.wholes: dict[str, Decimal] = defaultdict(Decimal)
        self.parts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self.cells: dict[tuple[str, str], Decimal] = {}
        for indicator, part, unit, amount in database.execute(CELLS, (period,)):
            if amount is None:
                continue
            if part:
                self.parts[indicator, part] += amount
            else:
                self.wholes[indicator] += amount
                self.cells[unit, indicator] = amount


def amount(text: str) -> Decimal | None:
    """What a printed figure says; None for a dash."""
    return parse_amount(text.strip(), 4).amount


class Paper:
    """A Word file by its paragraphs and tables."""

    def __init__(self, path: Path) -> None:
        document = Document(str(path))
        self.text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        self.tables = [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in document.tables]
