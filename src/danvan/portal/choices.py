"""What a reader chose for the eyes and the line. It stands in the address, so that no cookie is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

LANGUAGE, SIZE, LIGHT = "tieng", "chu", "nhe"
NAMES = (LANGUAGE, SIZE, LIGHT)
# The value in the address, and the class that the page carries.
SIZES = {"": "", "lon": "is-large", "rat-lon": "is-larger"}


@dataclass(frozen=True)
class Choices:
    """The reader's language, size of type, and whether photos are left out; empty is what everybody gets."""

    language: str = ""
    size: str = ""
    light: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Choices:
        """What the address says; anything unknown in it counts as not chosen."""
        language, size = request.GET.get(LANGUAGE, ""), request.GET.get(SIZE, "")
        return cls(
            language if language in dict(settings.LANGUAGES) else "",
            size if size in SIZES else "",
            request.GET.get(LIGHT) == "1",
        )

    @cached_property
    def pairs(self) -> dict[str, str]:
        """The choices as they stand in an address."""
        light = "1" if self.light else ""
        given = {LANGUAGE: self.language, SIZE: self.size, LIGHT: light}
        return {name: value for name, value in given.items() if value}

    @cached_property
    def kept(self) -> str:
        """What to put behind an address without a query, so that the next page is read the same way."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    @property
    def more(self) -> str:
        """What to put behind an address that has a query."""
        return f"&{urlencode(self.pairs)}" if self.pairs else ""

    @property
    def css(self) -> str:
        """The class that sets the size of type."""
        return SIZES[self.size]

    def offers(self, asked: Iterable[tuple[str, str]]) -> dict[str, str]:
        """The address of this very page under each other choice; ``asked`` is the rest of its query."""
        others = {
            "usual": replace(self, size=""),
            "large": replace(self, size="lon"),
            "larger": replace(self, size="rat-lon"),
            "light": replace(self, light=not self.light),
            **{code: replace(self, language=code) for code, _name in settings.LANGUAGES},
        }
        return {name: "?" + urlencode(dict(asked) | other.pairs) for name, other in others.items()}
