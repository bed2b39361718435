"""Write into the index, take out of it, make all of it anew, and compare it with the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

from danvan.core.text import clean_text, fold

from . import sql
from .models import SearchDoc, SearchWord
from .providers import Entry, Provider, provider, providers
from .words import spellings, vectors

AT_ONCE = 500
# Of a longer text the beginning is indexed: enough for any article, and a bound for what one upload may cost.
LONGEST_TEXT = 400_000
_WRITTEN = (
    "category", "unit", "action", "public", "shown_on", "year", "url", "title", "title_fold", "text", "exact", "folded",
)  # fmt: skip


@transaction.atomic
def put(kind: str, row: int, entry: Entry) -> None:
    """Index ``row`` of ``kind`` as it stands now; twice is once. Raises KeyError for a kind that nobody owns."""
    _write(provider(kind), [(row, entry)])


def remove(kind: str, row: int) -> None:
    """Take it out of the index: from this moment on nobody finds it."""
    SearchDoc.objects.filter(kind=kind, row=row).delete()


def rebuild(report: Callable[[str], None] = lambda text: None) -> int:
    """Index everything that the rooms hold, drop what is gone, count the words; returns the number of documents."""
    total = 0
    for each in providers():
        with transaction.atomic():
            seen: set[int] = set()
            for batch in _batches(each.entries()):
                _write(each, batch, learn=False)
                seen.update(row for row, _entry in batch)
            gone = set(SearchDoc.objects.filter(kind=each.kind).values_list("row", flat=True)) - seen
            SearchDoc.objects.filter(kind=each.kind, row__in=gone).delete()
        report(f"{each.kind}: {len(seen)}")
        total += len(seen)
    SearchDoc.objects.exclude(kind__in=[each.kind for each in providers()]).delete()
    count_words()
    return total


@transaction.atomic
def count_words() -> None:
    """Count anew in how many documents each word stands, and tell PostgreSQL's planner what the table holds now."""
    with connection.cursor() as cursor:
        cursor.execute(sql.FORGET_WORDS)
        cursor.execute(sql.WORD_COUNTS)
        for batch in _batches(iter(cursor.fetchall())):
            SearchWord.objects.bulk_create(
                SearchWord(exact=word, plain=plain, documents=documents)
                for word, documents in batch
                for _exact, plain in spellings([word])
            )
        # A fresh table without statistics is planned badly: seconds instead of milliseconds.
        cursor.execute(sql.ANALYZE)


def verify() -> list[str]:
    """Every document that is missing, left over, or not as its record is now, in words; empty when all agrees."""
    wrong = []
    for each in providers():
        stored = {doc.row: doc for doc in SearchDoc.objects.filter(kind=each.kind).defer("exact", "folded").iterator()}
        for row, entry in each.entries():
            doc, wanted = stored.pop(row, None), _document(each, row, entry)
            if doc is None:
                wrong.append(f"{each.kind} {row}: not in the index")
            elif any(getattr(doc, field) != getattr(wanted, field) for field in _compared()):
                wrong.append(f"{each.kind} {row}: the index is not as the record")
        wrong += [f"{each.kind} {row}: in the index, and gone" for row in sorted(stored)]
    return wrong


def _compared() -> Iterator[str]:
    return ("unit_id" if field == "unit" else field for field in _WRITTEN if field not in ("exact", "folded"))


def _write(each: Provider, batch: Iterable[tuple[int, Entry]], *, learn: bool = True) -> None:
    documents = [_document(each, row, entry) for row, entry in batch]
    for document in documents:
        document.exact, document.folded = vectors(document.title, document.text)
    SearchDoc.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["kind", "row"], update_fields=_WRITTEN
    )
    if learn:
        _learn(documents)


def _document(each: Provider, row: int, entry: Entry) -> SearchDoc:
    title, text = clean_text(entry.title), clean_text(entry.text[:LONGEST_TEXT])
    return SearchDoc(
        kind=each.kind,
        row=row,
        category=entry.category,
        unit_id=entry.unit_id,
        action=each.action,
        public=each.public,
        shown_on=entry.shown_on,
        year=entry.shown_on.year,
        url=entry.url,
        title=title,
        title_fold=fold(title),
        text=text,
    )


def _learn(documents: list[SearchDoc]) -> None:
    """Note words that no document had; how often they stand is counted now and then (``count_words``)."""
    words = dict(spellings(text for document in documents for text in (document.title, document.text)))
    known = set(SearchWord.objects.filter(exact__in=words).values_list("exact", flat=True))
    # In one order, so that two people who publish at once do not wait for each other in a ring.
    new = sorted(set(words) - known)
    SearchWord.objects.bulk_create(
        (SearchWord(exact=word, plain=words[word]) for word in new), ignore_conflicts=True, batch_size=AT_ONCE
    )


def _batches(rows: Iterator) -> Iterator[list]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch
