"""Words about units that are yet to come: a short name from a name, a code that is free."""

from __future__ import annotations

from collections.abc import Collection

from danvan.core.text import clean_line
from danvan.orgs.models import Unit

# What a name of an area begins with; the short name is the rest.
BEGINNINGS = ("thành phố", "đặc khu", "thị trấn", "thị xã", "phường", "tỉnh", "xã", "thôn", "bản", "tổ dân phố")


def short_of(name: str) -> str:
    """The short name that follows from a name: "Xã Linh Sơn" is "Linh Sơn"; a body keeps its whole name."""
    clean = clean_line(name)
    for beginning in BEGINNINGS:
        if clean.casefold().startswith(f"{beginning} "):
            return clean[len(beginning) + 1 :]
    return clean[:100]


def free_code(like: str, taken: Collection[str] = ()) -> str:
    """A code that no unit bears, made of that of a unit it comes from: ``14713-2``, ``14713-3`` …"""
    known = set(Unit.objects.filter(code__startswith=f"{like}-").values_list("code", flat=True)) | set(taken)
    number = 2
    while f"{like}-{number}" in known:
        number += 1
    return f"{like}-{number}"
