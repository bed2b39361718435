"""Photos of the portal: what they show for those who cannot see them, and who took them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Photo(AbstractImage):
    """A photo or drawing. The stored file carries no metadata of the camera (trust row T26)."""

    alternative = models.CharField(
        _("alternative text"), max_length=255, help_text=_("What the photo shows, for those who cannot see it.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Who took it, such as a name."))

    admin_form_fields = (*Image.admin_form_fields, "alternative", "caption", "credit")

    @property
    def default_alt_text(self) -> str:
        """What Wagtail's editor offers as alternative text."""
        return self.alternative


class PhotoRendition(AbstractRendition):
    """A photo in one of the fixed sizes of the portal."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
