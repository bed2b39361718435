"""A photo as a page shows it: one source in several widths, so that a phone fetches no more than it needs."""

from __future__ import annotations

from typing import TypedDict

from .models.media import PUBLIC_SPECS, SHARED, WIDTHS, Photo


class Picture(TypedDict):
    """What an ``img`` and its caption need; width and height in points, of the widest. ``shared``: JPEG 1200×630."""

    src: str
    srcset: str
    alt: str
    width: int
    height: int
    caption: str
    credit: str
    shared: str


def picture(photo: Photo, *, alternative: str = "", caption: str = "", credit: str = "") -> Picture:
    """The photo in the portal's fixed sizes; what is said here goes before what the photo says of itself."""
    drawn = photo.get_renditions(*PUBLIC_SPECS)
    widths = {drawn[spec].width: drawn[spec] for spec in PUBLIC_SPECS if spec != SHARED}
    widest = widths[max(widths)]
    middle = drawn[f"width-{WIDTHS[1]}|format-webp"]
    return {
        "src": middle.url,
        "srcset": ", ".join(f"{widths[width].url} {width}w" for width in sorted(widths)),
        "alt": alternative or photo.alternative,
        "width": widest.width,
        "height": widest.height,
        "caption": caption or photo.caption,
        "credit": credit or photo.credit,
        "shared": drawn[SHARED].url,
    }
