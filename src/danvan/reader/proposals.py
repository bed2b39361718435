"""The engine's reading as rows: what is proposed, where it stands, and what of it a person has decided already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from danvan.orgs.kinds import PROVINCE_LEVEL
from danvan.orgs.models import Description, Reach, Unit

from .engine.model import Block, Fact, Figure, Name, Part, Span
from .engine.reading import Reading
from .kinds import Kind, key_of
from .models import Document
from .models import Fact as Row
from .resolving import resolve

LONGEST_TITLE = 500
_LISTS = {
    Kind.CITATION: "citations",
    Kind.FIGURE: "figures",
    Kind.ORGANISATION: "organisations",
    Kind.PERSON: "people",
    Kind.PLACE: "places",
    Kind.EVENT: "events",
    Kind.TASK: "tasks",
    Kind.MOVEMENT: "movements",
}
_PLACED = frozenset({"text", "spans", "rule", "confidence"})


def describe(document: Document, reading: Reading) -> None:
    """Write onto ``document`` what the engine says of the page itself."""
    page = reading.page
    document.text = page.source.text
    document.kind, document.encoding = page.source.kind, page.source.encoding
    document.parts = [[block.part.value, block.start, block.end] for block in page.blocks]
    document.body = page.body
    document.title = " ".join((page.title or "").split())[:LONGEST_TITLE]
    document.published = page.published or ""
    document.notes = list(reading.notes)
    document.checks = [_check(check, reading.facts.figures) for check in reading.facts.checks]


def proposals(document: Document, reading: Reading) -> list[Row]:
    """All facts of the reading as rows that are not saved, in the order of the text."""
    page = reading.page
    rows = [_of_block(document, Kind.TITLE, block) for block in page.of(Part.TITLE)[:1]]
    if page.published and page.published_span:
        span = page.published_span
        text = page.source.text[span.start : span.end]
        rows.append(_row(document, Kind.PUBLISHED, Fact(text, (span,), "page", 0.9), {"value": page.published}))
    for kind, name in _LISTS.items():
        rows += [_row(document, kind, fact, _values(fact)) for fact in getattr(reading.facts, name)]
    return sorted(rows, key=lambda row: (row.start, row.kind))


def with_units(rows: list[Row], document: Document) -> list[Row]:
    """Say of each body and place which unit it is, where exactly one fits on the day of the text."""
    named = [row for row in rows if row.kind in (Kind.ORGANISATION, Kind.PLACE)]
    day = _day(document.published)
    places = resolve([row.values["name"] for row in named if row.kind == Kind.PLACE], on=day)
    here = None if _elsewhere([place.unit for place in places if place.unit], document.keeper) else document.keeper
    for row, answer in zip(named, resolve([row.values["name"] for row in named], on=day, within=here), strict=True):
        row.unit = answer.unit
    return rows


def _elsewhere(places: list[Unit], keeper: Unit) -> bool:
    """Whether a text tells of a place outside the keeper's province, whose "Tỉnh ủy" is then not the keeper's."""
    provinces = Description.objects.filter(kind__in=PROVINCE_LEVEL).values("unit")
    home = Reach.objects.filter(below=keeper, above__in=provinces).values("above")
    inside = set(Reach.objects.filter(above__in=home, below__in=places).values_list("below", flat=True))
    return any(place.pk not in inside for place in places)


def _day(published: str) -> date | None:
    """The day of the text, None when the page gives no whole day."""
    return date.fromisoformat(published[:10]) if len(published) >= len("2014-02-26") else None


def untouched(rows: Iterable[Row], decided: Iterable[Row]) -> list[Row]:
    """The rows that touch no decided fact of their kind: what a person decided is never proposed again."""
    taken: dict[str, list[list[int]]] = {}
    for row in decided:
        taken.setdefault(row.kind, []).extend(row.spans)
    return [row for row in rows if not _touches(row.spans, taken.get(row.kind, []))]


def _touches(spans: list[list[int]], others: list[list[int]]) -> bool:
    return any(start < end_of and begin < end for start, end in spans for begin, end_of in others)


def _of_block(document: Document, kind: Kind, block: Block) -> Row:
    fact = Fact(block.text, (Span(block.start, block.end),), "page", 0.9)
    return _row(document, kind, fact, {"value": " ".join(block.text.split())})


def _row(document: Document, kind: Kind, fact: Fact, values: dict[str, Any]) -> Row:
    return Row(
        document=document,
        kind=kind,
        text=fact.text,
        spans=[[span.start, span.end] for span in fact.spans],
        start=fact.spans[0].start,
        proposed=values,
        values=values,
        key=key_of(kind, values),
        rule=fact.rule,
        confidence=fact.confidence,
    )


def _values(fact: Fact) -> dict[str, Any]:
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in vars(fact).items()}
    values = {key: value for key, value in values.items() if key not in _PLACED and value not in (None, [], "")}
    # Tasks have no field of their own for what is asked: it is their text.
    return (
        values
        if isinstance(fact, Name | Figure) or "name" in values or "kind" in values
        else {"value": fact.text, **values}
    )


def _check(check: Any, figures: tuple[Figure, ...]) -> dict[str, Any]:
    def shown(place: int) -> dict[str, Any]:
        return {"value": figures[place].value, "unit": figures[place].unit, "start": figures[place].spans[0].start}

    return {
        "kind": check.kind,
        "holds": check.holds,
        "stated": check.stated,
        "expected": check.expected,
        "whole": shown(check.whole),
        "parts": [shown(place) for place in check.parts],
    }
