"""What visitors see of an article: one finished row, there only while the article is published."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit
from danvan.portal.querysets import PublicArticleQuerySet

from .pages import ArticlePage, CategoryPage


class PublicArticle(models.Model):
    """The public copy of an article, written when it is published and removed when it is taken down.

    ``body_html`` is sanitised and complete; ``text`` is the same without marks, for search and reading aloud;
    ``photo`` describes the lead photo in the portal's fixed sizes (``pictures.Picture``). ``photos`` and
    ``attachments`` are all that the article shows: a file of the portal is public while a public article shows it.
    """

    page = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, primary_key=True, related_name="shown")
    category = models.ForeignKey(CategoryPage, on_delete=models.CASCADE, related_name="shown_articles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    slug = models.SlugField(max_length=255, allow_unicode=True)
    title = models.CharField(max_length=255)
    lead = models.TextField(blank=True)
    body_html = models.TextField()
    text = models.TextField()
    byline = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    photo = models.JSONField(null=True)
    tags = ArrayField(models.CharField(max_length=100), default=list)
    with_comments = models.BooleanField(default=True)
    pinned = models.BooleanField(default=False)
    language = models.CharField(max_length=3, default="vi")
    translation_of = models.ForeignKey(ArticlePage, on_delete=models.SET_NULL, null=True, related_name="+")
    shown_on = models.DateTimeField()
    changed_at = models.DateTimeField()
    photos = models.ManyToManyField("portal.Photo", related_name="shown_in")
    attachments = models.ManyToManyField("portal.Attachment", related_name="shown_in")

    objects = PublicArticleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "slug"], name="public_article_address")]
        indexes = [
            models.Index(fields=["-shown_on", "-page"], name="public_article_newest"),
            models.Index(fields=["category", "-shown_on", "-page"], name="public_article_in_category"),
            models.Index(fields=["-shown_on"], name="public_article_pinned", condition=models.Q(pinned=True)),
            GinIndex(fields=["tags"], name="public_article_tags"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of the article; the category must have been loaded with it."""
        return reverse("portal:article", kwargs={"category": self.category.slug, "slug": self.slug})


on(PublicArticle, "unit", Effect.DERIVED, why="the public copy is written from its article")
