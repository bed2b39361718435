"""What the tables of figures share."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import get_language

from danvan.core.periods import MAX_CODE_LENGTH

# Enough for the money of a whole country to four decimals; restated amounts keep the places of a share as well.
DIGITS, PLACES = 24, 4
RESTATED_DIGITS, RESTATED_PLACES = 38, 16


def in_language(vietnamese: str, english: str) -> str:
    """The one in the language of the page."""
    return english if (get_language() or "vi").startswith("en") and english else vietnamese


def never_changed() -> pgtrigger.Protect:
    """The trigger of an append-only table."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def period_field() -> models.CharField:
    """A period by its sortable code, see ``core.periods``."""
    return models.CharField(max_length=MAX_CODE_LENGTH, db_collation="C")
