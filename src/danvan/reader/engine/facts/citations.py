"""Documents that a page names: one row a document, all its surface forms merged.

A mention joins the row of its kind and number whose symbol and issuer do not speak against it; a mention that
says less joins the row that says more. Nothing is taken from outside the text: a symbol gives no issuer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from danvan.reader.engine.facts.kinds import kind_places
from danvan.reader.engine.facts.levelled import Levelled, levelled
from danvan.reader.engine.facts.mentions import Mention, numbered_mentions
from danvan.reader.engine.facts.named import named_mentions, plenum_number, programmes
from danvan.reader.engine.model import Citation, Page, Span

MAX_RIVALS = 8  # rows of one kind and number that a mention without symbol is compared with
MAX_TWINS = 500  # rows among which the numbered form of a plenum's resolution is looked for
_NAMED_SHORT = re.compile(r"\((?:sau đây )?(?:được )?(?:gọi|viết)(?: tắt)?(?: chung)? là:? ?\"?$")
_NO_SIGN = re.compile(r"[\W_]+")


@dataclass
class _Row:
    """A document while its mentions are gathered."""

    best: Mention
    mentions: list[Mention] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    subject: tuple[Levelled, tuple[int, int]] | None = None

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        if mention.doubtful and len(self.mentions) > 1:
            mention.issuer = None
        for name in ("number", "symbol", "issuer", "dated", "year", "term"):
            value = getattr(mention, name)
            if value is not None:
                self.values.setdefault(name, value)
        if mention.subject and (self.subject is None or _shouted(self.subject)):
            self.subject = mention.reading, mention.subject
        if mention.weight > self.best.weight:
            self.best = mention


def _shouted(subject: tuple[Levelled, tuple[int, int]]) -> bool:
    """Tell whether a subject is written in capitals only, as headlines are."""
    reading, (start, end) = subject
    return reading.text[start:end].isupper()


def find_citations(page: Page) -> tuple[Citation, ...]:
    """Return the documents that the page names, one row a document, in the order of the first mention."""
    rows: list[_Row] = []
    numbered: dict[tuple[str, int], list[_Row]] = {}
    by_symbol: dict[tuple[str, str], _Row] = {}
    named: list[Mention] = []
    for reading in levelled(page):
        for mention in _mentions(reading):
            if mention.number is None:
                named.append(mention)
            else:
                _join_numbered(mention, rows, numbered, by_symbol)
    _join_named(named, rows)
    rows = [row for row in rows if not _issued_with_decision(row, rows)]
    return tuple(_citation(row) for row in sorted(rows, key=_place))


def _mentions(reading: Levelled) -> list[Mention]:
    places = kind_places(reading)
    numbered = numbered_mentions(reading, places)
    taken = {mention.start for mention in numbered}
    others = named_mentions(reading, [place for place in places if place[0] not in taken])
    numbered = _outside(numbered, [item for item in others if item.number])
    both = sorted([*numbered, *others], key=lambda item: (item.start, -item.end))
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


def _place(row: _Row) -> Span:
    return min(mention.reading.span(mention.start, mention.end) for mention in row.mentions)


@lru_cache(maxsize=4096)
def symbol_key(symbol: str) -> str:
    """Return a symbol without separators and case: `217-QĐ/TW` and `217/QĐ-TW` are one document."""
    return _NO_SIGN.sub("", symbol).casefold().lstrip("0")


def _join_numbered(
    mention: Mention,
    rows: list[_Row],
    numbered: dict[tuple[str, int], list[_Row]],
    by_symbol: dict[tuple[str, str], _Row],
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
        row = _Row(mention)
        rows.append(row)
        rivals.append(row)
    if mention.symbol:
        by_symbol.setdefault((mention.kind, symbol_key(mention.symbol)), row)
        if mention.rule == "citation.symbol_alone":
            by_symbol.setdefault(("", symbol_key(mention.symbol)), row)
    row.add(mention)


def _of_other_kind(mention: Mention, key: str, by_symbol: dict[tuple[str, str], _Row]) -> _Row | None:
    """Return the row of a symbol that stood alone, or for a symbol that stands alone any row that has it."""
    if mention.rule != "citation.symbol_alone":
        return by_symbol.get(("", key))
    for kind in ("quyết định", "quy định", "nghị quyết", "luật", "thông báo", "tờ trình", "thông tri", "kế hoạch"):
        if row := by_symbol.get((kind, key)):
            return row
    return None


def _fits(row: _Row, mention: Mention) -> bool:
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


def _join_named(named: list[Mention], rows: list[_Row]) -> None:
    """Join the mentions without number: those that say all first, then the short forms."""
    found: dict[tuple[str, ...], _Row] = {}
    short: list[Mention] = []
    row_of = {id(mention): row for row in rows for mention in row.mentions}
    for mention in named:
        if mention.alias and (row := row_of.get(id(mention.alias))):
            found[mention.kind, *_full_key(mention)] = row
            row.add(mention)
            continue
        if _is_short(mention):
            short.append(mention)
            continue
        key = (mention.kind, *_full_key(mention))
        if key not in found:
            found[key] = _numbered_twin(mention, rows) or _Row(mention)
            if not found[key].mentions:
                rows.append(found[key])
        found[key].add(mention)
    for mention in short:
        row = _longest_fit(mention, found) or _numbered_twin(mention, rows)
        if row is None:
            if mention.key[0] == "congress" and not mention.key[2]:
                continue  # "Nghị quyết Đại hội" of nobody names nothing
            row = found[mention.kind, *_full_key(mention)] = _Row(mention)
            rows.append(row)
        row.add(mention)


def _issued_with_decision(row: _Row, rows: list[_Row]) -> bool:
    """Tell whether a regime is what a numbered decision of the same text issues; then it is no row."""
    if not row.best.weak or row.best.key in (("regime", "dân chủ"), ("regime", "điều lệ")) or not row.subject:
        return False
    about = _subject_of(row).casefold()
    return any(
        other.best.number and other.subject and f"quy chế {about}" in _subject_of(other).casefold() for other in rows
    )


def _subject_of(row: _Row) -> str:
    if row.subject is None:
        return ""
    reading, (start, end) = row.subject
    return reading.raw(start, end)


def _is_short(mention: Mention) -> bool:
    group, *rest = mention.key
    return (group == "congress" and not rest[0]) or (group in ("plenum", "law") and not rest[1])


def _full_key(mention: Mention) -> tuple[str, ...]:
    return mention.key[:2] if mention.key[0] == "congress" and not mention.key[2] else mention.key


def _numbered_twin(mention: Mention, rows: list[_Row]) -> _Row | None:
    """Return the one numbered row of the same plenum or law.

    "Nghị quyết Trung ương 7 khóa XI" is "Nghị quyết số 25-NQ/TW Hội nghị Trung ương 7 (khóa XI)", a law's name is the
    law that the text names with its number.
    """
    group, name, year = (*mention.key, "", "")[:3]
    if group not in ("plenum", "law"):
        return None
    twins = []
    for row in rows[:MAX_TWINS]:
        if not row.best.number or row.best.kind != mention.kind:
            continue
        if group == "law":
            named = any(item.key[:2] == mention.key[:2] for item in row.mentions)
            fits = named and year in ("", *re.findall(r"/(\d{4})/", row.values.get("symbol", "")))
        else:
            issuer = row.values.get("issuer", "")
            fits = row.values.get("term") == mention.term and "ương" in issuer and plenum_number(issuer) == name
        if fits:
            twins.append(row)
    return twins[0] if len(twins) == 1 else None


def _longest_fit(mention: Mention, found: dict[tuple[str, ...], _Row]) -> _Row | None:
    """Return the row that a short form means: of those that fit the one named most often, the first of equals."""
    group, name, level = (*mention.key, "", "")[:3]
    fitting = []
    for (kind, other, *rest), row in found.items():
        if kind != mention.kind or other != group:
            continue
        if group == "congress":
            known = rest[1] if len(rest) > 1 else ""
            if not level or not known or level == known:
                fitting.append(row)
        elif rest[0] == name or (group == "law" and " " in name and rest[0].startswith(f"{name} ")):
            fitting.append(row)
    return max(fitting, key=lambda row: len(row.mentions), default=None)


def _citation(row: _Row) -> Citation:
    best = row.best
    mentions = sorted(row.mentions, key=lambda item: item.reading.span(item.start, item.end))
    spans = [item.reading.span(item.start, item.end) for item in mentions]
    first = best.reading.span(best.start, best.end)
    forms = [best.reading.raw(best.start, best.end)]
    for item in mentions:
        forms += [item.reading.raw(item.start, item.end), item.reading.raw(item.start, item.core_end)]
    return Citation(
        text=forms[0],
        spans=tuple(dict.fromkeys([first, *spans])),
        rule=best.rule,
        confidence=max(item.confidence for item in mentions),
        kind=best.kind,
        subject=_subject_of(row) or None,
        forms=tuple(dict.fromkeys(form for form in forms if form)),
        weak=best.weak,
        **{name: row.values.get(name) for name in ("number", "symbol", "issuer", "dated", "year", "term")},
    )
