"""The kinds of facts, and what each says: the fields that a person may correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.core.text import fold, loose


class Kind(TextChoices):
    """What a fact is about."""

    TITLE = "title", pgettext_lazy("fact", "Headline")
    PUBLISHED = "published", pgettext_lazy("fact", "Date of publication")
    CITATION = "citation", pgettext_lazy("fact", "Documents named")
    FIGURE = "figure", pgettext_lazy("fact", "Figures")
    ORGANISATION = "organisation", pgettext_lazy("fact", "Bodies")
    PERSON = "person", pgettext_lazy("fact", "Officials")
    PLACE = "place", pgettext_lazy("fact", "Places")
    EVENT = "event", pgettext_lazy("fact", "Events")
    TASK = "task", pgettext_lazy("fact", "Tasks and requests")
    MOVEMENT = "movement", pgettext_lazy("fact", "Movements and programmes")


class As(StrEnum):
    """How a field is written."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"  # dd/mm/yyyy, mm/yyyy or yyyy; kept as ISO 8601


@dataclass(frozen=True)
class Field:
    """One thing that a fact says; ``needed``: a fact without it says nothing."""

    name: str
    label: str | Promise
    written: As = As.TEXT
    needed: bool = False


FIELDS: dict[str, tuple[Field, ...]] = {
    Kind.TITLE: (Field("value", _("Headline"), needed=True),),
    Kind.PUBLISHED: (Field("value", _("Date of publication"), As.DAY, needed=True),),
    Kind.CITATION: (
        Field("kind", _("Type of document"), needed=True),
        Field("number", _("Number")),
        Field("symbol", _("Number and symbol")),
        Field("issuer", _("Issuer")),
        Field("dated", _("Date of issue"), As.DAY),
        Field("term", pgettext_lazy("directive", "Term")),
        Field("subject", _("About")),
    ),
    Kind.FIGURE: (
        Field("value", _("Amount"), As.NUMBER, needed=True),
        Field("of", _("Out of"), As.NUMBER),
        Field("unit", _("Unit of measure"), needed=True),
        Field("what", _("What is counted")),
        Field("period", _("Period")),
        Field("place", _("Place")),
    ),
    Kind.ORGANISATION: (Field("name", _("Name"), needed=True),),
    Kind.PERSON: (Field("name", _("Name"), needed=True), Field("post", _("Post"))),
    Kind.PLACE: (Field("name", _("Name"), needed=True),),
    Kind.EVENT: (
        Field("kind", _("Kind of event"), needed=True),
        Field("date", _("Date"), As.DAY),
        Field("place", _("Place")),
    ),
    Kind.TASK: (Field("value", _("What is to be done"), needed=True), Field("doer", _("Who is to do it"))),
    Kind.MOVEMENT: (Field("name", _("Name"), needed=True),),
}


def key_of(kind: str, values: Mapping[str, Any]) -> str:
    """What makes two facts the same thing: of a document its symbol typed loosely, else kind, number and issuer."""
    if kind != Kind.CITATION:
        return fold(str(values.get("name", "")))[:200]
    if values.get("symbol"):
        return loose(str(values["symbol"]))[:200]
    parts = [values.get("kind"), values.get("number"), values.get("issuer"), values.get("term")]
    if not values.get("number"):
        parts.append(values.get("subject"))
    return fold("|".join(str(part or "") for part in parts))[:200]
