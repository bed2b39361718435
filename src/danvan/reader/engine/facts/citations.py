"""Documents that a page names: one row a document, all its surface forms merged.

A mention joins the row of its kind and number whose symbol and issuer do not speak against it; a mention that
says less joins the row that says more. Nothing is taken from outside the text: a symbol gives no issuer.
"""

from __future__ import annotations

import re
from functools import lru_cache

from danvan.reader.engine.facts.joining import Row, join_named, subject_of
from danvan.reader.engine.facts.kinds import kind_places
from danvan.reader.engine.facts.levelled import Levelled, levelled
from danvan.reader.engine.facts.mentions import Mention, numbered_mentions
from danvan.reader.engine.facts.named import named_mentions, programmes
from danvan.reader.engine.model import Citation, Page, Span

MAX_RIVALS = 8  # rows of one kind and number that a mention without symbol is compared with
_NAMED_SHORT = re.compile(r"\((?:sau đây )?(?:được )?(?:gọi|viết)(?: tắt)?(?: chung)? là:? ?\"?$")
_NO_SIGN = re.compile(r"[\W_]+")


def find_citations(page: Page) -> tuple[Citation, ...]:
    """Return the documents that the page names, one row a document, in the order of the first mention."""
    rows: list[Row] = []
    numbered: dict[tuple[str, int], list[Row]] = {}
    by_symbol: dict[tuple[str, str], Row] = {}
    named: list[Mention] = []
    for reading in levelled(page):
        for mention in _mentions(reading):
            if mention.number is None:
                named.append(mention)
            else:
                _join_numbered(mention, rows, numbered, by_symbol)
    join_named(named, rows)
    rows = [row for row in rows if not _issued_with_decision(row, rows)]
    return tuple(_citation(row) for row in sorted(rows, key=_place))


def _mentions(reading: Levelled) -> list[Mention]:
    places = kind_places(reading)
    numbered = numbered_mentions(reading, places)
    taken = {mention.start for mention in numbered}
    others = named_mentions(reading, [place for place in places if place[0] not in taken])
    numbered = _outside(numbered, [item for item in others if item.number])
    both = sorted([*numbered, *others], key=lambda item: (item.start, -item.end))
    if not both:
        return []
    for item, following in zip(both, both[1:], strict=False):
        if following.number is None and _NAMED_SHORT.search(
            reading.low, max(item.end, following.start - 40), following.start
        ):
            following.alias = item
    return sorted([*both, *programmes(reading, places, both)], key=lambda item: item.start)


def _outside(numbered: list[Mention], laws: list[Mention]) -> list[Mention]:
    """Leave out the numbers that stand inside a law's mention; both lists are in the order of the text."""
    kept, at = [], 0
    for item in numbered:
        while at < len(laws) and laws[at].end <= item.start:
            at += 1
        if at == len(laws) or item.start < laws[at].start:
            kept.append(item)
    return kept


def _place(row: Row) -> Span:
    return min(mention.reading.span(mention.start, mention.end) for mention in row.mentions)


@lru_cache(maxsize=4096)
def symbol_key(symbol: str) -> str:
    """Return a symbol without separators and case: `217-QĐ/TW` and `217/QĐ-TW` are one document."""
    return _NO_SIGN.sub("", symbol).casefold().lstrip("0")


def _join_numbered(
    mention: Mention,
    rows: list[Row],
    numbered: dict[tuple[str, int], list[Row]],
    by_symbol: dict[tuple[str, str], Row],
) -> None:
    value = int("".join(c for c in mention.number or "" if c.isdecimal()))
    rivals = numbered.setdefault((mention.kind, value), [])
    row = None
    if mention.symbol:
        key = symbol_key(mention.symbol)
        row = by_symbol.get((mention.kind, key)) or _of_other_kind(mention, key, by_symbol)
    if row is None:
        row = next((known for known in reversed(rivals[-MAX_RIVALS:]) if _fits(known, mention)), None)
    if row is None:
        row = Row(mention)
        rows.append(row)
        rivals.append(row)
    if mention.symbol:
        by_symbol.setdefault((mention.kind, symbol_key(mention.symbol)), row)
        if mention.rule == "citation.symbol_alone":
            by_symbol.setdefault(("", symbol_key(mention.symbol)), row)
    row.add(mention)


def _of_other_kind(mention: Mention, key: str, by_symbol: dict[tuple[str, str], Row]) -> Row | None:
    """Return the row of a symbol that stood alone, or for a symbol that stands alone any row that has it."""
    if mention.rule != "citation.symbol_alone":
        return by_symbol.get(("", key))
    for kind in ("quyết định", "quy định", "nghị quyết", "luật", "thông báo", "tờ trình", "thông tri", "kế hoạch"):
        if row := by_symbol.get((kind, key)):
            return row
    return None


def _fits(row: Row, mention: Mention) -> bool:
    known = row.values
    if mention.symbol and known.get("symbol"):
        return symbol_key(mention.symbol) == symbol_key(known["symbol"])
    for name in ("term", "dated"):
        value = getattr(mention, name)
        if value and known.get(name, value) != value:
            return False
    return (
        not mention.issuer or mention.doubtful or "issuer" not in known or _same_body(mention.issuer, known["issuer"])
    )


def _same_body(one: str, other: str) -> bool:
    """Tell whether two names can be one body: one holds the words of the other."""
    a, b = set(one.casefold().split()), set(other.casefold().split())
    return len(a & b) >= 0.8 * min(len(a), len(b))


def _issued_with_decision(row: Row, rows: list[Row]) -> bool:
    """Tell whether a regime is what a numbered decision of the same text issues; then it is no row."""
    if not row.best.weak or row.best.key in (("regime", "dân chủ"), ("regime", "điều lệ")) or not row.subject:
        return False
    about = subject_of(row).casefold()
    return any(
        other.best.number and other.subject and f"quy chế {about}" in subject_of(other).casefold() for other in rows
    )


def _citation(row: Row) -> Citation:
    best = row.best
    placed = [(item.reading.span(item.start, item.end), item) for item in row.mentions]
    placed.sort(key=lambda pair: pair[0])
    spans = [span for span, _ in placed]
    first = best.reading.span(best.start, best.end)
    forms = [best.reading.written(best.start, best.end)]
    for _, item in placed:
        forms += [item.reading.written(item.start, item.end), item.reading.written(item.start, item.core_end)]
    return Citation(
        text=forms[0],
        spans=tuple(dict.fromkeys([first, *spans])),
        rule=best.rule,
        confidence=max(item.confidence for item in row.mentions),
        kind=best.kind,
        subject=subject_of(row) or None,
        forms=tuple(dict.fromkeys(form for form in forms if form)),
        weak=best.weak,
        **{name: row.values.get(name) for name in ("number", "symbol", "issuer", "dated", "year", "term")},
    )
