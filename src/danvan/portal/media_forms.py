"""Forms of the editors for photos, documents and videos."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from danvan.core.errors import Refused
from danvan.core.text import clean_line
from danvan.files.names import extension_of

from . import photos
from .attachments import judge


class PhotoField(WagtailImageField):
    """A photo that is judged before it is decoded, and drawn anew in place: nothing of the camera goes further."""

    def to_python(self, data: Any) -> Any:
        """The upload with its content replaced, or the reason why it is not taken."""
        if isinstance(data, UploadedFile) and not getattr(data, "drawn_anew", False):
            try:
                _draw_anew(data)
            except Refused as refusal:
                raise ValidationError(refusal.message, code=refusal.code) from refusal
        return super().to_python(data)


def _draw_anew(upload: UploadedFile) -> None:
    photos.check_size(upload.size or 0)
    upload.seek(0)
    clean = photos.clean(upload.read(photos.MOST_BYTES + 1), extension_of(upload.name or ""))
    upload.file = io.BytesIO(clean.data)
    upload.size = len(clean.data)
    upload.drawn_anew = True


class PhotoForm(BaseImageForm):
    """A photo; whichever field is wrong, what was uploaded has already been drawn anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if came := self.fields.get("file"):
            self.fields["file"] = PhotoField(label=came.label, widget=came.widget, required=came.required)
            self.fields["file"].help_text = _(
                "JPEG, PNG or WebP, at most 20 MB. It is made smaller, and what the camera wrote into it is removed."
            )

    def clean_title(self) -> str:
        """A name for showing: one line without signs that turn its direction."""
        return clean_line(self.cleaned_data["title"])


class AttachmentForm(BaseDocumentForm):
    """A document or video."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _(
                "Documents: pdf, docx, xlsx, txt, at most 20 MB. Videos: mp4, webm, at most 100 MB."
                " Nothing that is marked as a state secret."
            )

    def clean_title(self) -> str:
        """A name for showing: one line without signs that turn its direction."""
        return clean_line(self.cleaned_data["title"])

    def clean_file(self) -> Any:
        """The upload, when it is what its name says; its kind and name are kept with the document."""
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload
        try:
            judged = judge(upload, upload.name or "")
        except Refused as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal
        upload.judged = True
        self.instance.name, self.instance.kind = judged.name, judged.kind
        return upload
