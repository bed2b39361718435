"""Reads between the portal and the work: ties of public directives, articles about a record, records of an article."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from danvan.directives.models import Directive
from danvan.directives.models.directive import INVERSE, Relation, RelationKind

from .models import ArticleLink, PublicArticle, PublicDirective


@dataclass(frozen=True)
class PublicTie:
    """What one public directive does to another, or has done to it."""

    words: str
    other: PublicDirective


def kinds_and_years(rows: QuerySet[PublicDirective]) -> tuple[list[str], list[int]]:
    """The types and the years of these, for the filters."""
    kinds = rows.order_by("directive__kind").values_list("directive__kind", flat=True).distinct()
    years = rows.exclude(directive__year=None).order_by("-directive__year").values_list("directive__year", flat=True)
    return list(kinds), list(years.distinct())


def ties_of(one: Directive) -> list[PublicTie]:
    """Relations both ways with directives that are public as well; no word of any other."""
    out, back = Q(source=one, target__opened__isnull=False), Q(target=one, source__opened__isnull=False)
    rows = Relation.objects.filter(out | back)
    ties = []
    for row in rows.order_by("kind", "pk"):
        kind, other = RelationKind(row.kind), row.target_id if row.source_id == one.pk else row.source_id
        ties.append((str(kind.label if row.source_id == one.pk else INVERSE[kind]), other))
    known = PublicDirective.objects.in_order().in_bulk([other for _words, other in ties])
    return [PublicTie(words, known[other]) for words, other in ties]


def articles_about(one: Directive) -> list[PublicArticle]:
    """Published articles about a directive, or about a review of it, the newest first; at most 20."""
    linked = ArticleLink.objects.filter(Q(directive=one) | Q(review__directive=one)).values("page")
    rows = PublicArticle.objects.filter(page__in=linked).newest().select_related("category")
    return list(rows.defer("body_html", "text")[:20])


def opened(directives: Collection[int]) -> list[PublicDirective]:
    """The public directives with these numbers; for none nothing is asked."""
    return list(PublicDirective.objects.filter(directive__in=directives).in_order()) if directives else []
