"""Photos, documents and videos of the portal. Files have names that the server makes; what came is only shown."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents.models import AbstractDocument
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from danvan.files.names import extension_of
from danvan.portal import photos
from danvan.portal.querysets import AttachmentQuerySet, RenditionQuerySet

# The only sizes in which a photo is ever drawn: those of pages, the one for sharing, and those of the editor.
WIDTHS = (480, 960, 1600)
SHARED = "fill-1200x630|format-jpeg"
PUBLIC_SPECS = (*(f"width-{width}|format-webp" for width in WIDTHS), SHARED)
EDITORS_SPECS = ("max-165x165", "max-150x150", "max-800x600", "fill-600x338", "original")


class MediaKind(models.TextChoices):
    """The kinds of documents that are taken; the value is the extension."""

    PDF = "pdf", _("PDF document")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    TXT = "txt", _("Plain text")
    MP4 = "mp4", _("MP4 video")
    WEBM = "webm", _("WebM video")


VIDEOS = (MediaKind.MP4, MediaKind.WEBM)
CONTENT_TYPES = {
    MediaKind.PDF: "application/pdf",
    MediaKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    MediaKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    MediaKind.TXT: "text/plain; charset=utf-8",
    MediaKind.MP4: "video/mp4",
    MediaKind.WEBM: "video/webm",
}


class Photo(AbstractImage):
    """A photo or drawing. The stored file was drawn anew: no metadata of the camera, no more than 2560 points a side.

    ``alternative`` may be empty while an article is written; nothing is published with a photo that lacks it.
    """

    alternative = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the photo shows, for those who cannot see it. Nothing is published without it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Who took it, such as a name."))

    admin_form_fields = (
        "title", "file", "alternative", "caption", "credit", "tags", "collection",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = pgettext_lazy("portal", "photo")
        verbose_name_plural = pgettext_lazy("portal", "photos")

    @property
    def default_alt_text(self) -> str:
        """What Wagtail's editor offers as alternative text."""
        return self.alternative

    def get_upload_to(self, filename: str) -> str:
        """A name that nobody can guess and that holds nothing of what was uploaded."""
        return f"original_images/{uuid.uuid4().hex}.{extension_of(filename)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Draw the file anew when it is a new one that no form has drawn, whoever brings it."""
        came = self.file and not self.file._committed and self.file.file
        if came and not getattr(came, "drawn_anew", False):
            came.seek(0)
            clean = photos.clean(came.read(photos.MOST_BYTES + 1), extension_of(self.file.name))
            self.file = ContentFile(clean.data, name=f"photo.{clean.extension}")
            self.file_size, self.file_hash = len(clean.data), ""
        super().save(*args, **kwargs)

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> Any:
        """Draw the photo in one of the fixed sizes; any other is refused, so that nobody can ask for endless ones."""
        if filter.spec not in PUBLIC_SPECS and filter.spec not in EDITORS_SPECS:
            raise InvalidFilterSpecError(f"no size of this portal: {filter.spec}")
        drawn = super().generate_rendition_file(filter, source=source)
        # Wagtail leaves its temporary file to the garbage collector; a page of many photos would keep many open.
        with drawn:
            drawn.seek(0)
            return ContentFile(drawn.read(), name=drawn.name)


class PhotoRendition(AbstractRendition):
    """A photo in one of the fixed sizes of the portal."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    objects = RenditionQuerySet.as_manager()

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Where a document lies: a name made by the server, whatever was uploaded."""
    return f"documents/{uuid.uuid4().hex}.{attachment.kind}"


class Attachment(AbstractDocument):
    """A document or video. ``name`` is what it was called when it came, for showing only; ``kind`` what it is."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=attachment_path)
    name = models.CharField(max_length=255, editable=False)
    kind = models.CharField(max_length=4, choices=MediaKind.choices, editable=False)

    objects = AttachmentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document or video")
        verbose_name_plural = _("documents and videos")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Judge the file when it is a new one that no form has judged, whoever brings it."""
        from danvan.portal.attachments import judge

        came = self.file and not self.file._committed and self.file.file
        if came and not getattr(came, "judged", False):
            judged = judge(came, self.file.name)
            self.name, self.kind = judged.name, judged.kind
        super().save(*args, **kwargs)

    @property
    def filename(self) -> str:
        """What readers save it as."""
        return self.name

    @property
    def file_extension(self) -> str:
        """What it is, not what its name ends with."""
        return self.kind

    @property
    def content_type(self) -> str:
        """What browsers are told; never guessed from a name."""
        return CONTENT_TYPES[MediaKind(self.kind)]

    @property
    def is_video(self) -> bool:
        """Whether a player can show it."""
        return self.kind in VIDEOS

    @property
    def url(self) -> str:
        """Its address on the portal."""
        return reverse("portal:attachment", kwargs={"public_id": self.public_id, "name": self.name})
