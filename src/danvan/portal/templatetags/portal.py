"""What every public page needs to know of the portal around it."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.urls import reverse

from danvan.portal.choices import Choices
from danvan.portal.queries import Site, site

register = template.Library()


@dataclass(frozen=True)
class Frame:
    """The portal and the reader's choices. ``address`` is that of this page, whole, for links from elsewhere."""

    site: Site
    choices: Choices
    offers: dict[str, str]
    front: str
    news: str
    here: str
    address: str

    @property
    def kept(self) -> str:
        """What to put behind an address so that the next page is read the same way."""
        return self.choices.kept


@register.simple_tag(takes_context=True)
def portal_frame(context: Context) -> Frame:
    """The frame of a public page: ``{% portal_frame as frame %}``."""
    request = context["request"]
    choices = Choices.of(request)
    canonical = context.get("canonical") or request.path
    return Frame(
        site(),
        choices,
        choices.offers(request),
        reverse("portal:front"),
        reverse("portal:news"),
        request.path,
        request.build_absolute_uri(canonical),
    )


@register.simple_tag(takes_context=True)
def absolute(context: Context, address: str) -> str:
    """``address`` with the name of the machine, for programmes that read the page elsewhere."""
    return context["request"].build_absolute_uri(address)
