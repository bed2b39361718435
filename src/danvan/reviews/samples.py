"""Sample reviews: public figures of a province's year, read from ``data/samples.json``, filed with their source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from uuid import UUID

from danvan.access.actor import Actor
from danvan.core.periods import Period
from danvan.figures.models import Filing
from danvan.figures.services import NewValue, file_values
from danvan.orgs.models import Unit


@dataclass(frozen=True)
class Sample:
    """What an area's body published for a period; ``source`` is the article, ``figures`` by "code" or "code.part"."""

    code: str
    area: str
    line: str
    period: Period
    outline: str
    source: str
    figures: dict[str, Decimal]


def sample(code: str) -> Sample:
    """A sample by its code; KeyError for one that nobody knows."""
    data = json.loads(files("danvan.reviews").joinpath("data/samples.json").read_text("utf-8"))
    row = {row["code"]: row for row in data["samples"]}[code]
    figures = {item: Decimal(amount) for item, amount in row["figures"].items()}
    return Sample(**row | {"period": Period.parse(row["period"]), "figures": figures})


def file_sample(one: Sample, body: Unit, *, by: Actor, token: UUID) -> Filing:
    """File the published figures as those of ``body``, with the article as their source."""
    cut = [(item.partition("."), amount) for item, amount in one.figures.items()]
    values = [NewValue(code, part or None, amount) for (code, _dot, part), amount in cut]
    return file_values(body, one.line, one.period.code, values, by=by, token=token, source=one.source)
