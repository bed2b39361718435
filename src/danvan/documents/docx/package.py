"""The file around the text: properties that tell only what the paper tells, and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml.etree import _Element

from danvan.documents.docx.oxml import child, put_in_order
from danvan.documents.text import one_line

_PACKAGE_TRACES = frozenset({RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.THUMBNAIL})
_PART_TRACES = ("stylesWithEffects", "customXml", "numbering", "webSettings")
# The properties of a Word file hold at most 255 characters each (python-docx refuses more).
_LONGEST = 255


def describe(word: WordDocument, *, title: str, subject: str, author: str, on: date) -> None:
    """Set the properties people see; the time is the paper's day, never the machine's clock."""
    properties = word.core_properties
    stamp = datetime(on.year, on.month, on.day)
    properties.title = one_line(title)[:_LONGEST]
    properties.subject = one_line(subject)[:_LONGEST]
    properties.author = properties.last_modified_by = one_line(author)[:_LONGEST]
    properties.created = properties.modified = stamp
    properties.revision = 1
    properties.language = "vi-VN"
    properties.comments = properties.keywords = properties.category = ""


def to_bytes(word: WordDocument, on: date) -> bytes:
    """Save without traces of template or machine; the same document gives the same bytes."""
    _drop_traces(word)
    roots = [word.element, word.styles.element]
    for relation in word.part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            roots.append(relation.target_part.element)
    for root in roots:
        put_in_order(root)
        _drop_revision_ids(root)
    raw = io.BytesIO()
    word.save(raw)
    return repack(raw.getvalue(), on)


def _drop_traces(word: WordDocument) -> None:
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype in _PACKAGE_TRACES:
            del package.rels[key]
    for key, relation in list(word.part.rels.items()):
        if relation.reltype.endswith(_PART_TRACES):
            del word.part.rels[key]
    settings = word.settings.element
    for item in list(settings):
        name = item.tag.rpartition("}")[2]
        if name in ("rsids", "docId", "savePreviewPicture", "shapeDefaults", "zoom", "proofState"):
            settings.remove(item)
    for item in settings.iter(qn("w:compatSetting")):
        if item.get(qn("w:name")) == "compatibilityMode":
            item.set(qn("w:val"), "15")
    for compat in settings.findall(qn("w:compat")):
        for item in compat.findall(qn("w:useFELayout")):
            compat.remove(item)
    for item in settings.findall(qn("w:themeFontLang")):
        item.attrib.clear()
        item.set(qn("w:val"), "vi-VN")
    for tag, mark in (("decimalSymbol", ","), ("listSeparator", ";")):
        found = settings.find(qn(f"w:{tag}"))
        (child(settings, tag) if found is None else found).set(qn("w:val"), mark)


def _drop_revision_ids(root: _Element) -> None:
    """Word's ids of editing sessions, which the empty template still carries."""
    for node in root.iter():
        for name in [name for name in node.attrib if name.rpartition("}")[2].startswith("rsid")]:
            del node.attrib[name]
    for node in list(root.iter(qn("w:rsid"))):
        node.getparent().remove(node)


def repack(raw: bytes, on: date) -> bytes:
    """The same package with its parts in order and every time stamp the given day: the same content, the same bytes."""
    stamp = (max(on.year, 1980), on.month, on.day, 0, 0, 0)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        # Readers expect the list of content types first.
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return out.getvalue()
