"""Amounts as Vietnamese officers write them: `3.334` is three thousand, `94,3` has one decimal.

Reading is strict and never guesses. A full stop stands only between groups of three figures, a comma only
before decimals; whatever could mean two things is refused with a message that says how to write it.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

State = Literal["empty", "value", "not_applicable", "error"]
Number = Decimal | int

NO_FIGURE = "–"
MAX_DIGITS = 15
MAX_INPUT = 64
QUOTE_LENGTH = 30
_MAX_EXPONENT = 60

_MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_FOREIGN = re.compile(r"[^0-9., ]")
_PLAIN = re.compile(r"[0-9]+")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")

MESSAGES = {
    "too_long": _("“{text}” is too long for a number."),
    "not_a_number": _("“{text}” is not a number: write figures only, without letters or units."),
    "negative": _("“{text}” is negative: this figure cannot be below zero."),
    "decimal_point": _("“{text}” is unclear: write {suggestion} if it is a decimal number."),
    "point_after_comma": _("“{text}” is unclear: use a full stop between thousands and a comma for decimals."),
    "bad_comma": _("“{text}” is unclear: write one comma, with figures on both sides, for decimals."),
    "bad_groups": _("“{text}” is unclear: thousands are separated in groups of three figures, as in 1.234.567."),
    "too_many_decimals": _("“{text}” has too many decimals: at most {decimals} are allowed."),
    "whole_number": _("“{text}” must be a whole number: write thousands with a full stop, as in 1.234."),
    "too_many_digits": _("“{text}” has more than {digits} figures."),
}


@dataclass(frozen=True)
class Parsed:
    """What an officer's text says.

    `state` is `empty`, `value` (then `amount` is set), `not_applicable` or `error` (then `message`, a lazily
    translated text for the officer, and `code`, a stable name of the reason, are set).
    """

    state: State
    amount: Decimal | None = None
    message: Promise | None = None
    code: str = ""

    @property
    def ok(self) -> bool:
        """True unless the text was refused."""
        return self.state != "error"


class _Refusal(Exception):
    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def parse_amount(raw: str, decimals: int, *, allow_negative: bool = False) -> Parsed:
    """Read one amount with at most `decimals` decimals.

    Nothing, or a dash alone, is `empty`; `K` or `k` is `not_applicable` ("không áp dụng"); `0` is zero.
    `1.234` and `1 234` are 1234; `1234,5` and `1.234,5` are 1234.5. Refused, with these codes: `1.23` and
    `0.123` (`decimal_point`), `1,234.5` (`point_after_comma`), `1,2,3`, `,5` and `5,` (`bad_comma`),
    `12.34.567` and `1.234 567` (`bad_groups`), letters and units (`not_a_number`), below zero (`negative`),
    `1,50` where one decimal is allowed (`too_many_decimals`, `whole_number`: a zero may be an English
    thousand), more than 15 figures (`too_many_digits`), more than 64 characters (`too_long`).
    """
    if len(raw) > MAX_INPUT:
        return _refused("too_long", raw)
    text = " ".join(raw.split())
    if not text or (len(text) == 1 and text in _MINUS):
        return Parsed("empty")
    if text in ("K", "k"):
        return Parsed("not_applicable")
    try:
        return Parsed("value", _read(text, decimals, allow_negative))
    except _Refusal as refusal:
        return _refused(refusal.code, text, **refusal.details)


def _read(text: str, decimals: int, allow_negative: bool) -> Decimal:
    negative = text[0] in _MINUS
    body = text[1:].lstrip() if negative else text
    if not body or _FOREIGN.search(body):
        raise _Refusal("not_a_number")
    if negative and not allow_negative:
        raise _Refusal("negative")
    whole, comma, fraction = body.partition(",")
    if comma:
        _check_fraction(whole, fraction)
    figures = _read_whole(whole, comma, fraction, negative)
    if len(figures) + len(fraction) > MAX_DIGITS:
        raise _Refusal("too_many_digits", digits=MAX_DIGITS)
    if len(fraction) > decimals:
        raise _Refusal("too_many_decimals" if decimals else "whole_number", decimals=decimals)
    amount = Decimal(f"{figures}.{fraction}" if fraction else figures)
    return -amount if negative and amount else amount


def _check_fraction(whole: str, fraction: str) -> None:
    if "." in fraction:
        raise _Refusal("point_after_comma")
    if not whole or not _PLAIN.fullmatch(fraction):
        raise _Refusal("bad_comma")


def _read_whole(whole: str, comma: str, fraction: str, negative: bool) -> str:
    """Return the figures of the whole part, its thousands separators checked and removed."""
    if _PLAIN.fullmatch(whole):
        return whole
    if _DOTTED.fullmatch(whole):
        return whole.replace(".", "")
    if _SPACED.fullmatch(whole):
        return whole.replace(" ", "")
    left, dot, right = whole.partition(".")
    if dot and not comma and _PLAIN.fullmatch(left) and _PLAIN.fullmatch(right):
        sign = "-" if negative else ""
        raise _Refusal("decimal_point", suggestion=f"{sign}{left},{right}")
    raise _Refusal("bad_groups")


def _refused(code: str, text: str, **details: object) -> Parsed:
    shown = text if len(text) <= QUOTE_LENGTH else text[:QUOTE_LENGTH] + "…"
    return Parsed("error", None, format_lazy(MESSAGES[code], text=shown, **details), code)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    with localcontext() as context:
        context.prec = max(28, value.adjusted() + decimals + 5)
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def format_amount(amount: Number | None, decimals: int | None = None) -> str:
    """Write an amount the Vietnamese way: `3.334`, `94,3`, `-1.234,5`; nothing is `–`.

    With `decimals` the amount is rounded (half away from zero) to exactly so many; without, it is written in
    full, without zeros at the end of the decimals. An amount that is not finite raises ValueError.
    """
    if amount is None:
        return NO_FIGURE
    value = Decimal(amount)
    if not value.is_finite() or value.adjusted() > _MAX_EXPONENT:
        raise ValueError(f"cannot write {value!r} as an amount")
    text = f"{value if decimals is None else _rounded(value, decimals):f}"
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _point, fraction = digits.partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    if not (whole + fraction).strip("0"):
        sign = ""
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def percent(numerator: Number | None, denominator: Number | None, decimals: int = 1) -> Decimal | None:
    """Return 100 · numerator / denominator, rounded half away from zero; None if it has no meaning.

    It has none when either part is missing or the denominator is zero.
    """
    if numerator is None or denominator is None or denominator == 0:
        return None
    top, bottom = Decimal(numerator), Decimal(denominator)
    with localcontext() as context:
        context.prec = 60
        return _rounded(100 * top / bottom, decimals)


def format_percent(numerator: Number | None, denominator: Number | None, decimals: int = 1) -> str:
    """Write a share as `94,3 %`, or `–` when `percent` has no meaning."""
    share = percent(numerator, denominator, decimals)
    return NO_FIGURE if share is None else f"{format_amount(share, decimals)} %"
