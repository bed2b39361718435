"""What an article is made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH = ["bold", "italic", "ol", "ul", "link", "document-link"]
MOST_CELLS = 2_000


class PhotoBlock(blocks.StructBlock):
    """One photo; its alternative text, caption and credit come from the photo unless written here."""

    photo = ImageChooserBlock(label=capfirst(pgettext_lazy("portal", "photo")))
    alternative = blocks.CharBlock(
        label=capfirst(_("alternative text")),
        required=False,
        max_length=255,
        help_text=_("What the photo shows, for those who cannot see it. Empty: as written with the photo."),
    )
    caption = blocks.CharBlock(label=capfirst(_("caption")), required=False, max_length=500)
    credit = blocks.CharBlock(label=capfirst(_("credit")), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = capfirst(pgettext_lazy("portal", "photo"))
        template = "portal/blocks/photo.html"

    def clean(self, value: Any) -> Any:
        """A draft may lack the alternative text; what is sent on or published may not."""
        value = super().clean(value)
        photo = value["photo"]
        if not self.is_deferred_validation and photo and not (value["alternative"] or photo.alternative):
            message = _("Say what the photo shows: nothing is published with a photo that lacks its alternative text.")
            raise StructBlockValidationError(block_errors={"alternative": ValidationError(message)})
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The photo in its sizes."""
        return super().get_context(value, parent_context) | {"picture": picture_of(value)}


def picture_of(value: Any) -> Any:
    """What a page needs of the photo in a photo block; None while none was chosen. Importers may leave words out."""
    from danvan.portal.pictures import picture

    if value["photo"] is None:
        return None
    said = {name: value.get(name) or "" for name in ("alternative", "caption", "credit")}
    return picture(value["photo"], **said)


class GalleryBlock(blocks.StructBlock):
    """Several photos that belong together."""

    title = blocks.CharBlock(label=capfirst(_("title")), required=False, max_length=200)
    photos = blocks.ListBlock(PhotoBlock(), label=capfirst(_("photos")), min_num=2, max_num=40)

    class Meta:
        icon = "image"
        label = capfirst(_("gallery"))
        template = "portal/blocks/gallery.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The photos in their sizes."""
        pictures = [picture for item in value["photos"] if (picture := picture_of(item))]
        return super().get_context(value, parent_context) | {"pictures": pictures}


class VideoBlock(blocks.StructBlock):
    """A video of one's own, never one that is fetched from elsewhere, and in words what it shows and says."""

    video = DocumentChooserBlock(
        label=capfirst(_("video")), help_text=_("A file of one's own: mp4 or webm, at most 100 MB.")
    )
    poster = ImageChooserBlock(label=capfirst(_("photo shown before it plays")), required=False)
    caption = blocks.CharBlock(label=capfirst(_("caption")), required=False, max_length=500)
    credit = blocks.CharBlock(label=capfirst(_("credit")), required=False, max_length=120)
    transcript = blocks.TextBlock(
        label=capfirst(_("text of the video")),
        help_text=_("What is said and what is to be seen, for those who cannot hear or see it."),
    )

    class Meta:
        icon = "media"
        label = capfirst(_("video"))
        template = "portal/blocks/video.html"

    def clean(self, value: Any) -> Any:
        """Only a video can be played."""
        value = super().clean(value)
        if value["video"] and not value["video"].is_video:
            message = _("This is no video. Choose a file in mp4 or webm.")
            raise StructBlockValidationError(block_errors={"video": ValidationError(message)})
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The poster in its sizes."""
        from danvan.portal.pictures import picture

        poster = picture(value["poster"]) if value.get("poster") else None
        return super().get_context(value, parent_context) | {"poster": poster}


class DocumentBlock(blocks.StructBlock):
    """A document to take away, with its type and size."""

    document = DocumentChooserBlock(label=capfirst(_("document")))
    title = blocks.CharBlock(label=capfirst(_("title")), required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = capfirst(_("document"))
        template = "portal/blocks/document.html"


class QuoteBlock(blocks.StructBlock):
    """Words of somebody, with who said them."""

    words = blocks.TextBlock(label=capfirst(_("words")))
    speaker = blocks.CharBlock(label=capfirst(_("said by")), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = capfirst(_("quotation"))
        template = "portal/blocks/quote.html"


class EventBlock(blocks.StructBlock):
    """Something that takes place: what, when and where."""

    title = blocks.CharBlock(label=capfirst(pgettext_lazy("event", "what")), max_length=200)
    starts = blocks.DateTimeBlock(label=capfirst(pgettext_lazy("event", "from")))
    ends = blocks.DateTimeBlock(label=capfirst(pgettext_lazy("event", "to")), required=False)
    place = blocks.CharBlock(label=capfirst(pgettext_lazy("event", "where")), max_length=200)
    note = blocks.CharBlock(label=capfirst(pgettext_lazy("event", "note")), required=False, max_length=300)

    class Meta:
        icon = "calendar-alt"
        label = capfirst(_("event"))
        template = "portal/blocks/event.html"

    def clean(self, value: Any) -> Any:
        """Nothing ends before it begins."""
        value = super().clean(value)
        if value["starts"] and value["ends"] and value["ends"] < value["starts"]:
            message = _("The end lies before the beginning.")
            raise StructBlockValidationError(block_errors={"ends": ValidationError(message)})
        return value


class TableBlock(blocks.StructBlock):
    """A table as it is copied from a sheet: a line a row, tabs or upright strokes between the cells."""

    caption = blocks.CharBlock(label=capfirst(_("title of the table")), max_length=200)
    rows = blocks.TextBlock(
        label=capfirst(_("rows")),
        help_text=_(
            "Copy the cells from a sheet and paste them here, or put | between cells. The first row is the head."
        ),
    )

    class Meta:
        icon = "table"
        label = capfirst(_("table"))
        template = "portal/blocks/table.html"

    def clean(self, value: Any) -> Any:
        """A table has a head and rows, and is one that a person reads."""
        value = super().clean(value)
        cells = table_cells(value["rows"] or "")
        if not self.is_deferred_validation and len(cells) < 2:
            raise _wrong_rows(_("A table needs a head and at least one row."))
        if sum(len(row) for row in cells) > MOST_CELLS:
            raise _wrong_rows(_("The table has more than 2,000 cells. Add it as an Excel document instead."))
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The head and the rows."""
        cells = table_cells(value["rows"] or "")
        return super().get_context(value, parent_context) | {"head": cells[:1], "cells": cells[1:]}


def _wrong_rows(message: Any) -> StructBlockValidationError:
    return StructBlockValidationError(block_errors={"rows": ValidationError(message)})


def table_cells(text: str) -> list[list[str]]:
    """The cells of each row that is not empty; shorter rows are filled up, so that the table is a rectangle."""
    sign = "\t" if "\t" in text else "|"
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split(sign)] for line in text.splitlines() if line.strip()
    ]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


class BodyBlock(blocks.StreamBlock):
    """The blocks that an article may hold."""

    heading = blocks.CharBlock(
        label=capfirst(_("heading")), max_length=200, icon="title", template="portal/blocks/heading.html"
    )
    text = blocks.RichTextBlock(label=capfirst(_("text")), features=RICH, icon="pilcrow")
    photo = PhotoBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    document = DocumentBlock()
    quote = QuoteBlock()
    event = EventBlock()
    table = TableBlock()
