"""Find: the newest 2,000 hits that a person may see, ranked, one page of them, with what to say about the question.

Nothing here depends on how common a word is. How common it is among the newest documents decides the way: a common
word is met by walking from the newest, any other by the index of words; left to itself the planner walks through
200,000 documents for a word that stands in one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchRank
from django.db import connection, transaction
from django.db.models import Case, DateField, F, FloatField, Func, Sum, Value, When
from django.db.models.functions import Cast, Left
from django.utils.safestring import SafeString

from danvan.access.actor import Actor

from . import sql
from .asking import Asked, read
from .marking import marked, snippet
from .models import SearchDoc
from .names import Kin, with_kin
from .providers import provider, providers
from .querysets import Lexemes, SearchDocQuerySet, holding
from .typos import mended

ON_A_PAGE = 20
MOST_RANKED, MOST_COUNTED = 2_000, 1_000
# A word in so great a share of the newest documents is common, in so small a one it is seldom; between the two, so much
# more than the share promises is looked through.
SAMPLE, COMMON, SELDOM, AMPLE = 200, 0.5, 0.02, 1.5
# Of a long text this much is read to choose what is shown of it.
READ = 12_000
HALF_LIFE = 1_500.0  # days after which a document weighs half
ZERO = Value(0.0)


@dataclass(frozen=True)
class Narrow:
    """What the question is narrowed to, and its order; empty is everything."""

    kinds: tuple[str, ...] = ()
    category: str = ""
    year: int | None = None
    newest: bool = False
    page: int = 1


@dataclass(frozen=True)
class Hit:
    """One document found, ready to be shown: ``title`` and ``snippet`` are escaped and hold the marks."""

    kind: str
    label: str
    category: str
    row: int
    url: str
    title: SafeString
    snippet: SafeString
    shown_on: date


@dataclass(frozen=True)
class Found:
    """A page of hits. ``count`` is exact up to 1,000, beyond which ``more`` is true.

    ``better`` is the question as it may have been meant; with ``corrected`` it is what was looked for, because the
    question as typed found nothing.
    """

    asked: Asked
    hits: tuple[Hit, ...] = ()
    count: int = 0
    more: bool = False
    page: int = 1
    pages: int = 1
    better: str = ""
    corrected: bool = False
    kin: tuple[Kin, ...] = field(default=())


def find(typed: str, actor: Actor | None, narrow: Narrow | None = None, *, today: date) -> Found:
    """What the words find for this person (None: a stranger) on ``today``. Whatever is typed, there is an answer."""
    narrow = narrow or Narrow()
    asked = read(typed)
    if not asked:
        return Found(asked)
    rows = SearchDoc.objects.visible_to(actor).narrowed(category=narrow.category, year=narrow.year)
    if narrow.kinds:
        rows = rows.filter(kind__in=narrow.kinds)
    wider, kin = with_kin(asked)
    corrected = False
    with transaction.atomic():
        found, total = _page(rows, wider, narrow, today)
        better = mended(wider, rows)
        if better and not total:
            found, total = _page(rows, better, narrow, today)
            corrected = total > 0
    looked_for = better if corrected else wider
    return Found(
        asked=asked,
        hits=tuple(_hit(row, looked_for) for row in found),
        count=min(total, MOST_COUNTED),
        more=total > MOST_COUNTED,
        page=narrow.page,
        pages=max(1, -(-total // ON_A_PAGE)),
        better=better.text if better else "",
        corrected=corrected,
        kin=tuple(kin),
    )


def kinds() -> list[tuple[str, str]]:
    """Every kind that can be found by everybody, with its name."""
    return [(each.kind, str(each.label)) for each in providers() if each.public]


def years() -> list[int]:
    """From the newest to the oldest year in which anything public was shown: two looks at the index of days."""
    public = SearchDoc.objects.visible_to(None).newest().values_list("year", flat=True)
    newest, oldest = public.first(), public.last()
    return list(range(newest, oldest - 1, -1)) if newest else []


def _page(rows: SearchDocQuerySet, asked: Asked, narrow: Narrow, today: date) -> tuple[list[dict[str, Any]], int]:
    """One page of hits in its order, and how many there are, at most 2,000."""
    first = (narrow.page - 1) * ON_A_PAGE
    hits = rows.matching(asked).annotate(score=ZERO if narrow.newest else _score(asked, today))
    with connection.cursor() as cursor:
        cursor.execute(sql.BY_DAY)
        share = _share(rows, asked)
        if share >= COMMON:
            # Walking from the newest finds 2,000 soon.
            pks = _newest(hits, "-shown_on")
        else:
            cursor.execute(sql.BY_WORDS)
            pks = _newest_by_words(hits, share)
        cursor.execute(sql.AS_BEFORE)
    places = pks[first : first + ON_A_PAGE]
    shown = SearchDoc.objects.annotate(beginning=Left("text", READ)).values(
        "pk", "kind", "category", "row", "url", "title", "beginning", "shown_on"
    )
    known = {row["pk"]: row for row in shown.filter(pk__in=places)}
    return [known[pk] for pk in places], len(pks) if places else 0


def _share(rows: SearchDocQuerySet, asked: Asked) -> float:
    """The share of the newest documents that hold the words."""
    newest = rows.newest().annotate(holds=Case(When(holding(asked), then=1), default=0))[:SAMPLE]
    return (newest.aggregate(held=Sum("holds"))["held"] or 0) / SAMPLE


def _newest_by_words(hits: SearchDocQuerySet, share: float) -> list[int]:
    """The same from the index of words, in an order that no index has.

    Every row found is ranked, so the question goes first to as many of the newest documents as should hold 2,000, and
    when they hold fewer, to those since the day of the 2,000th hit.
    """
    order = Func(F("shown_on"), template="(%(expressions)s + 0)", output_field=DateField()).desc()
    if share >= SELDOM:
        reach = int(MOST_RANKED / share * AMPLE)
        oldest = SearchDoc.objects.newest().values_list("shown_on", flat=True)[reach : reach + 1].first()
        pks = _newest(hits.filter(shown_on__gte=oldest), order) if oldest else []
        if len(pks) == MOST_RANKED:
            return pks
    if share:
        last = hits.order_by(order).values_list("shown_on", flat=True)[MOST_RANKED - 1 : MOST_RANKED].first()
        hits = hits.filter(shown_on__gte=last) if last else hits
    return _newest(hits, order)


def _newest(hits: SearchDocQuerySet, *order: Any) -> list[int]:
    """The newest 2,000 hits, the best first. Each is read once: found, ranked and put in order in one statement."""
    newest = hits.order_by(*order, "-id")[:MOST_RANKED]
    return newest.aggregate(pks=ArrayAgg("pk", order_by=("-score", "-shown_on", "-id")))["pks"] or []


def _score(asked: Asked, today: date) -> Any:
    """Words often and close together, more in the title, all the more as the title's own phrase, and new."""
    rank = SearchRank(
        F("folded"), Lexemes(asked.ranking), weights=[0.1, 0.2, 0.4, 1.0], normalization=Value(1), cover_density=True
    )
    phrase = " ".join(word.plain for word in asked.words)
    whole = Case(When(title_fold__contains=phrase, then=Value(2.0)), default=Value(1.0)) if phrase else Value(1.0)
    age = Func(F("shown_on"), Value(today), template="(%(expressions)s)", arg_joiner=" - ", output_field=FloatField())
    return rank * whole / (Value(1.0) - Cast(age, FloatField()) / Value(HALF_LIFE))


def _hit(row: dict[str, Any], asked: Asked) -> Hit:
    return Hit(
        kind=row["kind"],
        label=str(provider(row["kind"]).label),
        category=row["category"],
        row=row["row"],
        url=row["url"],
        title=marked(row["title"], asked),
        snippet=snippet(row["beginning"], asked),
        shown_on=row["shown_on"],
    )
