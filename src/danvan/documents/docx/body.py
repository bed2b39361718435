"""The text itself: headings, paragraphs, lists, tables, and the mark at its end."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from docx.document import Document as WordDocument
from docx.shared import Mm
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from danvan.documents.docx import styles
from danvan.documents.docx.model import BulletList, Heading, Inline, Paragraph, Picture, Run, Table, runs_of
from danvan.documents.docx.oxml import (
    ALIGN,
    Bookmarks,
    add_inline,
    add_run,
    keep_row,
    ruled_grid,
    tight,
)
from danvan.documents.docx.pages import Pages
from danvan.documents.profiles import Element, Profile
from danvan.documents.text import clean, one_line, roman

BodyBlock = Heading | Paragraph | BulletList | Table | Picture
# A cell of figures: digits with Vietnamese marks, a sign, a percent; or a dash that says "none".
_FIGURE = re.compile(r"[+\-−]?\s?\d[\d.,]*\s?%?|[-–—]?")
LONGEST_NAME = 250  # characters that Word shows of a picture's title
_RUNNING_NUMBER = frozenset({"tt", "stt", "số tt", "số thứ tự"})
# Points are counted a, b, c, d, đ, e, g …: the Vietnamese alphabet without ă, â, ê, ô, ơ, ư.
_LETTERS = "abcdđeghiklmnopqrstuvxy"


class BodyWriter:
    """Writes blocks one after another; keeps the numbers of headings and the names of bookmarks."""

    def __init__(self, word: WordDocument, pages: Pages, marks: Bookmarks) -> None:
        self._word = word
        self._pages = pages
        self._marks = marks
        self._counts = [0, 0, 0]

    @property
    def _profile(self) -> Profile:
        return self._pages.profile

    def restart_numbers(self) -> None:
        """Number headings from 1 again (an annex counts its own)."""
        self._counts = [0, 0, 0]

    def write(self, block: BodyBlock) -> None:
        """Append one block to the paper."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, BulletList):
            for item in block.items:
                self._text(("- ", *runs_of(item)), self._profile.element("body"))
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            self._table(block)

    def _heading(self, block: Heading) -> None:
        paragraph = self._word.add_paragraph(style=f"Heading {block.level}")
        if block.part:
            paragraph.paragraph_format.alignment = ALIGN["center"]
            paragraph.paragraph_format.first_line_indent = 0
        text = one_line(block.text)
        if block.numbered:
            text = self._next_number(block.level) + text
        add_run(paragraph, text, self._profile.element(f"heading_{block.level}"))

    def _next_number(self, level: int) -> str:
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (3 - level)
        count = self._counts[level - 1]
        pattern = self._profile.head.heading_numbers[level - 1]
        written = {"{roman}": roman, "{letter}": _letter, "{arabic}": str}
        for place, write in written.items():
            if place in pattern:
                return pattern.replace(place, write(count))
        raise ValueError(f"the layout {self._profile.code} numbers headings as {pattern!r}")

    def _paragraph(self, block: Paragraph) -> None:
        element = self._profile.element("basis" if block.basis else "body")
        paragraph = self._text(block.runs, element)
        if block.align is not None:
            paragraph.paragraph_format.alignment = ALIGN[block.align]
        if not block.indent:
            paragraph.paragraph_format.first_line_indent = 0

    def _text(self, content: Inline, element: Element) -> WordParagraph:
        paragraph = self._word.add_paragraph(style=styles.BODY)
        add_inline(paragraph, content, element, self._marks)
        return paragraph

    def _picture(self, block: Picture) -> None:
        """The picture on a line of its own, never parted from the caption below it."""
        line = self._word.add_paragraph()
        tight(line, before=6)
        line.paragraph_format.alignment = ALIGN["center"]
        line.paragraph_format.keep_with_next = True
        width = min(block.width_mm, self._pages.width_mm)
        shape = line.add_run().add_picture(io.BytesIO(block.image), width=Mm(width))
        name = shape._inline.docPr
        # Word takes ids from the whole file; python-docx's are counted, ours say what the picture shows.
        name.set("descr", clean(block.alt))
        name.set("title", clean("".join(run.text for run in runs_of(block.caption)))[:LONGEST_NAME])
        caption = self._word.add_paragraph()
        tight(caption, before=2, after=8)
        caption.paragraph_format.alignment = ALIGN["center"]
        add_inline(caption, block.caption, self._profile.element("table_caption"), self._marks)

    def _table(self, block: Table) -> None:
        if block.caption:
            caption = self._word.add_paragraph()
            tight(caption, before=4, after=4)
            caption.paragraph_format.alignment = ALIGN["center"]
            caption.paragraph_format.keep_with_next = True
            add_run(caption, one_line(block.caption), self._profile.element("table_caption"))
        body = [*block.rows, *(() if block.total_row is None else (block.total_row,))]
        shares = block.widths or (1.0,) * len(block.columns)
        widths = tuple(self._pages.width_mm * share / sum(shares) for share in shares)
        grid = ruled_grid(self._word, widths, 1 + len(body))
        rows = [_Row(row, grid) for row in grid._tbl.tr_lst]
        head = tuple(Run(title) for title in block.columns)
        self._row(rows[0], head, ("center",) * len(head), self._profile.element("table_head"))
        keep_row(rows[0], head=True)
        if body:
            _keep_with_next(rows[0])
        alignments = block.alignments or tuple(guess_alignments(block))
        cell = self._profile.element("table_cell")
        for row, content in zip(rows[1:], body, strict=True):
            self._row(row, content, alignments, cell, bold=content is block.total_row)
            keep_row(row)
        if block.total_row is not None:
            _keep_with_next(rows[-2])
        tight(self._word.add_paragraph(), line=8)

    def _row(
        self,
        row: _Row,
        content: tuple[Inline, ...],
        alignments: tuple[str, ...],
        element: Element,
        *,
        bold: bool = False,
    ) -> None:
        style = self._word.styles[styles.TABLE_TEXT].style_id
        for box, inline, align in zip(row._tr.tc_lst, content, alignments, strict=True):
            paragraph = WordParagraph(box.p_lst[0], _Cell(box, row))
            # By its id: looking the style up by name for every cell takes half the time of a long list.
            box.p_lst[0].style = style
            paragraph.paragraph_format.alignment = ALIGN[align]
            parts = tuple(replace(run, bold=run.bold or bold) for run in runs_of(inline))
            add_inline(paragraph, parts, element, self._marks)


def _keep_with_next(row: _Row) -> None:
    """Keep a row on the page of the next one: a head without a row, or a total alone under it, tells nothing."""
    for box in row._tr.tc_lst:
        WordParagraph(box.p_lst[0], _Cell(box, row)).paragraph_format.keep_with_next = True


def _letter(count: int) -> str:
    if count > len(_LETTERS):
        raise ValueError(f"no letter for point {count}")
    return _LETTERS[count - 1]


def guess_alignments(table: Table) -> list[str]:
    """Centre for the running number ("TT"); right for a column of figures and dashes; else left."""
    out = []
    for index, title in enumerate(table.columns):
        if one_line(title).lower() in _RUNNING_NUMBER:
            out.append("center")
            continue
        cells = ["".join(run.text for run in runs_of(row[index])).strip() for row in table.rows]
        figures = all(_FIGURE.fullmatch(cell) for cell in cells)
        out.append("right" if figures and any(any(map(str.isdigit, cell)) for cell in cells) else "left")
    return out


def stands_wide(blocks: tuple[BodyBlock, ...], index: int) -> bool:
    """Whether a block belongs on a page on its side: a wide table, or a heading that leads to one."""
    for block in blocks[index:]:
        if not isinstance(block, Heading):
            return isinstance(block, Table) and block.wide
    return False


def with_end_mark(blocks: tuple[BodyBlock, ...], mark: str) -> tuple[BodyBlock, ...]:
    """The blocks with the rule book's end mark after the last word, when the text ends in words."""
    if not blocks:
        return blocks
    last = blocks[-1]
    if isinstance(last, Paragraph):
        return (*blocks[:-1], replace(last, runs=_ended(last.runs, mark)))
    if isinstance(last, BulletList) and last.items:
        return (*blocks[:-1], BulletList((*last.items[:-1], _ended(last.items[-1], mark))))
    return blocks


def _ended(content: Inline, mark: str) -> tuple[Run, ...]:
    runs = runs_of(content)
    if not runs:
        return runs
    last = runs[-1]
    if last.figure_id is not None:
        return (*runs, Run(mark))
    return (*runs[:-1], replace(last, text=re.sub(r"[\s./;,]+$", "", last.text) + mark))
