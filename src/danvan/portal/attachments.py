"""Is a document or video what its name says, and may it be here at all?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.files.names import clean_name, extension_of
from danvan.files.services import examine, refuse_secret

from . import videos
from .models.media import VIDEOS, MediaKind

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Judged:
    """An upload that may stay: the name that is shown, and what it is."""

    name: str
    kind: MediaKind


def judge(file: BinaryIO, name: str) -> Judged:
    """What ``file`` is; videos are wiped in place of what they tell besides the film.

    Raises Refused (field ``file``): what ``danvan.files.services.examine`` and ``videos.clean`` refuse, ``too-large``
    (a document over 20 MB), ``type-not-taken``. A document marked as a state secret is never kept.
    """
    shown = clean_name(name)
    if extension_of(shown) not in MediaKind.values:
        message = _("Only these types are taken here: pdf, docx, xlsx, txt, mp4, webm. Photos belong under Images.")
        raise Refused(message, code="type-not-taken", field="file")
    kind = MediaKind(extension_of(shown))
    if kind in VIDEOS:
        refuse_secret(shown, (), by=None)
        videos.clean(file, kind.value)
        return Judged(shown, kind)
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused(_("The document is larger than 20 MB."), code="too-large", field="file")
    examine(data, shown)
    file.seek(0)
    return Judged(shown, kind)
