"""What an article is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

RICH = ["bold", "italic", "ol", "ul", "link", "document-link"]


class PhotoBlock(blocks.StructBlock):
    """One photo; its alternative text, caption and credit come from the photo unless written here."""

    photo = ImageChooserBlock(label=_("photo"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=500)
    credit = blocks.CharBlock(label=_("credit"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("photo")
        template = "portal/blocks/photo.html"


class QuoteBlock(blocks.StructBlock):
    """Words of somebody, with who said them."""

    words = blocks.TextBlock(label=_("words"))
    speaker = blocks.CharBlock(label=_("said by"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "portal/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """The blocks that an article may hold."""

    heading = blocks.CharBlock(label=_("heading"), max_length=200, icon="title", template="portal/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("text"), features=RICH, icon="pilcrow")
    photo = PhotoBlock()
    quote = QuoteBlock()
