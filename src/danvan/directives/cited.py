"""Documents that texts name: which are in the register, which are not, and who names them.

The reader proposes what a text names; the register says what of it we have. Symbols are compared as ``parse_symbol``
reads them, so that ``217/QĐ-TW`` is ``217-QĐ/TW``; a number alone fits only where one document of that type has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, QuerySet

from danvan.access.actor import Actor
from danvan.core.symbols import BadSymbol, parse_symbol
from danvan.core.text import fold, same_word
from danvan.reader.kinds import Kind
from danvan.reader.models import Document, Fact
from danvan.reader.states import State

from .models import Directive
from .models.directive import document_kinds

NAMED_BY = 3


@dataclass
class Cited:
    """One document that texts name. ``found`` are the entries of the register that it can be; one is a match."""

    key: str
    fact: Fact
    count: int
    found: list[Directive] = field(default_factory=list)
    named_by: list[Document] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Type, symbol or number, issuer."""
        values = self.fact.values
        name = values.get("symbol") or values.get("number") or ""
        words = [
            str(values.get("kind", "")).capitalize(),
            str(name),
            str(values.get("issuer") or "") if not name else "",
        ]
        return " ".join(word for word in words if word)

    @property
    def matched(self) -> Directive | None:
        """The entry, where exactly one fits."""
        return self.found[0] if len(self.found) == 1 else None


def citations(actor: Actor) -> QuerySet[Fact]:
    """Documents named in texts that the actor sees, but for what a person refused and for standing regimes."""
    named = Fact.objects.visible_to(actor).filter(kind=Kind.CITATION).exclude(state=State.REFUSED)
    return named.exclude(values__has_key="weak", values__weak=True)


def cited(actor: Actor) -> list[Cited]:
    """Every document that texts name, the most named first, with what the register has of it."""
    groups = list(
        citations(actor)
        .order_by()
        .values("key")
        .annotate(count=Count("document", distinct=True), first=Min("pk"))
        .order_by("-count", "key")
    )
    facts = {fact.pk: fact for fact in Fact.objects.filter(pk__in=[group["first"] for group in groups])}
    rows = [Cited(group["key"], facts[group["first"]], group["count"]) for group in groups]
    _match(rows, actor)
    return rows


def name_who(rows: list[Cited], actor: Actor) -> None:
    """Put the first texts that name each of ``rows`` on it; one read for all."""
    wanted = {row.key: row for row in rows}
    found = citations(actor).filter(key__in=wanted).order_by("key", "-document__read_at", "document")
    documents: dict[str, dict[int, Document]] = {}
    for fact in found.select_related("document").defer("document__text", "document__body", "document__parts"):
        documents.setdefault(fact.key, {})[fact.document_id] = fact.document
    for key, named_by in documents.items():
        wanted[key].named_by = list(named_by.values())[:NAMED_BY]


def naming(one: Directive, actor: Actor) -> list[Document]:
    """The texts that name an entry of the register."""
    keys = [row.key for row in cited(actor) if row.matched and row.matched.pk == one.pk]
    ids = citations(actor).filter(key__in=keys).values("document")
    return list(Document.objects.visible_to(actor).filter(pk__in=ids).defer("text", "body", "parts"))


def matched_in(document: Document, actor: Actor) -> list[Directive]:
    """The entries of the register that a text names."""
    rows = [Cited(fact.key, fact, 1) for fact in citations(actor).filter(document=document)]
    _match(rows, actor)
    return list({row.matched.pk: row.matched for row in rows if row.matched}.values())


def entry_of(fact: Fact) -> dict[str, Any]:
    """What the form of a new entry shows for a document that a text names."""
    values = fact.values
    dated = str(values.get("dated") or "")
    return {
        "raw_symbol": values.get("symbol") or "",
        "kind": _kind_key(values),
        "number": values.get("number") if not values.get("symbol") else None,
        "issuer": values.get("issuer") or "",
        "issued_on": "/".join(reversed(dated.split("-"))) if len(dated) == len("2014-02-26") else None,
        "year": values.get("year"),
        "title": values.get("subject") or "",
        "term": values.get("term") or "",
        "certainty": "reported",
        "source": str(fact.document),
        "source_note": fact.text,
    }


def _kind_key(values: dict[str, Any]) -> str:
    said = str(values.get("kind") or "")
    return next((key for key, name in document_kinds() if same_word(name, said)), "")


def _symbol(values: dict[str, Any]) -> str:
    try:
        return parse_symbol(str(values.get("symbol") or "")).normal
    except BadSymbol:
        return ""


def _match(rows: Iterable[Cited], actor: Actor) -> None:
    """Put what the register has on each row, in two reads for all of them."""
    rows = list(rows)
    symbols = {row.key: _symbol(row.fact.values) for row in rows}
    seen = Directive.objects.visible_to(actor).select_related("issuer")
    by_symbol: dict[str, list[Directive]] = {}
    for one in seen.filter(symbol__in=set(symbols.values()) - {""}):
        by_symbol.setdefault(one.symbol, []).append(one)
    numbers = {_number(row.fact.values) for row in rows if not symbols[row.key]} - {None}
    by_number: dict[tuple[str, int], list[Directive]] = {}
    for one in seen.filter(number__in=numbers):
        by_number.setdefault((one.kind, one.number), []).append(one)
    for row in rows:
        values = row.fact.values
        if symbols[row.key]:
            row.found = by_symbol.get(symbols[row.key], [])
        else:
            alike = by_number.get((_kind_key(values), _number(values) or 0), [])
            row.found = [one for one in alike if _same_issuer(values.get("issuer"), one)]


def _number(values: dict[str, Any]) -> int | None:
    text = str(values.get("number") or "")
    return int(text) if text.isdigit() else None


def _same_issuer(said: str | None, one: Directive) -> bool:
    """A text that names no issuer may mean any; one that does must mean this one."""
    if not said:
        return True
    a, b = fold(said), one.issuer.name_fold
    return a in b or b in a
