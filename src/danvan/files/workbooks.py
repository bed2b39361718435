"""What stands in the cells of a workbook that came from outside: read as data, never worked out, never trusted.

A workbook is looked at in three steps: what it is (by its content, not its name), how much it unpacks to, and only then
its XML, which is streamed and refused with any entity. Formulas are told, their results are not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from posixpath import join, normpath
from zipfile import ZipFile

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Xml
from django.utils.translation import gettext_lazy as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string, get_column_letter

from danvan.core.errors import Refused

from .packages import LOCAL_HEADER, broken, check_package, open_package, parse, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
LONGEST = 1_000  # characters of a text that are kept: no cell of a form holds more
# A spreadsheet keeps 15 figures and shows no more; 0,1 + 0,2 is 0,3 there.
AS_SHOWN = Context(prec=15)


class Content(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    FORMULA = "formula"
    DAY = "day"
    PERCENT = "percent"
    FAULT = "fault"
    TRUTH = "truth"


@dataclass(frozen=True)
class CellIn:
    """A cell that is not empty; ``text`` is its text, or a number's figures with a point."""

    content: Content
    text: str


Place = tuple[int, int]


@dataclass
class SheetIn:
    """One sheet: cells by (row, column), both from 1, and merged ranges as (first row, column, last row, column)."""

    name: str
    hidden: bool
    cells: dict[Place, CellIn] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def is_merged(self, row: int, column: int) -> bool:
        """Whether the cell is part of a merged range."""
        return any(r1 <= row <= r2 and c1 <= column <= c2 for r1, c1, r2, c2 in self.merged)


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be: bytes as it comes and unpacked, parts of the package, cells of all sheets."""

    packed: int
    unpacked: int
    entries: int = 500
    cells: int = 50_000


def address(row: int, column: int) -> str:
    """(12, 2) as people write it: B12."""
    return f"{get_column_letter(column)}{row}"


def read_workbook(data: bytes, limits: Limits) -> list[SheetIn]:
    """The sheets of an XLSX in their order.

    Refused (field ``file``) with the codes ``empty``, ``too-large``, ``too-many-cells``, ``encrypted``, ``old-format``,
    ``not-a-workbook``, ``linked``, ``broken``, ``zip-bomb``, ``macros``, ``outside``.
    """
    _check_kind(data, limits)
    with open_package(data) as package:
        entries = package.infolist()
        if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked:
            raise _refused("too-many-cells")
        if any(entry.filename.startswith("xl/externalLinks/") for entry in entries):
            raise _refused("linked")
    check_package(data, "xlsx")
    with open_package(data) as package:
        return _Reader(package, set(package.namelist()), limits).sheets()


def _check_kind(data: bytes, limits: Limits) -> None:
    if not data:
        raise _refused("empty")
    if len(data) > limits.packed:
        raise _refused("too-large")
    if data.startswith(OLE):
        raise broken("encrypted") if ENCRYPTED in data else _refused("old-format")
    if not data.startswith(LOCAL_HEADER):
        raise _refused("not-a-workbook")


def _refused(code: str) -> Refused:
    return Refused(_REASONS[code], code=code, field="file")


_REASONS = {
    "empty": _("The file is empty."),
    "too-large": _("The file is larger than a filled-in form can be. Copy the figures into a fresh form."),
    "too-many-cells": _(
        "The workbook holds far more cells than the form has. Copy the figures into a fresh form and upload that."
    ),
    "old-format": _("This is an old .xls file. Open it, save it as .xlsx and upload it again."),
    "not-a-workbook": _("This is not an Excel workbook (.xlsx), whatever its name says."),
    "linked": _("The workbook is linked to other workbooks. Break the links (Data, Edit links) and upload it again."),
}


class _Reader:
    """One package while it is read."""

    def __init__(self, package: ZipFile, names: set[str], limits: Limits) -> None:
        self.package = package
        self.names = names
        self.left = limits.cells
        self.strings = self._strings()
        self.contents = self._contents()

    def sheets(self) -> list[SheetIn]:
        targets = self._targets()
        found = []
        for element in parse(read(self.package, "xl/workbook.xml")).iter():
            if _tag(element) != "sheet":
                continue
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            sheet = SheetIn(element.get("name", ""), element.get("state", "visible") != "visible")
            if path := targets.get(link):
                self._fill(sheet, path)
            found.append(sheet)
        return found

    def _targets(self) -> dict[str, str]:
        name = "xl/_rels/workbook.xml.rels"
        if name not in self.names:
            raise broken("broken")
        found = {}
        for relation in parse(read(self.package, name)).iter():
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if (relation.get("Type") or "").endswith("/worksheet") and path in self.names:
                found[relation.get("Id", "")] = path
        return found

    def _strings(self) -> list[str]:
        found: list[str] = []
        if "xl/sharedStrings.xml" in self.names:
            for element in self._stream("xl/sharedStrings.xml", "si"):
                found.append(_text(element))
                self._count(1)
        return found

    def _contents(self) -> list[Content]:
        """What a number means under each style of the workbook: a plain number, a day or a share."""
        if "xl/styles.xml" not in self.names:
            return []
        root = parse(read(self.package, "xl/styles.xml"))
        codes = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        codes |= {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iter() if _tag(e) == "numFmt"}
        styles = next((e for e in root.iter() if _tag(e) == "cellXfs"), ())
        return [_meaning(codes.get(style.get("numFmtId", "0"), "")) for style in styles]

    def _fill(self, sheet: SheetIn, path: str) -> None:
        row = 0
        for element in self._stream(path, "row", "mergeCell"):
            if _tag(element) == "mergeCell":
                sheet.merged += _range(element.get("ref", ""))
                continue
            row = _number(element.get("r"), row + 1)
            self._row(sheet, row, element)

    def _row(self, sheet: SheetIn, row: int, element) -> None:
        column = 0
        for cell in element:
            self._count(1)
            match = ADDRESS.fullmatch(cell.get("r", ""))
            column = column_index_from_string(match[1]) if match else column + 1
            if found := self._cell(cell):
                sheet.cells[row, column] = found

    def _cell(self, cell) -> CellIn | None:
        parts = {_tag(child): child for child in cell}
        value = (parts["v"].text or "") if "v" in parts else ""
        kind = cell.get("t", "n")
        if "f" in parts:
            return CellIn(Content.FORMULA, f"={parts['f'].text or ''}"[:LONGEST])
        if kind == "s":
            index = _number(value, -1)
            if not 0 <= index < len(self.strings):
                raise broken("broken")
            value = self.strings[index]
        elif kind == "inlineStr":
            value = _text(parts["is"]) if "is" in parts else ""
        if not value.strip():
            return None
        if kind != "n":
            others = {"b": Content.TRUTH, "e": Content.FAULT, "d": Content.DAY}
            return CellIn(others.get(kind, Content.TEXT), value[:LONGEST])
        return CellIn(self._meaning(cell), _figures(value))

    def _meaning(self, cell) -> Content:
        style = _number(cell.get("s"), 0)
        return self.contents[style] if 0 <= style < len(self.contents) else Content.NUMBER

    def _count(self, number: int) -> None:
        self.left -= number
        if self.left < 0:
            raise _refused("too-many-cells")

    def _stream(self, name: str, *wanted: str) -> Iterator:
        """The wanted elements one by one, each forgotten afterwards."""
        source = io.BytesIO(read(self.package, name))
        depth = []
        try:
            for event, element in Xml.iterparse(source, events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    depth.append(element)
                    continue
                depth.pop()
                if _tag(element) in wanted:
                    yield element
                    element.clear()
                    if depth:
                        depth[-1].remove(element)
        except (Xml.ParseError, DefusedXmlException, LookupError, ValueError) as error:
            raise broken("broken") from error


def _tag(element) -> str:
    """The name without its namespace: the strict and the usual form of the format differ only there."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element) -> str:
    """The text of a string with or without its own letters' looks; how it is pronounced is left out."""
    said: list[str] = []
    for child in element:
        if _tag(child) == "t":
            said.append(child.text or "")
        elif _tag(child) == "r":
            said += [part.text or "" for part in child if _tag(part) == "t"]
    return "".join(said)[:LONGEST]


def _number(text: str | None, otherwise: int) -> int:
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else otherwise


def _figures(value: str) -> str:
    try:
        number = AS_SHOWN.create_decimal(value.strip())
    except InvalidOperation as error:
        raise broken("broken") from error
    if not number.is_finite():
        raise broken("broken")
    if abs(number.adjusted()) > 60:  # no figure of a form, and thousands of zeros if it were written out
        return str(number)
    text = format(number if number else Decimal(0), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _range(ref: str) -> list[tuple[int, int, int, int]]:
    corners = [ADDRESS.fullmatch(corner) for corner in ref.split(":")]
    if not 1 <= len(corners) <= 2 or not all(corners):
        return []
    first, last = corners[0], corners[-1]
    return [(int(first[2]), column_index_from_string(first[1]), int(last[2]), column_index_from_string(last[1]))]


def _meaning(code: str) -> Content:
    if "%" in code:
        return Content.PERCENT
    return Content.DAY if is_date_format(code) else Content.NUMBER
