"""Files of the portal as visitors get them: never run, never guessed, in parts when a player asks for a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from .models import Attachment, PhotoRendition
from .models.media import CONTENT_TYPES, VIDEOS, MediaKind
from .page_cache import SHARED_SECONDS

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
STEP = 64 * 1024
A_YEAR = 365 * 24 * 3600
PHOTO_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
# What browsers may show by themselves; everything else is taken away as a file.
INLINE = {MediaKind.PDF, *VIDEOS}
A_WHILE = 300
NOTHING_RUNS = "default-src 'none'; sandbox"
# A sandbox would shut out the browser's own player and viewer of PDF files, which draw themselves with styles.
SHOWN_BY_THE_BROWSER = (
    "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'"
)


@login_not_required
@require_safe
def photo(request: HttpRequest, path: str) -> HttpResponse:
    """A photo in one of its sizes. Names are never used again, so a browser need not ask twice; originals have none."""
    rendition = get_object_or_404(PhotoRendition.objects.visible_to(request.actor), file=path)
    response = FileResponse(rendition.file.open("rb"), content_type=PHOTO_TYPES[path.rpartition(".")[2]])
    response.headers["Cache-Control"] = _kept(request, rendition, f"max-age={A_YEAR}, immutable")
    return _safe(response, NOTHING_RUNS)


@login_not_required
@require_safe
def attachment(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """A document or video that a public article shows; its name in the address is for people only."""
    found = get_object_or_404(Attachment.objects.visible_to(request.actor), public_id=public_id)
    kind = MediaKind(found.kind)
    response = _in_parts(request, found.file, CONTENT_TYPES[kind])
    away = kind not in INLINE
    response.headers["Content-Disposition"] = content_disposition_header(away, found.name)
    response.headers["Cache-Control"] = _kept(request, found, f"max-age={A_WHILE}")
    return _safe(response, NOTHING_RUNS if away else SHOWN_BY_THE_BROWSER)


def _kept(request: HttpRequest, one: PhotoRendition | Attachment, how_long: str) -> str:
    """What everybody may see is kept by anybody; what only writers may see yet, by no computer that others share.

    A shared cache asks again as soon as for a page, so that it does not hand out what was taken down.
    """
    everybody = request.actor is None or type(one).objects.visible_to(None).filter(pk=one.pk).exists()
    return f"public, {how_long}, s-maxage={SHARED_SECONDS}" if everybody else "private, no-store"


def _safe(response: HttpResponse, policy: str) -> HttpResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = policy
    return response


def _in_parts(request: HttpRequest, stored: FieldFile, content_type: str) -> HttpResponse:
    """The whole file, or the one part that is asked for (RFC 9110, 14.2): a player jumps to a minute by that."""
    size = stored.size
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        response: HttpResponse = FileResponse(stored.open("rb"), content_type=content_type)
        response.headers["Accept-Ranges"] = "bytes"
        return response
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = _part(stored.open("rb"), first, last - first + 1)
    response = StreamingHttpResponse(part, status=206, content_type=content_type)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length and (chunk := file.read(min(STEP, length))):
            length -= len(chunk)
            yield chunk
