"""The reader in one call: bytes in, page and facts out, and the form in which they are written as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from danvan.reader.engine.facts import find_facts
from danvan.reader.engine.intake import read_bytes
from danvan.reader.engine.model import Fact, Facts, Page, Part
from danvan.reader.engine.page import find_page

BODY_START = 60
_KINDS = ("citations", "figures", "organisations", "people", "places", "events", "tasks", "movements")


@dataclass(frozen=True)
class Reading:
    """What the reader takes from one document."""

    page: Page
    facts: Facts

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be read, or was guessed, as stable codes."""
        return self.page.source.notes


def read(data: bytes, name: str = "") -> Reading:
    """Return page and facts of the file `data`; `name` helps to tell its kind. Unreadable if it cannot be read."""
    page = find_page(read_bytes(data, name))
    return Reading(page, find_facts(page))


def as_json(reading: Reading) -> dict[str, Any]:
    """Return the reading in plain values; under `facts` every fact stands with its places, rule and confidence.

    Spans are [start, end] in characters of the source text. Keys without a value are None or empty, never left out.
    """
    page, facts = reading.page, reading.facts
    joined = page.of(Part.BYLINE)
    return {
        "title": page.title,
        "published": page.published,
        "section": next((block.text for block in page.of(Part.SECTION)), None),
        "body_start": page.body[:BODY_START],
        "duplicate_body": page.duplicate_body,
        "body": page.body,
        "furniture": [block.text for block in page.of(Part.FURNITURE, Part.SECTION)],
        "captions": [block.text for block in page.of(Part.CAPTION)],
        "byline": "\n".join(block.text for block in joined) or None,
        "citations": [_plain(fact) for fact in facts.citations],
        "figures": [_plain(fact) for fact in facts.figures],
        "checks": [asdict(check) for check in facts.checks],
        "organisations": [fact.name for fact in facts.organisations],
        "people": [{"name": fact.name, "post": fact.post} for fact in facts.people],
        "places": [fact.name for fact in facts.places],
        "events": [_plain(fact) for fact in facts.events],
        "tasks": [fact.text for fact in facts.tasks],
        "movements": [fact.text for fact in facts.movements],
        "facts": {kind: [_placed(fact) for fact in getattr(facts, kind)] for kind in _KINDS},
        "document": _own(page),
        "notes": list(reading.notes),
    }


def _own(page: Page) -> dict[str, Any] | None:
    """Return what an official document says of itself, with the places of it."""
    if page.own is None:
        return None
    row = {key: value for key, value in vars(page.own).items() if key != "spans"}
    return row | {"spans": {key: [span.start, span.end] for key, span in page.own.spans.items()}}


def _plain(fact: Fact) -> dict[str, Any]:
    """Return a fact without its places, as the labels have it."""
    row = {key: _listed(value) for key, value in vars(fact).items() if key not in ("spans", "rule", "confidence")}
    if "weak" in row and not row["weak"]:
        del row["weak"]
    return row


def _placed(fact: Fact) -> dict[str, Any]:
    row = {key: _listed(value) for key, value in vars(fact).items() if key != "spans"}
    row["spans"] = [[span.start, span.end] for span in fact.spans]
    return row


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
