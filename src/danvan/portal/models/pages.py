"""The pages that editors work on: the front page, the news with their categories, and articles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.admin.widgets.slug import SlugInput
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from danvan.core.text import fold
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit
from danvan.portal.checking import check_publishable
from danvan.portal.forms import ArticleForm
from danvan.portal.panels import FindingsPanel

from .blocks import BodyBlock
from .linking import LinksPanel

# The editor's own script makes the address while the title is typed, and would drop every letter with a mark.
PLAIN = {
    "a": "àáạảãâầấậẩẫăằắặẳẵ", "e": "èéẹẻẽêềếệểễ", "i": "ìíịỉĩ", "o": "òóọỏõôồốộổỗơờớợởỡ", "u": "ùúụủũưừứựửữ",
    "y": "ỳýỵỷỹ", "d": "đ",
}  # fmt: skip
ADDRESS = SlugInput(formatters=[(f"[{marked}{marked.upper()}]", plain) for plain, marked in PLAIN.items()])

# The languages that an article may be written in: Vietnamese, those of the larger minorities, and English.
LANGUAGES = [
    ("vi", _("Vietnamese")),
    ("en", _("English")),
    ("mtq", _("Mường")),
    ("blt", _("Thái")),
    ("hmn", _("Mông")),
    ("tyz", _("Tày")),
    ("nut", _("Nùng")),
    ("ium", _("Dao")),
    ("km", _("Khmer")),
    ("cjm", _("Chăm")),
    ("jra", _("Gia Rai")),
    ("rad", _("Ê Đê")),
    ("bdq", _("Ba Na")),
    ("zh", _("Hoa")),
]


class FrontPage(Page):
    """The front of the portal; there is one. ``about`` are the lines that the law wants at the foot of each page."""

    publisher = models.CharField(_("whose portal it is"), max_length=200, blank=True)
    about = models.TextField(
        _("lines at the foot"), blank=True, help_text=_("Licence, who is responsible, address, telephone.")
    )

    max_count = 1
    private_page_options: list[str] = []
    promote_panels: list[FieldPanel] = []
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("publisher"), FieldPanel("about")]

    class Meta:
        verbose_name = _("front page")


class NewsPage(Page):
    """What all categories hang under: the address ``/tin/``."""

    max_count = 1
    private_page_options: list[str] = []
    promote_panels: list[FieldPanel] = []
    parent_page_types = ["portal.FrontPage"]
    subpage_types = ["portal.CategoryPage"]

    class Meta:
        verbose_name = _("news")


class CategoryPage(Page):
    """A category of articles, such as "Công tác dân vận chính quyền"."""

    intro = models.CharField(_("what belongs here"), max_length=300, blank=True)

    private_page_options: list[str] = []
    parent_page_types = ["portal.NewsPage"]
    subpage_types = ["portal.ArticlePage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    promote_panels = [FieldPanel("slug", widget=ADDRESS, heading=pgettext_lazy("portal", "address"))]

    class Meta:
        verbose_name = pgettext_lazy("portal", "category")


class ArticleTag(TaggedItemBase):
    """A tag on an article."""

    content_object = ParentalKey("portal.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(Page):
    """An article. ``shown_on`` is the day that readers see; ``source`` names whose facts an article retells.

    ``shown_on`` empty: the moment when it was first published. ``pinned`` articles stand first on the front page.
    """

    lead = models.TextField(_("lead"), max_length=600)
    body = StreamField(BodyBlock(), verbose_name=_("text"))
    shown_on = models.DateTimeField(
        _("date shown"), null=True, blank=True, help_text=_("Empty: the day on which it is published.")
    )
    byline = models.CharField(_("author"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("published by")
    )
    lead_photo = models.ForeignKey(
        "portal.Photo", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lead photo")
    )
    pinned = models.BooleanField(_("stands first on the front page"), default=False)
    with_comments = models.BooleanField(_("readers may comment"), default=True)
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGES, default="vi")
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The article that this one tells in another language; readers can go from one to the other."),
    )
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=pgettext_lazy("portal", "tags"))

    base_form_class = ArticleForm
    private_page_options: list[str] = []
    parent_page_types = ["portal.CategoryPage"]
    subpage_types: list[str] = []
    content_panels = [
        FindingsPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("lead_photo"),
        FieldPanel("body"),
    ]
    about_panels = [
        MultiFieldPanel(
            [FieldPanel("byline"), FieldPanel("source"), FieldPanel("unit"), FieldPanel("shown_on")],
            heading=_("About the article"),
        ),
        MultiFieldPanel(
            [FieldPanel("tags"), FieldPanel("with_comments"), FieldPanel("pinned")], heading=_("For readers")
        ),
        LinksPanel("links", heading=_("Links with the work"), label=_("link with the work")),
        MultiFieldPanel([FieldPanel("language"), FieldPanel("translation_of")], heading=_("In other languages")),
        FieldPanel("slug", widget=ADDRESS, heading=pgettext_lazy("portal", "address")),
        PublishingPanel(),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=pgettext_lazy("portal", "Article")),
            ObjectList(about_panels, heading=_("About the article")),
        ]
    )

    class Meta:
        verbose_name = pgettext_lazy("portal", "article")

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        """Make the address from the title the Vietnamese way: Wagtail would drop every đ."""
        return super()._get_autogenerated_slug(slugify(fold(self.title)) or base_slug)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish or schedule ``revision``; refused by whatever way while a photo lacks its alternative text."""
        check_publishable(revision.as_object())
        super().publish(revision, *args, **kwargs)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """What the preview shows: the public page, made from this draft."""
        from danvan.portal.showing import preview

        return preview(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The same for the editor's preview: Wagtail would look for a template of its own naming."""
        return self.serve(request)


on(ArticlePage, "unit", Effect.STAYS, why=_("an article keeps the body that published it"))
