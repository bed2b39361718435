"""What a person writes into the fields of a fact, and how its values are shown back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.core.numbers import format_amount, parse_amount
from danvan.core.text import clean_line

from .kinds import FIELDS, As, Field

LONGEST = 2000
DECIMALS = 6
_DAY = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def written(kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """The values of a fact from what was typed. Raises Refused at the first field that is wrong."""
    values = {}
    for field in FIELDS[kind]:
        text = clean_line(typed.get(field.name, ""))
        if not text:
            if field.needed:
                raise Refused(_("Write this, or refuse the fact."), code="needed", field=field.name)
            continue
        if len(text) > LONGEST:
            raise Refused(_("This is longer than 2,000 characters."), code="too-long", field=field.name)
        values[field.name] = _value(field, text)
    return values


def _value(field: Field, text: str) -> Any:
    if field.written is As.NUMBER:
        parsed = parse_amount(text, DECIMALS, allow_negative=True)
        if parsed.amount is None:
            raise Refused(parsed.message or _("Write a number."), code="not-a-number", field=field.name)
        return float(parsed.amount)
    if field.written is As.DAY:
        return _day(field, text)
    return text


def _day(field: Field, text: str) -> str:
    wrong = Refused(_("Write a date as 26/02/2014, 02/2014 or 2014."), code="not-a-date", field=field.name)
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise wrong
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as impossible:
        raise wrong from impossible
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def shown(kind: str, values: Mapping[str, Any]) -> list[tuple[Field, str]]:
    """Each field of a fact with its value as people write it; empty where the text does not say."""
    return [(field, _shown(field, values.get(field.name))) for field in FIELDS[kind]]


def _shown(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.written is As.NUMBER:
        return format_amount(str(value)) if not isinstance(value, str) else value
    if field.written is As.DAY:
        return "/".join(reversed(str(value)[:10].split("-"))) if "/" not in str(value) else str(value)
    return str(value)
