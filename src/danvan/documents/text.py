"""Text on its way into a paper: no characters a file format forbids, one form of Vietnamese, known widths."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

# XML 1.0 allows tab, line feed, carriage return and everything from U+0020 except surrogates, U+FFFE and U+FFFF;
# U+007F to U+009F are allowed but are control characters that no paper should carry; the marks that turn the
# direction of writing could make a number read backwards.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def clean(text: str) -> str:
    """Drop control and direction marks and lone surrogates, join line ends to ``\\n``, compose letters (NFC)."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", unified))


def one_line(text: str) -> str:
    """:func:`clean`, with every run of white space made one space: for heads, titles and names."""
    return " ".join(clean(text).split())


def roman(number: int) -> str:
    """Roman numeral of 1 to 39; ``ValueError`` outside (no official document has more parts or annexes)."""
    if not 1 <= number <= 39:
        raise ValueError(f"no Roman number for {number}")
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out


def text_width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Width in points of a text set in Times New Roman; marks on Vietnamese letters take no width."""
    table = _widths()["bold" if bold else "regular"]
    base = unicodedata.normalize("NFD", text)
    units = sum(table.get(char, table["n"]) for char in base if not unicodedata.combining(char))
    return units * size_pt / 1000


@cache
def _widths() -> dict[str, dict[str, int]]:
    return json.loads(files("danvan.documents").joinpath("data/times_widths.json").read_text("utf-8"))
