"""First and last page by default: names from the tree of units, the rest from ``data/heads.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from danvan.core.text import clean_line
from danvan.documents.profiles import PARTY, STATE
from danvan.orgs.kinds import AREAS
from danvan.orgs.models import Placement, Unit


@dataclass(frozen=True)
class Head:
    """Names and signing words of a paper, before anybody changes them."""

    family: str
    superior: str
    issuer: str
    symbol: str
    signer_prefix: str
    signer_title: str
    recipients: str


@cache
def _data() -> dict[str, Any]:
    return json.loads(files("danvan.reviews").joinpath("data/heads.json").read_text("utf-8"))


def family_of(kind: str) -> str:
    """The layout that a kind of body uses by its nature: Party bodies the Party's, all others the State's."""
    known = {row["kind"]: row["family"] for row in _data()["heads"]}
    return known.get(kind, STATE)


def head_of(unit: Unit, day: date, family: str = "") -> Head:
    """The head of a paper that ``unit`` issues on ``day``, in its own family of layout unless told."""
    named = Unit.objects.named(day).get(pk=unit.pk)
    own = family or family_of(named.kind)
    rows = {(row["kind"], row["family"]): row for row in _data()["heads"]}
    row = rows.get((named.kind, own)) or _data()["other"][PARTY if own == PARTY else STATE]
    superior = _superior(unit, day)
    reported_to = f"{superior} (để báo cáo)\n" if superior else ""
    return Head(
        family=own,
        superior=superior,
        issuer=_without(named.name, superior),
        symbol=row["symbol"],
        signer_prefix=row["signer_prefix"],
        signer_title=row["signer_title"],
        recipients=f"{reported_to}{row['kept']}",
    )


def _superior(unit: Unit, day: date) -> str:
    """The body right above; a body that hangs under an area has none to name."""
    above = Placement.objects.filter(unit=unit, valid__contains=day).values_list("parent", flat=True).first()
    parent = Unit.objects.named(day).filter(pk=above).first() if above else None
    return parent.name if parent and parent.kind not in AREAS else ""


def _without(name: str, superior: str) -> str:
    """ "Ban Tuyên giáo và Dân vận Tỉnh ủy Mẫu" under "Tỉnh ủy Mẫu" is printed without its superior's name."""
    short = name.removesuffix(superior) if superior else name
    return clean_line(short) or name
