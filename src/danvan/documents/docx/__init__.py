"""Official documents as Word files, laid out by a dated profile.

:func:`write_docx` takes an :class:`OfficialDocument` and gives the bytes of a DOCX file. The same document gives the
same bytes, so the hash of an issued paper can be computed again from its stored content.
"""

from __future__ import annotations

import docx as word_files

from danvan.documents.docx.body import BodyWriter, stands_wide, with_end_mark
from danvan.documents.docx.head import write_head, write_title
from danvan.documents.docx.model import (
    Annex,
    BulletList,
    Heading,
    OfficialDocument,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    bookmark_name,
)
from danvan.documents.docx.oxml import Bookmarks
from danvan.documents.docx.package import describe, to_bytes
from danvan.documents.docx.pages import Pages
from danvan.documents.docx.styles import prepare_styles
from danvan.documents.docx.tail import write_annex, write_tail

__all__ = [
    "Annex",
    "BulletList",
    "Heading",
    "OfficialDocument",
    "Paragraph",
    "Picture",
    "Run",
    "Signature",
    "Table",
    "bookmark_name",
    "write_docx",
]


def write_docx(document: OfficialDocument) -> bytes:
    """The document as a DOCX file in the layout of its profile.

    Raises ``ValueError`` for what the layout cannot say: a signing prefix unknown to the rule book, a figure id that
    cannot be a bookmark, an annex number outside 1 to 39.
    """
    word = word_files.Document()
    prepare_styles(word, document.profile)
    pages = Pages(word, document.profile, document.notice)
    writer = BodyWriter(word, pages, Bookmarks())
    write_head(word, document)
    write_title(word, document)
    body = with_end_mark(document.body, document.profile.signing.end_mark)
    for index, block in enumerate(body):
        pages.turn(wide=stands_wide(body, index))
        writer.write(block)
    pages.turn(wide=False)
    write_tail(word, document)
    for annex in document.annexes:
        write_annex(word, pages, writer, document, annex)
    title = " ".join(part for part in (document.type_name, document.subject) if part)
    describe(word, title=title, subject=document.subject, author=document.issuer, on=document.dated_on)
    return to_bytes(word, document.dated_on)
