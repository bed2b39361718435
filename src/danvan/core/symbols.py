"""The number and symbol of a Vietnamese document: `62-KL/TW`, `15/QĐ-BNV`, `30/2020/NĐ-CP`, `05/BNV-VP`.

Grammar (`n` is a number of one to five figures):

- party: `n-TYPE/ISSUER[-DRAFTER]` (Quy định 399-QĐ/TW);
- state: `n/TYPE-ISSUER[-DRAFTER]`, and for a letter, which has no type, `n/ISSUER[-DRAFTER]`
  (Nghị định 30/2020/NĐ-CP, Phụ lục III);
- law: `n/yyyy/TYPE-ISSUER` and, for the National Assembly, `n/yyyy/QH<term>`;
- joint: several issuers joined by hyphens, in any of these; rules of coordination also `n/TYPE/ISSUERS`.

Other dashes, blanks round a separator, case, `Số:`, eth for Đ and Cyrillic or Greek look-alikes are noise.
Noise never changes a reading; what could mean two things stays open in `possible_types`.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core import symbol_tables as tables
from danvan.core.text import clean_line, fold, nfc

MAX_LENGTH = 200
_EXAMPLES = "62-KL/TW; 15/QĐ-BNV; 30/2020/NĐ-CP; 05/BNV-VP"
_FIGURES = frozenset("0123456789")
_SEPARATORS = frozenset("-/")
_MIN_YEAR, _MAX_YEAR = 1945, 2199

_LOOKALIKES = dict(
    zip(
        "АВСЕНІКМОРТХУЅЈавсеһікмортхуѕј" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABCEHIKMOPTXYSJabcehikmoptxysj" + "ABEZHIKMNOPTYXo",
        strict=True,
    )
)

_MESSAGES = {
    "empty": _("Write the number and symbol of the document, such as {examples}."),
    "too_long": _("A number and symbol has at most {limit} characters, such as {examples}."),
    "bad_character": _("Character {position}, “{part}”, does not belong in a number and symbol such as {examples}."),
    "bad_number": _("A number of one to five figures is expected at character {position}, as in {examples}."),
    "bad_year": _("“{part}” at character {position} is not a year; a right one looks like {examples}."),
    "missing_symbol": _("The symbol is missing after the number: write it as in {examples}."),
    "unknown_type": _("“{part}” at character {position} is not a known type of document, as in {examples}."),
    "missing_issuer": _("The issuer is missing at character {position}: write it as in {examples}."),
    "bad_separator": _("“{part}” at character {position} is not the right separator here, as in {examples}."),
    "empty_part": _("Something is missing at character {position}; a right one looks like {examples}."),
}


class BadSymbol(ValueError):
    """A text that is no number and symbol.

    `code` is stable, `position` counts from 1 in the NFC text (None: the whole text), `message` is lazily
    translated and shows what a right one looks like.
    """

    def __init__(self, code: str, position: int | None = None, part: str = "") -> None:
        super().__init__(f"{code} at {position}: {part!r}")
        self.code = code
        self.position = position
        details = {"position": position, "part": part, "examples": _EXAMPLES, "limit": MAX_LENGTH}
        self.message: Promise = format_lazy(_MESSAGES[code], **details)


@dataclass(frozen=True)
class SymbolReading:
    """What a number and symbol says. Readings are equal if the canonical text `normal` means the same.

    `number` is as written, `number_value` its value. `family` is `party`, `state`, `law` (with a year),
    `letter` (no type) or `joint` (several issuers, or a joint type). `possible_types` are the keys of the
    type table that the code can mean; more than one must be asked, never guessed.
    """

    number: str = field(compare=False)
    number_value: int
    year: int | None
    type_code: str | None
    issuer_codes: tuple[str, ...]
    drafter_code: str | None
    family: str
    normal: str
    possible_types: tuple[str, ...]
    issuer_known: bool
    raw: str = field(compare=False)

    @property
    def issuer_code(self) -> str | tuple[str, ...] | None:
        """The issuer's code, a tuple of several for a joint document, None if there is none."""
        return self.issuer_codes[0] if len(self.issuer_codes) == 1 else self.issuer_codes or None

    @property
    def ambiguous(self) -> bool:
        """True if the type must be asked."""
        return len(self.possible_types) > 1

    def issuers_valid_on(self, day: date) -> bool | None:
        """Tell whether every issuer's code was in use on `day`; None if an issuer is not in the table."""
        rows = [tables.issuer_row(code) for code in self.issuer_codes]
        return None if None in rows else all(row.valid_on(day) for row in rows)


@dataclass(frozen=True)
class _Piece:
    text: str
    position: int
    separator: str = ""  # the one before the piece
    separator_at: int = 0


def parse_symbol(raw: str) -> SymbolReading:
    """Read a number and symbol; raise BadSymbol if it is none, or is longer than 200 characters."""
    if len(raw) > MAX_LENGTH:
        raise BadSymbol("too_long")
    number, *rest = _split(_signs(nfc(raw)))
    if not 1 <= len(number.text) <= 5 or not _FIGURES.issuperset(number.text) or not int(number.text):
        raise BadSymbol("bad_number", number.position, number.text)
    if not rest:
        raise BadSymbol("missing_symbol")
    if rest[0].separator == "-":
        style, year, kind, issuers = _read_party(rest)
    elif len(rest) > 1 and _FIGURES.issuperset(rest[0].text):
        style, year, kind, issuers = _read_law(rest)
    else:
        style, year, kind, issuers = _read_state(rest)
    return _reading(nfc(raw), number.text, (style, year, kind), issuers)


def _signs(text: str) -> list[tuple[str, int]]:
    """Return the signs that carry meaning with their positions, noise at both ends removed."""
    signs = []
    for position, raw_sign in enumerate(text, start=1):
        clean = clean_line(raw_sign) or (" " if raw_sign.isspace() else "")
        if clean:
            sign = "-" if fold(clean) == "-" else _LOOKALIKES.get(clean, clean)
            signs.append((sign, position))
    while signs and (signs[0][0] == " " or signs[-1][0] in " .,;:"):
        signs.pop(0 if signs[0][0] == " " else -1)
    if fold("".join(sign for sign, _position in signs[:2])) == "so":
        del signs[:2]
        while signs and signs[0][0] in " :.":
            del signs[0]
    if not signs:
        raise BadSymbol("empty")
    return signs


def _is_letter(sign: str) -> bool:
    """Tell whether `sign` is a letter a symbol may hold: plain Latin, or Latin with Vietnamese-like marks."""
    base = "d" if sign in "đĐ" else unicodedata.normalize("NFD", sign)[0]
    return base.isascii() and base.isalpha() and len(sign.upper()) == 1


def _split(signs: list[tuple[str, int]]) -> list[_Piece]:
    """Split at hyphens and slashes; refuse a blank inside a piece and whatever is no letter or figure."""
    pieces, text, start, blank_at = [], "", signs[0][1], None
    before = ("", 0)
    for sign, position in signs:
        if sign in _SEPARATORS:
            if not text:
                raise BadSymbol("empty_part", position, sign)
            pieces.append(_Piece(text, start, *before))
            text, before, blank_at = "", (sign, position), None
        elif sign == " ":
            blank_at = position
        elif text and blank_at:
            raise BadSymbol("bad_character", blank_at, " ")
        elif not (_is_letter(sign) or sign in _FIGURES or (sign == "." and text)):
            raise BadSymbol("bad_character", position, sign)
        else:
            start = start if text else position
            text, blank_at = text + sign, None
    if not text:
        raise BadSymbol("empty_part", signs[-1][1], signs[-1][0])
    return [*pieces, _Piece(text, start, *before)]


_Parts = tuple[str, int | None, str | None, list[_Piece]]


def _read_party(rest: list[_Piece]) -> _Parts:
    kind = _known_type(rest[0])
    issuers = _issuers_after(rest)
    if issuers[0].separator != "/":
        raise BadSymbol("bad_separator", issuers[0].separator_at, "-")
    return "party", None, kind, issuers


def _read_law(rest: list[_Piece]) -> _Parts:
    year, rest = rest[0], rest[1:]
    if len(year.text) != 4 or not _MIN_YEAR <= int(year.text) <= _MAX_YEAR:
        raise BadSymbol("bad_year", year.position, year.text)
    if rest[0].separator != "/":
        raise BadSymbol("bad_separator", rest[0].separator_at, "-")
    if len(rest) == 1 and tables.issuer_code(rest[0].text):
        return "law", int(year.text), None, rest
    kind = _known_type(rest[0])
    return "law", int(year.text), kind, _issuers_after(rest)


def _read_state(rest: list[_Piece]) -> _Parts:
    kind = tables.type_code(rest[0].text)
    if kind:
        issuers = _issuers_after(rest)
        joint = any(row.family == "joint" for row in tables.type_rows(kind))
        return ("slash" if joint and issuers[0].separator == "/" else "state"), None, kind, issuers
    if not tables.issuer_code(rest[0].text) and (len(rest) == 1 or _is_high_issuer(rest[-1])):
        raise BadSymbol("unknown_type", rest[0].position, rest[0].text)
    if len(rest) > 1:
        _refuse_slashes(rest[1:])
    return "letter", None, None, rest


def _is_high_issuer(piece: _Piece) -> bool:
    """Tell whether a part names a central or provincial body, which drafts no other body's letters.

    Then the unknown part before it is a type with a slip (`15/QDD-BNV`), not an unknown issuer.
    """
    row = tables.issuer_row(tables.issuer_code(piece.text) or "")
    return row is not None and row.level in ("central", "province")


def _known_type(piece: _Piece) -> str:
    kind = tables.type_code(piece.text)
    if kind is None:
        raise BadSymbol("unknown_type", piece.position, piece.text)
    return kind


def _issuers_after(rest: list[_Piece]) -> list[_Piece]:
    if len(rest) < 2:
        raise BadSymbol("missing_issuer", rest[0].position + len(rest[0].text), "")
    _refuse_slashes(rest[2:])
    return rest[1:]


def _refuse_slashes(pieces: list[_Piece]) -> None:
    for piece in pieces:
        if piece.separator == "/":
            raise BadSymbol("bad_separator", piece.separator_at, "/")


def _resolve(pieces: list[_Piece]) -> list[tuple[str, bool]]:
    """Return (code, known) for each issuer; a code of the table may itself hold a hyphen (MTTQ-BTT)."""
    texts, found = [piece.text for piece in pieces], []
    while texts:
        pair = tables.issuer_code("-".join(texts[:2])) if len(texts) > 1 else None
        known = pair or tables.issuer_code(texts[0])
        found.append((known or texts[0].upper(), known is not None))
        texts = texts[2 if pair else 1 :]
    return found


def _divide(style: str, kind: str | None, found: list[tuple[str, bool]]) -> tuple[list[str], str | None]:
    """Divide the codes into issuers and drafter.

    A joint type has issuers only; a letter has one issuer; else the known codes after the first are issuers
    too, and the unknown rest names the office that drafted.
    """
    codes = [code for code, _known in found]
    if kind and any(row.family == "joint" for row in tables.type_rows(kind)):
        return codes, None
    count = 1
    while style != "letter" and count < len(found) and found[count][1]:
        count += 1
    return codes[:count], "-".join(codes[count:]) or None


def _own_style(style: str, kind: str | None, first: tables.IssuerCode | None) -> str:
    """Return the punctuation proper to the issuer: `217/QĐ-TW` is a slip for `217-QĐ/TW`."""
    families = {row.family for row in tables.type_rows(kind)} if kind else set()
    proper = first.kind if first else ""
    return proper if style in ("party", "state") and proper in families & {"party", "state"} else style


def _reading(raw: str, number: str, head: tuple[str, int | None, str | None], pieces: list[_Piece]) -> SymbolReading:
    style, year, kind = head
    found = _resolve(pieces)
    issuers, drafter = _divide(style, kind, found)
    first = tables.issuer_row(issuers[0])
    style = _own_style(style, kind, first)
    joint = len(issuers) > 1 or any(row.family == "joint" for row in tables.type_rows(kind or ""))
    plain = {"slash": "joint"}.get(style, style)
    return SymbolReading(
        number=number,
        number_value=int(number),
        year=year,
        type_code=kind,
        issuer_codes=tuple(issuers),
        drafter_code=drafter,
        family="joint" if joint else plain,
        normal=_normal(int(number), (style, year, kind), "-".join([*issuers, *([drafter] if drafter else [])])),
        possible_types=_possible_types(plain, kind, issuers[0]),
        issuer_known=all(tables.issuer_code(code) is not None for code in issuers),
        raw=raw,
    )


def _normal(number: int, head: tuple[str, int | None, str | None], tail: str) -> str:
    """Write the canonical text; a number below ten gets a nought, as both grammars write it."""
    style, year, kind = head
    match style:
        case "party":
            return f"{number:02d}-{kind}/{tail}"
        case "slash":
            return f"{number:02d}/{kind}/{tail}"
        case "law":
            return f"{number:02d}/{year}/{kind}-{tail}" if kind else f"{number:02d}/{year}/{tail}"
        case "letter":
            return f"{number:02d}/{tail}"
    return f"{number:02d}/{kind}-{tail}"


def _possible_types(style: str, kind: str | None, issuer: str) -> tuple[str, ...]:
    if style == "letter":
        return ("official_letter",)
    if kind is None:  # the National Assembly numbers its laws and resolutions in one form
        return ("ordinance", "resolution") if issuer.startswith("UBTVQH") else ("law", "resolution")
    row = tables.issuer_row(issuer)
    meanings = [
        meaning
        for meaning in tables.type_rows(kind)
        if not (row and meaning.issuer_kinds) or row.kind in meaning.issuer_kinds
    ]
    fitting = [meaning for meaning in meanings if meaning.family in (style, "joint")]
    return tuple(dict.fromkeys(meaning.key for meaning in fitting or meanings))
