"""Mentions gathered into one row a document; mentions without number find the row that they mean.

Everything is looked up by name, so that a text with thousands of documents takes linear time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.facts.mentions import Mention
from danvan.reader.engine.facts.named import plenum_number

MAX_FITTING = 60  # rows among which a short form chooses


@dataclass
class Row:
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
        if mention is not self.best and mention.weight > self.best.weight:
            self.best = mention


def _shouted(subject: tuple[Levelled, tuple[int, int]]) -> bool:
    """Tell whether a subject is written in capitals only, as headlines are."""
    reading, (start, end) = subject
    return reading.text[start:end].isupper()


def subject_of(row: Row) -> str:
    """Return what the document is about, as the text writes it."""
    if row.subject is None:
        return ""
    reading, (start, end) = row.subject
    return reading.written(start, end)


class _Known:
    """The rows of documents without number, found by what makes them one."""

    def __init__(self, rows: list[Row]) -> None:
        self.exact: dict[tuple[str, ...], Row] = {}
        self._pools: dict[tuple[str, ...], list[tuple[tuple[str, ...], Row]]] = defaultdict(list)
        self._numbered: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in rows:
            for key in {key for mention in row.mentions if (key := _twin_key(mention, row))}:
                self._numbered[key].append(row)

    def put(self, mention: Mention, row: Row) -> None:
        """Remember that documents named as `mention` is are this row."""
        key = (mention.kind, *_full_key(mention))
        if self.exact.setdefault(key, row) is row:
            pool = self._pools[_pool(mention)]
            if len(pool) < MAX_FITTING:
                pool.append((key, row))

    def twin(self, mention: Mention) -> Row | None:
        """Return the one numbered row of the same plenum or law.

        "Nghị quyết Trung ương 7 khóa XI" is "Nghị quyết số 25-NQ/TW Hội nghị Trung ương 7 (khóa XI)", a law's name is
        the law that the text names with its number.
        """
        group, name, year = (*mention.key, "", "")[:3]
        if group == "plenum":
            found = self._numbered.get((mention.kind, group, name, mention.term or ""), [])
        else:
            found = self._numbered.get((mention.kind, group, name), [])
            found = [row for row in found if year in ("", *_YEAR.findall(row.values.get("symbol", "")))]
        return found[0] if len(found) == 1 else None

    def longest_fit(self, mention: Mention) -> Row | None:
        """Return the row that a short form means: of those that fit the one named most often, the first of equals."""
        group, name, level = (*mention.key, "", "")[:3]
        fitting = []
        for (_kind, _group, *rest), row in self._pools.get(_pool(mention), ()):
            if group == "congress":
                known = rest[1] if len(rest) > 1 else ""
                if not level or not known or level == known:
                    fitting.append(row)
            elif rest[0] == name or (group == "law" and " " in name and rest[0].startswith(f"{name} ")):
                fitting.append(row)
        return max(fitting, key=lambda row: len(row.mentions), default=None)


_YEAR = re.compile(r"/(\d{4})/")


def _pool(mention: Mention) -> tuple[str, ...]:
    """Return under what a short form finds its longer ones: congresses together, the rest by the name's beginning."""
    group, name = (*mention.key, "")[:2]
    return (mention.kind, group, "" if group == "congress" else " ".join(name.split()[:2]))


def _twin_key(mention: Mention, row: Row) -> tuple[str, ...] | None:
    if mention.key[:1] == ("law",):
        return (mention.kind, *mention.key[:2])
    issuer = row.values.get("issuer", "")
    if "ương" in issuer and (number := plenum_number(issuer)):
        return (mention.kind, "plenum", number, row.values.get("term", ""))
    return None


def join_named(named: list[Mention], rows: list[Row]) -> None:
    """Join the mentions without number to `rows`: those that say all first, then the short forms, longest first."""
    known = _Known(rows)
    row_of = {id(mention): row for row in rows for mention in row.mentions}
    short: list[Mention] = []
    for mention in named:
        if mention.alias and (row := row_of.get(id(mention.alias))):
            known.put(mention, row)
            row.add(mention)
        elif _is_short(mention):
            short.append(mention)
        else:
            row = known.exact.get((mention.kind, *_full_key(mention))) or known.twin(mention) or _new(mention, rows)
            known.put(mention, row)
            row.add(mention)
    for mention in sorted(short, key=lambda item: -len(item.key[1])):
        row = known.longest_fit(mention) or known.twin(mention)
        if row is None:
            if mention.key[0] == "congress" and not _names_one(mention):
                continue  # "Nghị quyết Đại hội" of nobody names nothing
            row = _new(mention, rows)
        known.put(mention, row)
        row.add(mention)


def _names_one(mention: Mention) -> bool:
    """Tell whether a congress without ordinal is a certain one: "Đại hội Đảng bộ tỉnh", not "đại hội chi bộ"."""
    level = mention.key[2]
    return level not in ("", "chi bộ", "cơ sở") and (mention.issuer or "").startswith("Đ")


def _new(mention: Mention, rows: list[Row]) -> Row:
    rows.append(Row(mention))
    return rows[-1]


def _is_short(mention: Mention) -> bool:
    group, *rest = mention.key
    return (group == "congress" and not rest[0]) or (group in ("plenum", "law") and not rest[1])


def _full_key(mention: Mention) -> tuple[str, ...]:
    return mention.key[:2] if mention.key[0] == "congress" and not mention.key[2] else mention.key
