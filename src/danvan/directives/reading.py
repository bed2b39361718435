"""What a clerk wrote about a document, read and checked before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.core.symbol_tables import issuer_row
from danvan.core.symbols import BadSymbol, SymbolReading, parse_symbol
from danvan.core.text import clean_line, clean_text
from danvan.files.models import StoredFile

from .models.directive import Certainty, document_kinds, kind_name


@dataclass(frozen=True)
class Entry:
    """A document as the clerk wrote it down. ``number`` counts only while the symbol is not known.

    ``valid_until`` is the last day in force (None: no end is written); ``certainty`` is one of ``Certainty``.
    """

    title: str
    raw_symbol: str = ""
    kind: str = ""
    number: int | None = None
    issuer: str = ""
    issued_on: date | None = None
    year: int | None = None
    certainty: str = Certainty.UNKNOWN
    term: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""
    source_note: str = ""
    file: StoredFile | None = None


def read(entry: Entry, today: date) -> dict[str, object]:
    """The stored fields of a directive and ``issuer_name`` and ``issuer_code``. Refuses at the field that is wrong."""
    reading = _symbol(entry)
    kind, number = _identity(entry, reading)
    name, code = _issuer(entry, reading)
    year = _year(entry, reading, today)
    title = clean_text(entry.title)
    if not title:
        raise Refused(_("Write what the document is about."), code="no-title", field="title")
    return {
        "kind": kind,
        "number": number,
        "symbol": reading.normal if reading else "",
        "raw_symbol": clean_line(entry.raw_symbol),
        "issuer_name": name,
        "issuer_code": code,
        "issued_on": entry.issued_on,
        "year": year,
        "certainty": _certainty(entry, year),
        "title": title,
        "term": clean_line(entry.term),
        "valid": _valid(entry),
        "source": clean_line(entry.source),
        "source_note": clean_text(entry.source_note),
        "file": entry.file,
    }


def possible_kinds(raw_symbol: str) -> tuple[str, ...]:
    """The types that a symbol may mean; empty when there is nothing to ask about."""
    try:
        reading = parse_symbol(raw_symbol)
    except BadSymbol:
        return ()
    return reading.possible_types if reading.ambiguous else ()


def _symbol(entry: Entry) -> SymbolReading | None:
    if not clean_line(entry.raw_symbol):
        return None
    try:
        return parse_symbol(entry.raw_symbol)
    except BadSymbol as bad:
        raise Refused(bad.message, code=bad.code, field="raw_symbol") from bad


def _identity(entry: Entry, reading: SymbolReading | None) -> tuple[str, int | None]:
    """The type and the number. A symbol that may mean two types is asked about, never guessed."""
    if reading is None:
        if entry.kind not in dict(document_kinds()):
            raise Refused(_("Choose the type: without a symbol it cannot be read."), code="no-kind", field="kind")
        return entry.kind, entry.number
    if entry.kind in reading.possible_types:
        return entry.kind, reading.number_value
    names = " / ".join(kind_name(key) for key in reading.possible_types)
    if entry.kind:
        message = _("The symbol %(symbol)s says %(types)s, not the type chosen here.")
        raise Refused(message % {"symbol": reading.normal, "types": names}, code="other-kind", field="kind")
    if reading.ambiguous:
        message = _("The symbol %(symbol)s may mean %(types)s. Choose which one the document says.")
        raise Refused(message % {"symbol": reading.normal, "types": names}, code="ambiguous", field="kind")
    return reading.possible_types[0], reading.number_value


def _issuer(entry: Entry, reading: SymbolReading | None) -> tuple[str, str]:
    """The issuer's name as written, or as the table of codes names it; and the code."""
    codes = reading.issuer_codes if reading else ()
    name = clean_line(entry.issuer)
    if not name and codes:
        rows = [issuer_row(code) for code in codes]
        name = " – ".join(row.name_vi for row in rows if row) if all(rows) else ""
    if not name:
        raise Refused(
            _("Write who issued the document, for example: Ban Thường vụ Tỉnh ủy."), code="no-issuer", field="issuer"
        )
    return name, "-".join(codes)


def _year(entry: Entry, reading: SymbolReading | None, today: date) -> int | None:
    if entry.issued_on and entry.issued_on > today:
        raise Refused(_("The date of issue lies in the future."), code="future", field="issued_on")
    if entry.year and not 1930 <= entry.year <= today.year:
        message = _("The year must lie between 1930 and %(year)d.") % {"year": today.year}
        raise Refused(message, code="bad-year", field="year")
    known = {
        "issued_on": entry.issued_on and entry.issued_on.year,
        "raw_symbol": reading and reading.year,
        "year": entry.year,
    }
    years = {year for year in known.values() if year}
    if len(years) > 1:
        field = "year" if entry.year else "issued_on"
        raise Refused(_("The year does not agree with the date or the symbol."), code="years-differ", field=field)
    return next(iter(years), None)


def _certainty(entry: Entry, year: int | None) -> str:
    """A day that nobody vouched for is a report of somebody; no day has no certainty."""
    if year is None:
        return Certainty.UNKNOWN
    return Certainty.REPORTED if entry.certainty == Certainty.UNKNOWN and entry.issued_on else entry.certainty


def _valid(entry: Entry) -> DateRange | None:
    """The days in force, closed at the start and open at the end; None when nothing is written."""
    if entry.valid_from is None and entry.valid_until is None:
        return None
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        raise Refused(_("The last day in force lies before the first."), code="valid-backwards", field="valid_until")
    last = entry.valid_until and date.fromordinal(entry.valid_until.toordinal() + 1)
    return DateRange(entry.valid_from or entry.issued_on, last)
