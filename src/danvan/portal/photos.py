"""What becomes of a photo that somebody uploads: judged before it is decoded, then drawn anew without its metadata.

A camera writes place, owner and time into the file, and a file may be a picture and something else at once. What is
kept is therefore never what came, only the points of the picture (trust rows T23, T26, T28).
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from danvan.core.errors import Refused
from danvan.files.sniff import MARKUP, type_of

MOST_BYTES = 20 * 1024 * 1024
MOST_POINTS = 40_000_000
LONGEST_SIDE = 2560
QUALITY = 85

# What each extension must be inside, and what it is written as.
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


@dataclass(frozen=True)
class CleanPhoto:
    """A photo as it is kept: its bytes, the extension that they deserve, width and height in points."""

    data: bytes
    extension: str
    width: int
    height: int


def clean(data: bytes, extension: str) -> CleanPhoto:
    """The photo in ``data`` drawn anew, its longest side at most 2560 points, without any metadata.

    Raises Refused (field ``file``): ``too-large`` (over 20 MB), ``type-not-taken``, ``broken`` (not what its name says,
    or markup inside), ``too-many-points`` (over 40 million), ``moving`` (more than one frame).
    """
    check_size(len(data))
    wanted = FORMATS.get(extension.lower())
    if wanted is None:
        raise _refused("type-not-taken")
    _check_bytes(data, wanted)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[wanted]) as picture:
                _check_picture(picture, wanted)
                drawn = _drawn(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _refused("too-many-points") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        # SyntaxError and struct.error: what Pillow raises for a header that makes no sense.
        raise _refused("broken") from error
    out = io.BytesIO()
    drawn.save(out, wanted, **_options(wanted))
    return CleanPhoto(out.getvalue(), EXTENSIONS[wanted], *drawn.size)


def check_size(size: int) -> None:
    """Refuse (``too-large``) what is announced or found to be over 20 MB."""
    if size > MOST_BYTES:
        raise _refused("too-large")


def _check_bytes(data: bytes, wanted: str) -> None:
    """The file is what its name says from the first byte to the last: no markup, nothing before or after."""
    if wanted != "WEBP":
        type_of(data, EXTENSIONS[wanted])
        return
    whole = len(data) >= 12 and data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if not whole or struct.unpack("<I", data[4:8])[0] + 8 not in (len(data), len(data) + 1) or MARKUP.search(data):
        raise _refused("broken")


def _check_picture(picture: Image.Image, wanted: str) -> None:
    """What the header says, before a single point is decoded."""
    if picture.width * picture.height > MOST_POINTS:
        raise _refused("too-many-points")
    # Phones put a small second picture behind a JPEG; only the first is drawn.
    if wanted != "JPEG" and getattr(picture, "n_frames", 1) > 1:
        raise _refused("moving")


def _drawn(picture: Image.Image) -> Image.Image:
    """The points alone: upright, in the colours of screens, no longer than the longest side."""
    profile = picture.info.get("icc_profile")
    if picture.format == "JPEG":
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    screen = _in_screen_colours(upright, profile, "RGBA" if clear else "RGB")
    screen.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # Pillow would write comments, profiles and the like from here into the new file.
    screen.info = {}
    return screen


def _in_screen_colours(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """In sRGB. A profile that cannot be read or does not fit is left out: the colours are then a little off."""
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            return picture.convert(mode)
    return picture.convert(mode)


def _options(wanted: str) -> dict[str, object]:
    if wanted == "PNG":
        return {"optimize": True}
    return {"quality": QUALITY, "optimize": True, "progressive": True} if wanted == "JPEG" else {"quality": QUALITY}


_REASONS = {
    "too-large": _("The photo is larger than 20 MB. Make it smaller and upload it again."),
    "type-not-taken": _("Only photos of these types are taken: JPEG (.jpg), PNG, WebP. Drawings in SVG are not."),
    "broken": _("The file is damaged or is no photo of the type that its name says, and nothing of it was kept."),
    "too-many-points": _("The photo has more than 40 million points. Make it smaller and upload it again."),
    "moving": _("The file holds several pictures. Upload one picture that does not move."),
}


def _refused(code: str) -> Refused:
    return Refused(_REASONS[code], code=code, field="file")
