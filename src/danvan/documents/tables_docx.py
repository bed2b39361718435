"""List exports as a plain Word table: title, what the list says about itself, the table."""

from __future__ import annotations

import docx as word_files

from danvan.documents.columns import NUMERIC, Column, ExportNote, Kind, Rows, WrongCount, local, shown
from danvan.documents.docx.body import BodyWriter
from danvan.documents.docx.head import centred
from danvan.documents.docx.model import Table
from danvan.documents.docx.oxml import Bookmarks, add_run, tight
from danvan.documents.docx.package import describe, to_bytes
from danvan.documents.docx.pages import Pages
from danvan.documents.docx.styles import prepare_styles
from danvan.documents.profiles import STATE, Profile, profile_on

# More characters than this in a row and the page is laid on its side.
_UPRIGHT_CHARACTERS = 90


def write_table_docx(
    columns: tuple[Column, ...] | list[Column],
    rows: Rows,
    note: ExportNote,
    *,
    profile: Profile | None = None,
) -> bytes:
    """A list as a DOCX table on A4, on its side when the columns are wide together.

    ``profile`` gives margins and typeface; without one, those of the State layout of the day. The file is no official
    document: it has no head, number or signature. Raises :class:`WrongCount` when the note counts other rows.
    """
    on = local(note.made_at).date()
    profile = profile or profile_on(STATE, on)
    cells = tuple(tuple(shown(row[column.key], column.kind) for column in columns) for row in rows)
    if len(cells) != note.row_count:
        raise WrongCount(note.row_count, len(cells))
    table = Table(
        caption="",
        columns=tuple(column.title for column in columns),
        rows=cells,
        alignments=tuple(_alignment(Kind(column.kind)) for column in columns),
        widths=tuple(column.width for column in columns),
    )
    word = word_files.Document()
    prepare_styles(word, profile)
    wide = sum(column.width for column in columns) > _UPRIGHT_CHARACTERS
    pages = Pages(word, profile, note.notice, wide=wide)
    centred(word, note.title, profile.element("type_name"))
    if note.notice:
        centred(word, f"({note.notice})", profile.element("notice"))
    for label, value in note.lines():
        if label != "Lưu ý":
            line = word.add_paragraph()
            tight(line, before=2)
            add_run(line, f"{label}: {value}", profile.element("table_cell"))
    tight(word.add_paragraph(), line=8)
    BodyWriter(word, pages, Bookmarks()).write(table)
    describe(word, title=note.title, subject=note.filter_text, author=note.made_by, on=on)
    return to_bytes(word, on)


def _alignment(kind: Kind) -> str:
    if kind in NUMERIC:
        return "right"
    return "center" if kind in (Kind.DATE, Kind.DATETIME) else "left"
