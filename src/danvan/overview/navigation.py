"""The lines of the navigation. Which there are is said in ``conf.navigation``: the rooms do not know each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Item:
    """One line of the navigation; ``action`` None: for everyone signed in."""

    label: Promise
    url_name: str
    icon: str
    action: str | None = None


@cache
def groups() -> tuple[tuple[Promise | str, tuple[Item, ...]], ...]:
    """The groups of the navigation with their titles, as ``settings.DANVAN_NAVIGATION`` names them."""
    return import_string(settings.DANVAN_NAVIGATION)
