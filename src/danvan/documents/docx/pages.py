"""Pages: size, margins, page number, notice at the foot, and turning a page on its side."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from danvan.documents.docx.oxml import add_page_field, add_run, child, tight
from danvan.documents.profiles import Profile
from danvan.documents.text import one_line


class Pages:
    """The sections of one Word file; knows how wide the text is where the writer stands."""

    def __init__(self, word: WordDocument, profile: Profile, notice: str, *, wide: bool = False) -> None:
        self.word = word
        self.profile = profile
        self.wide = wide
        self._fixed = False
        section = word.sections[0]
        self._shape(section, wide)
        section.different_first_page_header_footer = profile.page_number.hidden_on_first_page
        self._number(section)
        self._notice(section, one_line(notice))

    @property
    def width_mm(self) -> float:
        """Width of the text on the present page, in millimetres."""
        if not self.wide:
            return self.profile.text_width_mm
        return self.profile.page_mm[1] - self.profile.margins.left.value - self.profile.margins.right.value

    def turn(self, wide: bool) -> None:
        """Go on, on a page upright or on its side; nothing happens when it already lies so, or inside an annex."""
        if wide != self.wide and not self._fixed:
            self._new(wide)

    def annex(self, wide: bool) -> None:
        """Begin an annex on a new page, all of it upright or on its side."""
        self._fixed = True
        self._new(wide, count_alone=self.profile.page_number.annexes_count_alone)

    def _new(self, wide: bool, *, count_alone: bool = False) -> None:
        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        # The break hangs on an empty paragraph: keep it too small to ask for a page of its own.
        tight(WordParagraph(section._sectPr.getprevious(), self.word._body), line=1)
        self.wide = wide
        self._shape(section, wide)
        section.different_first_page_header_footer = count_alone and self.profile.page_number.hidden_on_first_page
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        if count_alone:
            margins = section._sectPr.find(qn("w:pgMar"))
            margins.addnext(child(section._sectPr, "pgNumType", start="1"))

    def _shape(self, section: Section, wide: bool) -> None:
        width, height = (Mm(side) for side in self.profile.page_mm)
        section.page_width, section.page_height = (height, width) if wide else (width, height)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        margins = self.profile.margins
        section.top_margin, section.bottom_margin = Mm(margins.top.value), Mm(margins.bottom.value)
        section.left_margin, section.right_margin = Mm(margins.left.value), Mm(margins.right.value)
        section.header_distance = section.footer_distance = Mm(self.profile.page_number.distance_mm)
        section.gutter = 0

    def _number(self, section: Section) -> None:
        section.header.is_linked_to_previous = False
        add_page_field(section.header.paragraphs[0], self.profile.element("page_number"))
        if self.profile.page_number.hidden_on_first_page:
            section.first_page_header.is_linked_to_previous = False

    def _notice(self, section: Section, notice: str) -> None:
        for footer in (section.footer, section.first_page_footer):
            footer.is_linked_to_previous = False
            if notice:
                add_run(footer.paragraphs[0], notice, self.profile.element("footer_notice"))
