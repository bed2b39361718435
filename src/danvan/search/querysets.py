"""What of all that is indexed a person may find."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Self

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Q, Value

from danvan.access.actor import Actor

from .asking import Asked
from .providers import providers


class Lexemes(SearchQuery):
    """A ``tsquery`` of lexemes that are cut already; PostgreSQL's parser has no part in it."""

    def __init__(self, text: str, **extra: object) -> None:
        super().__init__(Value(text, output_field=models.TextField()), search_type="raw", **extra)
        self.template = "%(expressions)s::tsquery"

    def as_sql(self, compiler, connection, function=None, template=None):
        return super(SearchQuery, self).as_sql(compiler, connection, function, "CAST(%(expressions)s AS tsquery)")


def holding(asked: Asked) -> Q:
    """The condition that a document holds every term."""
    held = Q()
    if asked.exact:
        held &= Q(exact=Lexemes(asked.exact))
    if asked.plain:
        held &= Q(folded=Lexemes(asked.plain))
    return held


class SearchDocQuerySet(models.QuerySet):
    """The one permission rule for what is found: public, or of a unit in reach with the right that its room names."""

    def visible_to(self, actor: Actor | None) -> Self:
        """What this person may find; strangers (None) find what is public."""
        return self.filter(reduce(or_, self._open_to(actor)))

    def _open_to(self, actor: Actor | None) -> list[Q]:
        open_to = [Q(public=True)]
        if actor is None:
            return open_to
        for provider in providers():
            reach = actor.reach(provider.action) if provider.action else None
            if reach is not None:
                open_to.append(Q(kind=provider.kind, action=provider.action, unit__in=reach))
                if provider.shared is not None:
                    open_to.append(Q(kind=provider.kind, row__in=provider.shared(actor)))
        return open_to

    def narrowed(self, kind: str = "", category: str = "", year: int | None = None) -> Self:
        """Of one kind, category or year; what is empty does not narrow."""
        wanted = {"kind": kind, "category": category, "year": year}
        return self.filter(**{name: value for name, value in wanted.items() if value})

    def matching(self, asked: Asked) -> Self:
        """Those that hold every term."""
        return self.filter(holding(asked))

    def newest(self) -> Self:
        """The newest first, in a total order."""
        return self.order_by("-shown_on", "-id")
