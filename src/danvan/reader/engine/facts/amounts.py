"""Numerals in Vietnamese writing: the point parts thousands, the comma begins decimals.

"3.334" is 3334, "74,5" is 74.5, "25,125 tỷ" is 25.125. A comma before three figures of a counted thing
("1,165 mô hình") is the English way and parts thousands too.
"""

import re

# A run of figures with the signs that can stand inside a numeral, a fraction, a range, a date or a time.
# It begins with one set of characters, so that the search skips quickly to the next figure.
TOKEN = re.compile(r"\d(?:\d{0,2}(?: \d{3}){1,4}(?![\d.,/-]*\d)|[\d.,]*(?:(?: ?[-/x] ?|:)\d[\d.,]*){0,6})")
_SEPARATOR = re.compile(r" ?([-/:x]) ?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ONE_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
_LEADING_ZERO = re.compile(r"0\d{2}")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
MAX_FIGURES = 15  # beyond these a float is not exact, and nothing is counted so


def split_token(token: str) -> tuple[list[str], str]:
    """Return the numerals of a run and the sign between them ("" if there is one, "?" if the signs differ)."""
    if token.isdecimal():
        return [token], ""
    pieces = _SEPARATOR.split(token)
    numerals, signs = [piece.rstrip(".,") for piece in pieces[::2]], set(pieces[1::2])
    return numerals, signs.pop() if len(signs) == 1 else "?" if signs else ""


def amount(numeral: str, *, counted: bool = True) -> float | None:
    """Return the value of a numeral, None if it is none ("1.2.3", "007").

    `counted` is False for percentages, money in millions and measures, where "1,165" has three decimals.
    """
    if numeral.isdecimal() and len(numeral) <= MAX_FIGURES and numeral[:1] != "0":
        return float(numeral)
    written = numeral.replace(" ", "")
    many = len(written) > MAX_FIGURES and sum(c.isdigit() for c in written) > MAX_FIGURES
    if many or _LEADING_ZERO.match(written):
        return None
    if _POINTS.fullmatch(written) and not written.startswith("0"):
        return float(written.replace(".", "").replace(",", "."))
    if _COMMAS.fullmatch(written) and not written.startswith("0") and (counted or not _ONE_COMMA.fullmatch(written)):
        return float(written.replace(",", ""))
    if _PLAIN.fullmatch(written):
        return float(written.replace(",", "."))
    return None


def decimals(numeral: str) -> int:
    """Return how many decimals a percentage shows."""
    return len(numeral.partition(",")[2] or numeral.partition(".")[2])


def significant(value: float) -> int:
    """Return how many significant figures a value has: 2300 has two, 25.125 five."""
    return len(f"{value:.9f}".rstrip("0").replace(".", "").strip("0"))
