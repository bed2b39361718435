"""What the rooms above tell of themselves: which kinds they own, and how to read all of them again.

Search is a low room and may not know who stands on it; whoever puts documents here registers a provider when its app
is ready (decision 0021).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise

from danvan.access.actor import Actor


@dataclass(frozen=True)
class Entry:
    """What is indexed of one thing. ``unit_id`` is whose it is; ``category`` a key of the room, such as a slug."""

    title: str
    text: str
    url: str
    shown_on: date
    unit_id: int | None = None
    category: str = ""


@dataclass(frozen=True)
class Provider:
    """A kind of thing that can be found.

    Without ``action`` the kind is public and everybody finds it; with one, those to whom it is granted on the
    entry's unit. ``entries`` gives (row, entry) of all that stands now, for a rebuild. ``shared`` gives the rows that a
    person may see although the unit is out of reach, such as what their unit has received.
    """

    kind: str
    label: Promise
    entries: Callable[[], Iterator[tuple[int, Entry]]]
    action: str = ""
    shared: Callable[[Actor], QuerySet] | None = None

    @property
    def public(self) -> bool:
        """Whether everybody finds it."""
        return not self.action


_PROVIDERS: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Add a kind. Raises ValueError when the kind is taken by another."""
    if _PROVIDERS.get(provider.kind, provider) is not provider:
        raise ValueError(f"two rooms own the kind {provider.kind!r}")
    _PROVIDERS[provider.kind] = provider


def providers() -> tuple[Provider, ...]:
    """All kinds, in the order of their names."""
    return tuple(_PROVIDERS[kind] for kind in sorted(_PROVIDERS))


def provider(kind: str) -> Provider:
    """One kind. Raises KeyError for a kind that nobody owns."""
    return _PROVIDERS[kind]
