"""What every public page needs to know of the portal around it, and the parts that many pages share."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from danvan.portal.choices import NAMES, Choices
from danvan.portal.page_cache import remembered
from danvan.portal.queries import Site, address, site
from danvan.web.templatetags.danvan import day, instant

register = template.Library()


@dataclass(frozen=True)
class Frame:
    """The portal and the reader's choices.

    ``here`` is the path of this page and ``asked`` the rest of its query; ``address`` is that of this page, whole, for
    links from elsewhere.
    """

    site: Site
    choices: Choices
    asked: tuple[tuple[str, str], ...]
    here: str
    address: str

    @property
    def front(self) -> str:
        """The address of the front page."""
        return address("portal:front")

    @property
    def news(self) -> str:
        """The address of all news."""
        return address("portal:news")

    @property
    def kept(self) -> str:
        """What to put behind an address so that the next page is read the same way."""
        return self.choices.kept

    @property
    def offers(self) -> dict[str, str]:
        """The address of this very page under each other choice."""
        return self.choices.offers(self.asked)

    @property
    def common(self) -> Frame:
        """The same without what is this page's alone: equal for all pages that look alike around their content."""
        tabs = {self.front, self.news, *(one.url for one in self.site.categories)}
        return replace(self, here=self.here if self.here in tabs else "", address="")


@register.simple_tag(takes_context=True)
def portal_frame(context: Context) -> Frame:
    """The frame of a public page: ``{% portal_frame as frame %}``."""
    request = context["request"]
    canonical = context.get("canonical") or request.path
    asked = tuple((name, value) for name, value in request.GET.items() if name not in NAMES)
    return Frame(site(), Choices.of(request), asked, request.path, request.build_absolute_uri(canonical))


@register.simple_tag
def shared(template_name: str, **values: Hashable) -> SafeString:
    """A part that many pages share, kept until something visible changes.

    ``{% shared "portal/components/foot_about.html" site=frame.site %}``. It is rendered from ``values`` and the
    language alone, and kept under them: no request reaches it, so it can hold nothing of who asks, and pages that give
    it the same values get the same. Give it only values of which there are few; what a visitor typed is none.
    """
    language = get_language()

    def render() -> SafeString:
        return render_to_string(template_name, values | {"language": language, "demo": settings.DEMO})

    return remembered((template_name, language, *values.items()), render)


@register.simple_tag
@lru_cache(maxsize=5000)
def published(at: datetime) -> SafeString:
    """The day on which an article was published, and the moment for programs: ``{% published line.shown_on %}``."""
    return format_html('<time datetime="{}">{}</time>', instant(at), day(at))


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """``path`` with the name of the machine, for programmes that read the page elsewhere."""
    return context["request"].build_absolute_uri(path)
