"""What the journeys bring along and what they read: a small PDF, sums straight from the tables, a Word file."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import psycopg
from docx import Document

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
           indicator.name_vi, part.name_vi, area.name, value.amount
      from figures_value value
      join figures_filing filing on filing.id = value.filing_id
      join figures_line line on line.id = filing.line_id and line.code = 'commune-party'
      join figures_indicator indicator on indicator.id = value.indicator_id
      left join figures_part part on part.id = value.part_id
      join orgs_placement placed on placed.unit_id = filing.unit_id and placed.valid @> filing.filed_at::date
      join orgs_description area on area.unit_id = placed.parent_id and area.valid @> filing.filed_at::date
     where filing.period = %s
     order by filing.unit_id, filing.source, value.indicator_id, value.part_id, filing.revision desc
"""


class Sums:
    """The cells of one period, and what they add up to."""

    def __init__(self, database: psycopg.Connection, period: str) -> None:
        self.wholes: dict[str, Decimal] = defaultdict(Decimal)
        self.parts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self.cells: dict[tuple[str, str], Decimal] = {}
        for indicator, part, area, amount in database.execute(CELLS, (period,)):
            if amount is None:
                continue
            if part:
                self.parts[indicator, part] += amount
            else:
                self.wholes[indicator] += amount
                self.cells[area, indicator] = amount


def figure(text: str) -> Decimal | None:
    """What a printed figure says, "1.062,5" for example; None for a dash."""
    return None if text == "–" else Decimal(text.replace(".", "").replace(",", "."))


class Paper:
    """A Word file by its paragraphs and tables."""

    def __init__(self, path: Path) -> None:
        document = Document(str(path))
        self.text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        self.tables = [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in document.tables]

    def compare(self, sums: Sums) -> tuple[int, int]:
        """Hold the annexes against the cells; how many totals and how many figures of communes they print."""
        totals, figures = 0, 0
        for head, *rows in self.tables:
            if head[:4] == ["TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả"]:
                for _number, name, measure, result, *_target in rows:
                    if measure != "%":
                        assert figure(result) == sums.wholes[name], name
                        totals += 1
            elif head[:2] == ["TT", "Đơn vị"]:
                figures += _compare_units(head, rows, sums)
        return totals, figures


def _compare_units(head: list[str], rows: list[list[str]], sums: Sums) -> int:
    """One annex by commune, its last row the sums; how many figures it prints."""
    names = [title.rpartition(" (")[0] for title in head]
    last = rows.pop()
    figures = 0
    for column in range(2, len(head)):
        printed = {row[1]: figure(row[column]) for row in rows}
        assert printed == {area: sums.cells.get((area, names[column])) for area in printed}, names[column]
        assert figure(last[column]) == sums.wholes[names[column]] == sum(filter(None, printed.values())), names[column]
        figures += sum(found is not None for found in printed.values())
    return figures
