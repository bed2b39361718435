"""Every address that the program answers, read from Django's own table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Whoever has no account may open these, and nothing else.
PUBLIC = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "mfa_authenticate",
    "overview:health",
    "portal:article",
    "portal:atom_all",
    "portal:atom_category",
    "portal:atom_tag",
    "portal:attachment",
    "portal:category",
    "portal:comments",
    "portal:front",
    "portal:news",
    "search:api",
    "search:api_rows",
    "search:archive",
    "search:csv",
    "search:json",
    "search:open_data",
    "portal:robots",
    "portal:rss_all",
    "portal:rss_category",
    "portal:rss_tag",
    "portal:sitemap",
    "portal:sitemap_index",
    "portal:tag",
    "portal:numbers",
    "portal:photo",
    "search:portal",
    "search:public_directive",
    "search:public_file",
    "search:register",
    "wagtail_serve",
    "set_language",
    "style",
}

# Wagtail's addresses, some of which have no name.
EDITORS = "bien-tap/"


@dataclass(frozen=True)
class Address:
    """One pattern: its name with namespace, its route, its view and the names of what it takes."""

    name: str
    route: str
    view: Callable[..., Any]
    takes: tuple[str, ...]

    @property
    def action(self) -> str | None:
        """What the view declares that its person must be allowed to do."""
        return getattr(self.view, "action", None)

    @property
    def is_open(self) -> bool:
        """Whether the view says that nobody need sign in."""
        return getattr(self.view, "login_required", True) is False

    def url(self, arguments: dict[str, Any] | None = None) -> str:
        """The address with its arguments filled in."""
        return reverse(self.name, kwargs=arguments or {})


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, in the order in which Django tries them."""
    return tuple(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, route: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name or ""])
            yield Address(name, path, entry.callback, tuple(_takes(entry)))
        else:
            yield from _walk(entry, path, namespaces + ((entry.namespace,) if entry.namespace else ()))


def _takes(entry: URLPattern) -> list[str]:
    return sorted(entry.pattern.converters) or sorted(entry.pattern.regex.groupindex)


def _in_the_house() -> list[Address]:
    return [address for address in addresses() if not address.route.startswith(EDITORS)]


def pages() -> list[Address]:
    """Addresses that need no record."""
    return [address for address in _in_the_house() if not address.takes]


def records() -> list[Address]:
    """Addresses about one record that not everybody may see."""
    return [address for address in _in_the_house() if address.takes and not address.is_open]


def open_records() -> list[Address]:
    """Addresses about one thing that strangers see as well."""
    return [address for address in _in_the_house() if address.takes and address.is_open]


def editors_rooms() -> list[Address]:
    """The addresses of Wagtail, which the portal's one door keeps; they are swept by a test of their own."""
    return [address for address in addresses() if address.route.startswith(EDITORS)]
