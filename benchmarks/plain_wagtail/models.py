"""An index of articles and an article, as in Wagtail's tutorial."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page

ON_A_PAGE = 20


class IndexPage(Page):
    """Lists its articles, the newest first, twenty to a page."""

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.child_of(self).live().order_by("-shown_on", "-pk")
        context["articles"] = Paginator(articles, ON_A_PAGE).get_page(request.GET.get("page"))
        return context


class ArticlePage(Page):
    """An article of headings and paragraphs."""

    shown_on = models.DateTimeField()
    lead = models.TextField()
    body = StreamField([("heading", CharBlock()), ("text", RichTextBlock())])

    class Meta:
        indexes = [models.Index(fields=["-shown_on"])]
