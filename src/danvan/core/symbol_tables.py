"""The codes of document types and issuers, read once from the data files beside this module.

`data/document_types.json` has one row for each meaning of a code (QĐ is a decision and a regulation),
`data/issuer_codes.json` one row for each code. `certainty` says how the row is known (`verified` on a
published document, `secondary`, `memory`); `checked_by` is null until a clerk has compared the row with the
primary text.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from danvan.core.text import fold

COMMITTEE_TERM_DIGITS = 2  # QH15, UBTVQH14: the term of the National Assembly


@dataclass(frozen=True)
class DocumentType:
    """One meaning of a type code in one family (`party`, `state`, `law`, `joint`).

    `issuer_kinds` limits the meaning to issuers of those kinds; empty is no limit.
    """

    code: str
    key: str
    name_vi: str
    name_en: str
    family: str
    basis: str | None
    certainty: str
    checked_by: str | None
    issuer_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssuerCode:
    """One issuer's code and the days it was in use (None is open).

    `kind`: `party`, `front`, `organisation`, `state`, or `mixed`, where both numberings are seen.
    A `numbered` code is followed by the term of the National Assembly.
    """

    code: str
    name_vi: str
    kind: str
    level: str
    valid_from: date | None
    valid_to: date | None
    numbered: bool
    certainty: str
    checked_by: str | None
    note: str | None

    def valid_on(self, day: date) -> bool:
        """Tell whether the code was in use on `day`."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


def _rows(name: str) -> list[dict[str, object]]:
    return json.loads(files("danvan.core").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def document_types() -> tuple[DocumentType, ...]:
    """Return every row of the type table, in the order of the file."""
    return tuple(
        DocumentType(**{**row, "issuer_kinds": tuple(row.get("issuer_kinds", ()))})
        for row in _rows("document_types.json")
    )


@cache
def issuer_codes() -> tuple[IssuerCode, ...]:
    """Return every row of the issuer table, in the order of the file."""
    days = ("valid_from", "valid_to")
    return tuple(
        IssuerCode(**{**row, **{key: row[key] and date.fromisoformat(row[key]) for key in days}})
        for row in _rows("issuer_codes.json")
    )


def _index(codes: Iterable[str]) -> dict[str, str]:
    """Map each code without case, and without marks where that means one code only, to the code."""
    exact = {code.casefold(): code for code in codes}
    bare: dict[str, set[str]] = {}
    for code in exact.values():
        bare.setdefault(fold(code), set()).add(code)
    return {form: next(iter(found)) for form, found in bare.items() if len(found) == 1} | exact


@cache
def _type_index() -> dict[str, str]:
    return _index(row.code for row in document_types())


@cache
def _issuer_index() -> dict[str, str]:
    return _index(row.code for row in issuer_codes() if not row.numbered)


@cache
def _numbered_index() -> dict[str, str]:
    return _index(row.code for row in issuer_codes() if row.numbered)


@cache
def _issuer_rows() -> dict[str, IssuerCode]:
    return {row.code: row for row in issuer_codes()}


def type_code(text: str) -> str | None:
    """Return the type code as it is properly written (`ctr` → `CTr`), or None if there is none."""
    return _type_index().get(text.casefold())


def type_rows(code: str) -> tuple[DocumentType, ...]:
    """Return the meanings of a properly written type code."""
    return tuple(row for row in document_types() if row.code == code)


def _without_term(code: str) -> tuple[str, str]:
    stem = code.rstrip("0123456789")
    term = code[len(stem) :]
    return (stem, term) if 0 < len(term) <= COMMITTEE_TERM_DIGITS else (code, "")


def issuer_code(text: str) -> str | None:
    """Return a known issuer code as it is properly written (`ttg` → `TTg`), or None."""
    stem, term = _without_term(text)
    if term:
        known = _numbered_index().get(stem.casefold())
        return f"{known}{term}" if known else None
    return _issuer_index().get(text.casefold())


def issuer_row(code: str) -> IssuerCode | None:
    """Return the table row of a properly written issuer code (with or without a term), or None."""
    return _issuer_rows().get(code) or _issuer_rows().get(_without_term(code)[0])
