"""After the text: recipients left, signature right; then the annexes, each on its own page."""

from __future__ import annotations

from docx.document import Document as WordDocument

from danvan.documents.docx.body import BodyWriter
from danvan.documents.docx.head import CellLines, centred
from danvan.documents.docx.model import Annex, OfficialDocument, Table
from danvan.documents.docx.oxml import plain_grid, tight
from danvan.documents.docx.pages import Pages
from danvan.documents.text import clean, one_line, roman

# Room for a hand-written signature and a seal of about 36 mm, in points.
_SIGNATURE_ROOM = 72


def write_tail(word: WordDocument, document: OfficialDocument) -> None:
    """Recipients and signature side by side; they are never cut, and the last paragraph goes with them."""
    profile, signature = document.profile, document.signature
    if not (document.recipients or signature.prefix or signature.title or signature.name):
        return
    _keep_last_with_tail(word)
    tight(word.add_paragraph(), line=6)
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    width = profile.text_width_mm
    grid = plain_grid(word, (width * 0.48, width * 0.52), 1)
    _recipients(CellLines(grid.cell(0, 0), width * 0.48), document)
    right = CellLines(grid.cell(0, 1), width * 0.52)
    if signature.prefix:
        right.say(profile.signing_prefix(one_line(signature.prefix)), profile.element("signing_prefix"))
    if signature.title:
        right.say(signature.title, profile.element("signing_title"))
    if signature.name:
        right.say(signature.name, profile.element("signer"), before=_SIGNATURE_ROOM)
    tight(word.add_paragraph(), line=1)


def _keep_last_with_tail(word: WordDocument) -> None:
    paragraphs = word.paragraphs
    if paragraphs:
        paragraphs[-1].paragraph_format.keep_with_next = True


def _recipients(cell: CellLines, document: OfficialDocument) -> None:
    names = [one_line(name).removeprefix("-").strip().rstrip(",;.") for name in document.recipients]
    if not names:
        return
    rule = document.profile.recipients
    cell.say(rule.label, document.profile.element("recipients_head"))
    for index, name in enumerate(names):
        mark = rule.last_mark if index == len(names) - 1 else rule.separator
        cell.say(f"- {name}{mark}", document.profile.element("recipients_list"))


def write_annex(word: WordDocument, pages: Pages, writer: BodyWriter, document: OfficialDocument, annex: Annex) -> None:
    """A new page with "Phụ lục I", the title, what it is an annex of, the notice, and its own blocks."""
    profile = document.profile
    pages.annex(wide=any(isinstance(block, Table) and block.wide for block in annex.blocks))
    label = "Phụ lục" if annex.number is None else f"Phụ lục {roman(annex.number)}"
    centred(word, label, profile.element("annex_number"))
    for line in clean(annex.title).split("\n"):
        centred(word, line, profile.element("annex_title"))
    centred(word, annex_reference(document), profile.element("annex_reference"))
    if document.notice:
        centred(word, f"({one_line(document.notice)})", profile.element("notice"))
    tight(word.add_paragraph(), line=10)
    writer.restart_numbers()
    for block in annex.blocks:
        writer.write(block)


def annex_reference(document: OfficialDocument) -> str:
    """ "(Kèm theo Báo cáo số 05/BC-UBMTTQ ngày 05 tháng 02 năm 2026 của …)", the day as the rule book cites days."""
    head, on = document.profile.head, document.dated_on
    kind = one_line(document.type_name).capitalize() or "Công văn"
    numbered = document.number is not None
    if head.cite_date == "short" and numbered:
        day = f"ngày {on.day}/{on.month}/{on.year}"
    else:
        day = document.profile.day(on, numbered=numbered)
    symbol = document.profile.symbol(document.number, one_line(document.symbol))
    issuer = f" của {one_line(document.issuer_in_text)}" if document.issuer_in_text else ""
    return f"(Kèm theo {kind} số {symbol}{head.cite_joiner}{day}{issuer})"
