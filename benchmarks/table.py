"""Rows of measurements as a plain table, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles

Cell = str | int | float


def shown(cell: Cell) -> str:
    """A cell as people read it: 1,234 and 12.3; small numbers keep two places."""
    if isinstance(cell, float):
        return f"{cell:,.0f}" if cell >= 100 else f"{cell:,.1f}" if cell >= 1 else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Lines of equal columns under ``head``; the first column stands left, all others right."""
    lines = [list(head), *([shown(cell) for cell in row] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which ``share`` percent (1–99) of ``values`` lie, between neighbours where needed."""
    return quantiles(values, n=100, method="inclusive")[share - 1]
