"""What happens in the child: the package is looked at, the language checked, the places filled in."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree
from markupsafe import Markup

from danvan.core.packages import UNREADABLE, unpacked_size
from danvan.documents.docx.package import repack
from danvan.documents.text import clean

from .faults import Fault
from .rules import Environment, check

LARGEST, UNPACKED, PARTS, XML = 2 * 1024 * 1024, 20 * 1024 * 1024, 400, 2 * 1024 * 1024
LARGEST_MADE = 20 * 1024 * 1024
LINKS = ("/hyperlink",)
# Relations that bring in what is not seen on the paper, and fields with which Word fetches something.
FOREIGN = re.compile(r"/(attachedTemplate|oleObject|package|aFChunk|subDocument|frame|control|vbaProject)$", re.I)
FETCHING = re.compile(r"\b(INCLUDE(PICTURE|TEXT)|DDE(AUTO)?|LINK|IMPORT|DATABASE|MACROBUTTON)\b", re.I)
FIXED_DAY = date(2000, 1, 1)
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


def filled(template: bytes, context: dict[str, Any], sample: dict[str, Any]) -> bytes:
    """The template with its places filled in; Fault when it is not to be used."""
    _check_package(template)
    try:
        word = DocxTemplate(io.BytesIO(template))
        word.init_docx()
        # Properties of a file are compiled as templates too; ours are set afterwards.
        for name in PROPERTIES:
            setattr(word.docx.core_properties, name, "")
        check(list(_sources(word)), sample)
        # The tree that was read is rendered afresh, so that what was looked at is what runs.
        word.render(_readied(context, word), jinja_env=Environment())
    except Fault:
        raise
    except TemplateError as error:
        raise Fault("unknown-name", what=str(error)[:200]) from error
    except (KeyError, ValueError, TypeError, AttributeError, etree.LxmlError, RecursionError) as error:
        raise Fault("broken", what=type(error).__name__) from error
    for name in ("title", "subject"):
        setattr(word.docx.core_properties, name, clean(str(context.get("subject", "")))[:255])
    raw = io.BytesIO()
    word.docx.save(raw)
    if raw.tell() > LARGEST_MADE:
        raise Fault("too-large")
    return repack(raw.getvalue(), FIXED_DAY)


def _check_package(data: bytes) -> None:
    if len(data) > LARGEST:
        raise Fault("too-large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if unpacked_size(entries) > UNPACKED or len(entries) > PARTS:
                raise Fault("too-large")
            for one in entries:
                if one.filename.endswith(".xml") and one.file_size > XML:
                    raise Fault("too-large", what=one.filename)
                if one.filename.endswith((".rels", ".xml")):
                    _check_part(package.read(one), one.filename)
    except Fault:
        raise
    except UNREADABLE as error:
        raise Fault("broken") from error


def _check_part(data: bytes, name: str) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Fault("broken", what=name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Fault("broken", what=name)
    if name.endswith(".rels"):
        for relation in root:
            kind, outside = relation.get("Type") or "", relation.get("TargetMode") == "External"
            if FOREIGN.search(kind) or (outside and not kind.endswith(LINKS)):
                raise Fault("outside", what=relation.get("Target") or "")
        return
    said = "".join(node.text or "" for node in root.iter(qn("w:instrText")))
    said += " ".join(node.get(qn("w:instr")) or "" for node in root.iter(qn("w:fldSimple")))
    if found := FETCHING.search(said):
        raise Fault("outside", what=found[0])


def _sources(word: DocxTemplate) -> Iterator[str]:
    """Every part that is rendered, as it is handed to Jinja: one paragraph a line."""
    parts = [word.get_xml()]
    for uri in (word.HEADER_URI, word.FOOTER_URI):
        parts += [word.get_part_xml(part) for _key, part in word.get_headers_footers(uri)]
    for part in word.docx.part.package.parts:
        if part.content_type.endswith("footnotes+xml"):
            parts.append(part.blob.decode("utf-8"))
    for xml in parts:
        yield re.sub(r"<w:p([ >])", r"\n<w:p\1", word.patch_xml(xml))


def _readied(value: Any, word: DocxTemplate) -> Any:
    """Strings without what XML forbids, pictures put into the package."""
    if isinstance(value, dict):
        if set(value) == {"png", "width_mm", "alt"}:
            return _picture(value, word)
        return {key: _readied(one, word) for key, one in value.items()}
    if isinstance(value, list):
        return [_readied(one, word) for one in value]
    return clean(value) if isinstance(value, str) else value


def _picture(value: dict[str, Any], word: DocxTemplate) -> Markup:
    image = io.BytesIO(base64.b64decode(value["png"]))
    inline = word.docx.part.new_pic_inline(image, width=Mm(value["width_mm"]))
    inline.docPr.set("descr", clean(value["alt"]))
    drawing = etree.tostring(inline, encoding="unicode")
    return Markup(  # noqa: S704 - made by python-docx from a picture; the words are set as an attribute
        f'</w:t></w:r><w:r><w:drawing>{drawing}</w:drawing></w:r><w:r><w:t xml:space="preserve">'
    )
