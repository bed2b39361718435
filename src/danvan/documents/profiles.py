"""Dated layout profiles of official documents, read from ``data/profiles.json``.

One profile is one rule book while it was in force: the Party's guidance 36-HD/VPTW (2018) and 05-HD/VPTW (2026), the
State's decree 30/2020/NĐ-CP, Annex I. Each value keeps the range that the rule allows next to the value we chose,
how sure we are of it, and the name of the clerk who checked the profile against the original (empty until then).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

PARTY = "party"
STATE = "state"
CERTAINTIES = frozenset({"verified", "secondary", "unsure", "house"})


class NoProfile(LookupError):
    """No layout of this family was in force on this day; carries ``family`` and ``on``."""

    def __init__(self, family: str, on: date) -> None:
        super().__init__(f"no document layout of the family {family!r} is in force on {on.isoformat()}")
        self.family = family
        self.on = on


@dataclass(frozen=True)
class Measure:
    """A chosen value with the least and the most that the rule allows (equal when the rule names one value)."""

    value: float
    least: float
    most: float

    def __post_init__(self) -> None:
        if not self.least <= self.value <= self.most:
            raise ValueError(f"{self.value} is outside the allowed range {self.least} to {self.most}")


@dataclass(frozen=True)
class Element:
    """The type of one part of a document: size in points, style flags, alignment, certainty."""

    size: Measure
    bold: bool
    italic: bool
    underline: bool
    upper: bool
    align: str
    certainty: str
    note: str = ""


@dataclass(frozen=True)
class Margins:
    """Page margins in millimetres."""

    top: Measure
    bottom: Measure
    left: Measure
    right: Measure


@dataclass(frozen=True)
class PageNumber:
    """Where the page number stands; ``distance_mm`` from the edge of the paper to the header."""

    place: str
    hidden_on_first_page: bool
    annexes_count_alone: bool
    distance_mm: float
    certainty: str


@dataclass(frozen=True)
class BodyRule:
    """Spacing of running text; ``line`` is points for ``exactly`` and a factor for ``multiple``."""

    first_line_mm: Measure
    line_rule: str
    line: Measure
    between_paragraphs_pt: Measure
    certainty: str


@dataclass(frozen=True)
class HeadRule:
    """The head of page 1 and how the document is named in its own annexes.

    ``national_line``, ``issuer_line`` and ``subject_line`` are the length of the rule as a share of the text above it
    (0: no rule); ``left_share`` is the left column's share of the text width.
    """

    national: tuple[str, ...]
    national_line: float
    star: str
    issuer_line: float
    number_label: str
    number_joiner: str
    left_share: float
    subject_mark: str
    subject_line: float
    letter_prefix: str
    pad_day_below: int
    pad_month_below: int
    cite_date: str
    cite_joiner: str
    heading_numbers: tuple[str, ...]


@dataclass(frozen=True)
class SigningRule:
    """How authority to sign is written (``TM`` as ``T/M`` or ``TM.``) and how the text ends."""

    prefixes: Mapping[str, str] = field(hash=False)
    end_mark: str


@dataclass(frozen=True)
class RecipientRule:
    """Words and marks of "Kính gửi" and "Nơi nhận"."""

    to_label: str
    to_label_by_type: Mapping[str, str] = field(hash=False)
    label: str
    separator: str
    last_mark: str
    certainty: str


@dataclass(frozen=True)
class Profile:
    """One rule book of layout while it is in force (``valid_to`` included; ``None`` while it has no end)."""

    family: str
    code: str
    valid_from: date
    valid_to: date | None
    basis: str
    certainty: str
    checked_by: str
    note: str
    font: str
    page_mm: tuple[float, float]
    margins: Margins
    page_number: PageNumber
    body: BodyRule
    head: HeadRule
    signing: SigningRule
    recipients: RecipientRule
    elements: Mapping[str, Element] = field(hash=False)

    def covers(self, on: date) -> bool:
        """Whether the rule book is in force on this day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def element(self, name: str) -> Element:
        """The type of a part; ``KeyError`` names the profile when it knows no such part."""
        try:
            return self.elements[name]
        except KeyError:
            raise KeyError(f"the layout {self.code} has no element {name!r}") from None

    @property
    def text_width_mm(self) -> float:
        """Width of the text on an upright page, in millimetres."""
        return self.page_mm[0] - self.margins.left.value - self.margins.right.value

    def signing_prefix(self, text: str) -> str:
        """Write the first word of a signing line this rule book's way: "TM", "TM." and "T/M" are one and the same.

        A line that begins with no known abbreviation is given back unchanged. ``ValueError`` when the rule book has
        no such way to sign (the Party has no "TUQ.").
        """
        first, _, rest = text.strip().partition(" ")
        code = first.replace("/", "").replace(".", "").upper()
        if code not in _signing_codes():
            return text.strip()
        if code not in self.signing.prefixes:
            raise ValueError(f"the layout {self.code} has no signing prefix {first!r}")
        return f"{self.signing.prefixes[code]} {rest.strip()}".strip()

    def day(self, on: date, *, numbered: bool = True) -> str:
        """ "ngày 05 tháng 02 năm 2026", padded as the rule says; the day stays blank on a paper without a number."""
        day = f"{on.day:02d}" if on.day < self.head.pad_day_below else str(on.day)
        month = f"{on.month:02d}" if on.month < self.head.pad_month_below else str(on.month)
        return f"ngày {day if numbered else '    '} tháng {month} năm {on.year}"

    def symbol(self, number: int | None, symbol: str) -> str:
        """ "05-BC/ĐU" or "05/BC-UBMTTQ"; blanks in place of a number not yet given."""
        written = "     " if number is None else f"{number:02d}"
        return f"{written}{self.head.number_joiner}{symbol}"


def profile_on(family: str, on: date) -> Profile:
    """The layout of a family (``PARTY`` or ``STATE``) in force on a day; ``NoProfile`` when there is none."""
    for profile in all_profiles():
        if profile.family == family and profile.covers(on):
            return profile
    raise NoProfile(family, on)


@cache
def all_profiles() -> tuple[Profile, ...]:
    """Every profile of the data file, in its order; ``ValueError`` when two of one family overlap."""
    data = json.loads(files("danvan.documents").joinpath("data/profiles.json").read_text("utf-8"))
    profiles = tuple(_profile(dict(row)) for row in data["profiles"])
    _refuse_overlaps(profiles)
    return profiles


@cache
def _signing_codes() -> frozenset[str]:
    return frozenset(code for profile in all_profiles() for code in profile.signing.prefixes)


def _refuse_overlaps(profiles: tuple[Profile, ...]) -> None:
    for index, one in enumerate(profiles):
        for other in profiles[index + 1 :]:
            if one.family == other.family and (one.covers(other.valid_from) or other.covers(one.valid_from)):
                raise ValueError(f"the layouts {one.code} and {other.code} are in force on one day")


def _profile(row: dict[str, Any]) -> Profile:
    head = {**row["head"], "national": tuple(row["head"]["national"])}
    head["heading_numbers"] = tuple(head["heading_numbers"])
    body, recipients = row["body"], row["recipients"]
    return Profile(
        family=row["family"],
        code=row["code"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        basis=row["basis"],
        certainty=_certainty(row["certainty"]),
        checked_by=row["checked_by"],
        note=row["note"],
        font=row["font"],
        page_mm=(row["page_mm"][0], row["page_mm"][1]),
        margins=Margins(**{side: Measure(*value) for side, value in row["margins_mm"].items()}),
        page_number=PageNumber(**row["page_number"]),
        body=BodyRule(
            first_line_mm=Measure(*body["first_line_mm"]),
            line_rule=body["line_rule"],
            line=Measure(*body["line"]),
            between_paragraphs_pt=Measure(*body["between_paragraphs_pt"]),
            certainty=_certainty(body["certainty"]),
        ),
        head=HeadRule(**head),
        signing=SigningRule(MappingProxyType(row["signing"]["prefixes"]), row["signing"]["end_mark"]),
        recipients=RecipientRule(
            **{**recipients, "to_label_by_type": MappingProxyType(recipients["to_label_by_type"])}
        ),
        elements=MappingProxyType({name: _element(value) for name, value in row["elements"].items()}),
    )


def _element(value: dict[str, Any]) -> Element:
    style = set(value["style"].split())
    return Element(
        size=Measure(*value["size"]),
        bold="bold" in style,
        italic="italic" in style,
        underline="underline" in style,
        upper="upper" in style,
        align=value["align"],
        certainty=_certainty(value["certainty"]),
        note=value.get("note", ""),
    )


def _certainty(word: str) -> str:
    if word not in CERTAINTIES:
        raise ValueError(f"unknown certainty {word!r}")
    return word
