"""The few Word marks that python-docx has no name for: bookmarks, fields, borders, cell and row properties."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun
from lxml.etree import _Element

from danvan.documents.docx.model import Inline, bookmark_name, runs_of
from danvan.documents.profiles import Element
from danvan.documents.text import clean, text_width_pt

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_POINTS_PER_MM = 72 / 25.4
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


class Bookmarks:
    """Gives every bookmark of one document its own number and name; a figure printed again gets "__2", "__3"."""

    def __init__(self) -> None:
        self._count = 0
        self._uses: dict[str, int] = {}

    def around(self, run: WordRun, figure_id: str | int) -> None:
        """Tie the run to the snapshot value it was taken from."""
        name = bookmark_name(figure_id)
        self._uses[name] = self._uses.get(name, 0) + 1
        if self._uses[name] > 1:
            name = f"{name}__{self._uses[name]}"
        self._count += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._count))
        start.set(qn("w:name"), name)
        run._r.addprevious(start)
        run._r.addnext(end)


def child(parent: _Element, tag: str, **attributes: str) -> _Element:
    """Append ``w:tag`` with ``w:`` attributes to an element and give it back."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    parent.append(made)
    return made


def add_run(
    paragraph: WordParagraph, text: str, element: Element, *, bold: bool = False, italic: bool = False
) -> WordRun:
    """Append text in an element's type; ``bold`` and ``italic`` add to what the element says."""
    shown = clean(text)
    run = paragraph.add_run(shown.upper() if element.upper else shown)
    set_type(run, element, bold=bold, italic=italic)
    return run


def set_type(run: WordRun, element: Element, *, bold: bool = False, italic: bool = False) -> None:
    """Size and style of a run, for Latin and complex scripts alike."""
    run.font.size = Pt(element.size.value)
    run.font.bold = element.bold or bold or None
    run.font.italic = element.italic or italic or None
    run.font.underline = element.underline or None
    properties = run._r.get_or_add_rPr()
    child(properties, "szCs", val=str(round(element.size.value * 2)))


def add_inline(paragraph: WordParagraph, content: Inline, element: Element, marks: Bookmarks) -> None:
    """Append runs; a run with a figure id gets its bookmark."""
    for part in runs_of(content):
        run = add_run(paragraph, part.text, element, bold=part.bold, italic=part.italic)
        if part.figure_id is not None:
            marks.around(run, part.figure_id)


def tight(paragraph: WordParagraph, *, before: float = 0, after: float = 0, line: float | None = None) -> None:
    """Spacing in points; single line spacing, or exactly ``line`` points; no first-line indent."""
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.first_line_indent = Pt(0)
    if line is None:
        layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        layout.line_spacing = Pt(line)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY


def rule_under(paragraph: WordParagraph, text: str, element: Element, share: float, width_mm: float) -> None:
    """Make an empty paragraph a solid line, ``share`` of the text's width, centred in a column of ``width_mm``."""
    shown = text.upper() if element.upper else text
    room = width_mm * _POINTS_PER_MM
    length = min(text_width_pt(shown, element.size.value, bold=element.bold), room) * share
    tight(paragraph, before=2.5, line=4)
    paragraph.paragraph_format.left_indent = Pt((room - length) / 2)
    paragraph.paragraph_format.right_indent = Pt((room - length) / 2)
    borders = OxmlElement("w:pBdr")
    child(borders, "top", val="single", sz="6", space="1", color="000000")
    paragraph._p.get_or_add_pPr().append(borders)


def add_page_field(paragraph: WordParagraph, element: Element) -> None:
    """The number of the page, as a field Word fills in."""
    for kind, code in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run("2" if kind == "text" else "")
        set_type(run, element)
        if code:
            child(run._r, "instrText").text = code
        elif kind != "text":
            child(run._r, "fldChar", fldCharType=kind)


def plain_grid(word: WordDocument, widths_mm: tuple[float, ...], rows: int) -> WordTable:
    """A table without rules or cell margins, its columns of fixed width, to set text side by side."""
    table = word.add_table(rows, len(widths_mm))
    table.autofit = False
    _table_borders(table, "none")
    margins = child(table._tbl.tblPr, "tblCellMar")
    for side in ("left", "right"):
        child(margins, side, w="0", type="dxa")
    set_widths(table, widths_mm)
    for row in table.rows:
        keep_row(row)
    return table


def ruled_grid(word: WordDocument, widths_mm: tuple[float, ...], rows: int) -> WordTable:
    """A table with thin black rules, fixed column widths and small cell margins."""
    table = word.add_table(rows, len(widths_mm))
    table.autofit = False
    _table_borders(table, "single")
    margins = child(table._tbl.tblPr, "tblCellMar")
    for side in ("left", "right"):
        child(margins, side, w="85", type="dxa")
    set_widths(table, widths_mm)
    return table


def set_widths(table: WordTable, widths_mm: tuple[float, ...]) -> None:
    """Fix the width of the columns, in millimetres, on the grid and on every cell."""
    total = sum(widths_mm)
    width = table._tbl.tblPr.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(_twips(total)))
    for column, millimetres in zip(table._tbl.tblGrid.gridCol_lst, widths_mm, strict=True):
        column.w = Mm(millimetres)
    for row in table._tbl.tr_lst:
        for cell, millimetres in zip(row.tc_lst, widths_mm, strict=True):
            cell.width = Mm(millimetres)


def keep_row(row: _Row, *, head: bool = False) -> None:
    """A row is never cut by the end of a page; a head row is printed again on every page."""
    properties = row._tr.get_or_add_trPr()
    child(properties, "cantSplit")
    if head:
        child(properties, "tblHeader")


def _table_borders(table: WordTable, value: str) -> None:
    borders = child(table._tbl.tblPr, "tblBorders")
    for edge in _EDGES:
        child(borders, edge, val=value, sz="4", space="0", color="000000")


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


# Word refuses some files whose property marks are not in the order of ECMA-376 part 1, section 17; python-docx puts
# its own in order, ours are appended and put in order once at the end.
_ORDER = {
    qn("w:tblPr"): "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    qn("w:pPr"): "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
    "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    qn("w:rPr"): "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign "
    "rtl cs em lang eastAsianLayout specVanish oMath",
}


def put_in_order(root: _Element) -> None:
    """Sort the marks of every paragraph, run and table under ``root`` as the schema wants them."""
    for tag, names in _ORDER.items():
        places = {qn(f"w:{name}"): place for place, name in enumerate(names.split())}
        for properties in root.iter(tag):
            properties[:] = sorted(properties, key=lambda item: places.get(item.tag, len(places)))
