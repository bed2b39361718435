"""Office packages (ZIP): what is looked at before anybody unpacks them."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Xml
from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.core.packages import UNREADABLE, is_bomb, is_locked

MAX_XML_PART = 50 * 1024 * 1024
LOCAL_HEADER = b"PK\x03\x04"
END_RECORD = b"PK\x05\x06"
END_SIZE = 22

MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
ACTIVE = re.compile(r"(vbaproject|vbadata|activex|macrosheets|\.(exe|dll|js|vbs|bat|cmd|scr|hta|jar)$)", re.IGNORECASE)
# Relations through which Word or Excel would fetch and run something from outside.
FETCHING = ("attachedTemplate", "oleObject", "subDocument", "externalLinkPath", "frame")


def broken(code: str) -> Refused:
    """The refusal for ``code``."""
    return Refused(_REASONS[code], code=code, field="file")


_REASONS = {
    "broken": _("The file is damaged or is not what its name says."),
    "encrypted": _("The file is locked with a password. Remove the password and upload it again."),
    "zip-bomb": _("The file unpacks to far more than a document needs, and is not taken."),
    "macros": _("The file holds macros or programs. Save it as plain .docx or .xlsx and upload it again."),
    "outside": _("The file fetches a template or an object from elsewhere when it is opened, and is not taken."),
}


def check_package(data: bytes, kind: str) -> None:
    """Refuse a package that is no clean ``kind`` ("docx", "xlsx"): sums are checked before anything is unpacked."""
    if not data.startswith(LOCAL_HEADER) or data[-END_SIZE : -END_SIZE + 4] != END_RECORD:
        raise broken("broken")
    with open_package(data) as package:
        entries = package.infolist()
        if is_bomb(entries):
            raise broken("zip-bomb")
        _check_names(entries)
        if is_locked(entries):
            raise broken("encrypted")
        names = {entry.filename for entry in entries}
        if not {"[Content_Types].xml", MAIN_PART[kind]} <= names:
            raise broken("broken")
        if any(ACTIVE.search(name) for name in names) or b"macroEnabled" in read(package, "[Content_Types].xml"):
            raise broken("macros")
        _check_relations(package, sorted(name for name in names if name.endswith(".rels")))


def open_package(data: bytes) -> ZipFile:
    """The ZIP file in ``data``; Refused (``broken``) when it is none."""
    try:
        return ZipFile(io.BytesIO(data))
    except UNREADABLE as error:
        raise broken("broken") from error


def _check_names(entries: list[ZipInfo]) -> None:
    """No absolute path, no step upwards, no name twice: two readers must see the same package."""
    seen = set()
    for entry in entries:
        name = entry.orig_filename
        steps = name.split("/")
        if name in seen or name.startswith("/") or ".." in steps or any(sign in name for sign in "\\:\0"):
            raise broken("broken")
        seen.add(name)


def _check_relations(package: ZipFile, names: list[str]) -> None:
    for name in names:
        for relation in parse(read(package, name)).iter():
            if relation.get("TargetMode") == "External" and (relation.get("Type") or "").endswith(FETCHING):
                raise broken("outside")


def read(package: ZipFile, name: str) -> bytes:
    """The bytes of one XML part; refused when they are more than a text needs or do not match their checksum."""
    if package.getinfo(name).file_size > MAX_XML_PART:
        raise broken("zip-bomb")
    try:
        return package.read(name)
    except UNREADABLE as error:
        raise broken("broken") from error


def parse(data: bytes):
    """The root element of an XML part; entities and outside references are refused."""
    try:
        return Xml.fromstring(data, forbid_dtd=True)
    except (Xml.ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise broken("broken") from error


def paragraphs(data: bytes) -> list[str]:
    """The text of a checked DOCX or XLSX, one line a paragraph or cell, with headers, footers and notes.

    Tabs and line breaks stay. What is drawn or scanned has no text and is not seen.
    """
    lines: list[str] = []
    with open_package(data) as package:
        for name in package.namelist():
            if re.fullmatch(r"(word|xl|docProps)/[\w/]+\.xml", name) and _may_hold_text(name):
                lines += _lines(parse(read(package, name)))
    return lines


def _may_hold_text(name: str) -> bool:
    wanted = ("document", "header", "footer", "footnotes", "endnotes", "comments", "sharedStrings", "/sheet", "core")
    return any(part in name for part in wanted) and "settings" not in name.lower()


OWN_TEXT = {"oddHeader", "oddFooter", "evenHeader", "firstHeader", "title", "subject", "keywords"}
PARAGRAPHS = {"p", "si", "is"} | OWN_TEXT
BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n"}


def _lines(root) -> list[str]:
    """One line for each element that holds a paragraph; an inner paragraph makes its own line, before the outer."""
    found: list[str] = []
    open_lines: list[list[str]] = [[]]
    # A stack of its own, because an attacker's nesting could be deeper than Python's.
    waiting = [(root, False)]
    while waiting:
        element, leaving = waiting.pop()
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if leaving:
            found.append("".join(open_lines.pop()))
            continue
        if tag in PARAGRAPHS:
            open_lines.append([])
            waiting.append((element, True))
        if tag == "t" or tag in OWN_TEXT:
            open_lines[-1].append(element.text or "")
        elif tag in BREAKS:
            open_lines[-1].append(BREAKS[tag])
        waiting += [(child, False) for child in reversed(element)]
    return [line for line in found if line]
