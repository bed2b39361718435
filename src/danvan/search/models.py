"""The one table of search, and the words that its suggestions come from. Both are derived and can be made anew."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit

from .querysets import SearchDocQuerySet


class SearchDoc(models.Model):
    """A thing that can be found: ``row`` of ``kind`` in the room that owns it, with what is shown of it.

    ``exact`` and ``folded`` hold the words of title and text with and without marks (see ``words``); they are written
    by ``services`` and never by PostgreSQL's parser.
    """

    kind = models.CharField(max_length=30)
    row = models.BigIntegerField()
    category = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    action = models.CharField(max_length=60, blank=True)
    public = models.BooleanField()
    shown_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=600)
    title = models.TextField()
    title_fold = models.TextField()
    text = models.TextField(blank=True)
    exact = SearchVectorField()
    folded = SearchVectorField()

    objects = SearchDocQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "row"], name="search_doc_once"),
            # What is not public says who may see it; nothing is hidden by forgetting.
            models.CheckConstraint(
                condition=models.Q(public=True) | ~models.Q(action=""), name="search_doc_has_a_rule"
            ),
        ]
        indexes = [
            models.Index(fields=["-shown_on", "-id"], name="search_doc_newest"),
            GinIndex(fields=["exact", "folded"], name="search_doc_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that stands in some document, as it is spelled there, and in about how many."""

    exact = models.CharField(max_length=60, unique=True)
    plain = models.CharField(max_length=60, db_index=True)
    documents = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [GinIndex(OpClass(F("plain"), name="gin_trgm_ops"), name="search_word_like")]

    def __str__(self) -> str:
        return self.exact


on(SearchDoc, "unit", Effect.DERIVED, why="the index is written from the records, which follow the change")
