"""Page 1 from the top down to the title: who, number, place and day, type, subject, "Kính gửi"."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from danvan.documents.docx.model import OfficialDocument
from danvan.documents.docx.oxml import ALIGN, add_run, plain_grid, rule_under, tight
from danvan.documents.profiles import Element, Profile
from danvan.documents.text import clean, one_line


class CellLines:
    """Writes line after line into a table cell, using the empty paragraph that every cell is born with."""

    def __init__(self, cell: _Cell, width_mm: float) -> None:
        self._cell = cell
        self._fresh = True
        self.width_mm = width_mm

    def next(self) -> WordParagraph:
        """The next empty paragraph of the cell."""
        if self._fresh:
            self._fresh = False
            return self._cell.paragraphs[0]
        return self._cell.add_paragraph()

    def say(self, text: str, element: Element, *, before: float = 0, after: float = 0) -> None:
        """One paragraph per line of the text, in the element's type."""
        for index, line in enumerate(clean(text).split("\n")):
            paragraph = self.next()
            tight(paragraph, before=before if index == 0 else 0, after=after)
            paragraph.paragraph_format.alignment = ALIGN[element.align]
            add_run(paragraph, line.strip(), element)

    def rule(self, text: str, element: Element, share: float) -> None:
        """A solid line, ``share`` of the text above it."""
        if share and text:
            rule_under(self.next(), text.split("\n")[-1], element, share, self.width_mm)


def write_head(word: WordDocument, document: OfficialDocument) -> None:
    """The two-column head without rules: issuer and number left, State or Party title, place and day right."""
    profile = document.profile
    rule, width = profile.head, profile.text_width_mm
    widths = (width * rule.left_share, width * (1 - rule.left_share))
    grid = plain_grid(word, widths, 2)
    _issuer(CellLines(grid.cell(0, 0), widths[0]), document)
    _national(CellLines(grid.cell(0, 1), widths[1]), profile)
    number = CellLines(grid.cell(1, 0), widths[0])
    written = rule.number_label + profile.symbol(document.number, one_line(document.symbol))
    number.say(written, profile.element("number"), before=2)
    if not document.type_name:
        number.say(letter_subject(document), profile.element("letter_subject"), before=6)
    day = profile.day(document.dated_on, numbered=document.number is not None)
    element = profile.element("place_date")
    CellLines(grid.cell(1, 1), widths[1]).say(f"{one_line(document.place)}, {day}", element, before=2)


def letter_subject(document: OfficialDocument) -> str:
    """The subject of a letter with "V/v" or "về việc" before it, unless the writer already put one there."""
    subject = one_line(document.subject)
    if not subject or subject.lower().startswith(("v/v", "về việc")):
        return subject
    return document.profile.head.letter_prefix + subject


def _issuer(cell: CellLines, document: OfficialDocument) -> None:
    profile = document.profile
    if document.superior:
        cell.say(document.superior, profile.element("superior"))
    cell.say(document.issuer, profile.element("issuer"))
    cell.rule(document.issuer, profile.element("issuer"), profile.head.issuer_line)
    if profile.head.star:
        cell.say(profile.head.star, profile.element("star"))


def _national(cell: CellLines, profile: Profile) -> None:
    lines = profile.head.national
    elements = [profile.element("national"), *(profile.element("motto") for _ in lines[1:])]
    for line, element in zip(lines, elements, strict=True):
        cell.say(line, element)
    cell.rule(lines[-1], elements[-1], profile.head.national_line)


def write_title(word: WordDocument, document: OfficialDocument) -> None:
    """Type and subject (a letter has them in its head), the mark or line under them, the notice."""
    profile = document.profile
    cell_width = profile.text_width_mm
    if document.type_name:
        centred(word, document.type_name, profile.element("type_name"), before=14)
        element = profile.element("subject")
        for line in clean(document.subject).split("\n"):
            centred(word, line, element)
        if profile.head.subject_mark:
            centred(word, profile.head.subject_mark, profile.element("subject_mark"))
        elif document.subject:
            last = one_line(document.subject.split("\n")[-1])
            rule_under(word.add_paragraph(), last, element, profile.head.subject_line, cell_width)
    if document.notice:
        centred(word, f"({one_line(document.notice)})", profile.element("notice"), before=4)
    _recipient_to(word, document)
    tight(word.add_paragraph(), line=10)


def centred(word: WordDocument, text: str, element: Element, *, before: float = 0) -> WordParagraph:
    """One centred line that stays with what follows it."""
    paragraph = word.add_paragraph()
    tight(paragraph, before=before)
    paragraph.paragraph_format.alignment = ALIGN["center"]
    paragraph.paragraph_format.keep_with_next = True
    add_run(paragraph, clean(text).replace("\n", " ").strip(), element)
    return paragraph


def _recipient_to(word: WordDocument, document: OfficialDocument) -> None:
    names = [one_line(name).lstrip("- ").rstrip(",;. ") for name in document.recipient_to]
    if not names:
        return
    profile = document.profile
    rule, element = profile.recipients, profile.element("recipient_to")
    label = rule.to_label_by_type.get(one_line(document.type_name).upper(), rule.to_label)
    if len(names) == 1:
        centred(word, f"{label}: {names[0]}", element, before=12)
        return
    first = centred(word, f"{label}:", element, before=12)
    first.paragraph_format.alignment = ALIGN["left"]
    first.paragraph_format.left_indent = Mm(profile.text_width_mm * 0.2)
    for index, name in enumerate(names):
        mark = rule.last_mark if index == len(names) - 1 else rule.separator
        line = centred(word, f"- {name}{mark}", element)
        line.paragraph_format.alignment = ALIGN["left"]
        line.paragraph_format.left_indent = Mm(profile.text_width_mm * 0.35)
