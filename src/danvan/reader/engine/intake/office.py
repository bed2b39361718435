"""DOCX and XLSX: paragraphs, lists and rows as lines."""

from __future__ import annotations

import io
from collections.abc import Iterator

from danvan.reader.engine.intake import archives
from danvan.reader.engine.intake.clean import clean, clean_hint
from danvan.reader.engine.intake.errors import Unreadable
from danvan.reader.engine.intake.legacy import repaired
from danvan.reader.engine.model import Source

MAX_CELLS = 200_000
MAX_NESTING = 8


def read_package(data: bytes) -> Source:
    """Return the text of a DOCX or XLSX; Unreadable for other packages and for what is not taken."""
    names = archives.check(data)
    if "word/document.xml" in names:
        return _read_docx(data)
    if "xl/workbook.xml" in names:
        return _read_xlsx(data)
    raise Unreadable("unknown_kind", kind="zip")


def _read_docx(data: bytes) -> Source:
    from docx import Document  # loaded when a DOCX comes: the import is slow

    try:
        document = Document(io.BytesIO(data))
        text = clean("\n\n".join(_blocks(document, 0)))
        properties = document.core_properties
        title, author = clean_hint(properties.title or ""), clean_hint(properties.author or "")
    except Exception as error:  # the library names no base class for what a damaged package makes it raise
        raise Unreadable("broken") from error
    text, legacy = repaired(text)
    hints = {key: value for key, value in (("title", title), ("author", author)) if value}
    return Source(text, "docx", legacy or "utf-8", hints)


def _blocks(container, depth: int) -> Iterator[str]:
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            if depth < MAX_NESTING:
                yield from _rows(block, depth)
        elif line := block.text.strip():
            numbered = block._p.pPr is not None and block._p.pPr.numPr is not None
            yield f"- {line}" if numbered or block.style.name.startswith("List") else line


def _rows(table, depth: int) -> Iterator[str]:
    rows = []
    for row in table.rows:
        seen, cells = set(), []
        for cell in row.cells:
            if cell._tc not in seen:  # a merged cell comes once for every column
                seen.add(cell._tc)
                cells.append("\n".join(_blocks(cell, depth + 1)))
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all(len(cell) < 200 and "\n" not in cell for cell in filled):
            rows.append(" | ".join(cells))
        else:
            yield from (["\n".join(rows)] if rows else [])
            rows = []
            yield from filled
    if rows:
        yield "\n".join(rows)


def _read_xlsx(data: bytes) -> Source:
    from openpyxl import load_workbook

    lines: list[str] = []
    notes: list[str] = []
    cells = 0
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            lines += ["", sheet.title]
            for row in sheet.iter_rows(values_only=True):
                cells += len(row)
                if cells > MAX_CELLS:
                    notes.append(f"sheet_cut:{sheet.title}")
                    break
                values = ["" if value is None else " ".join(str(value).split()) for value in row]
                if any(values):
                    lines.append(" | ".join(values).rstrip(" |"))
        book.close()
    except Exception as error:  # openpyxl raises whatever a damaged workbook leads it to
        raise Unreadable("broken") from error
    text, legacy = repaired(clean("\n".join(lines).strip()))
    return Source(text, "xlsx", legacy or "utf-8", {}, tuple(notes))
