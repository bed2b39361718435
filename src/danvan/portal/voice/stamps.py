"""What a comment form carries instead of a cookie: a signed stamp, and the proof that a browser worked for it.

The stamp says for which article the form was made and when; nobody else can make one. Many visitors may hold the same
(the page is cached), so a stamp alone is no receipt: the receipt is made of the stamp and what was written.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

SALT = "danvan.portal.comment"
WORK_BITS = 14
LONGEST_WORK = 20
QUICKEST = timedelta(seconds=3)
LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class Stamp:
    """A stamp that was found genuine: when its form was made, and its text."""

    made_at: datetime
    text: str

    def is_too_quick(self, now: datetime) -> bool:
        """Nobody reads, thinks and writes in three seconds."""
        return now - self.made_at < QUICKEST

    def is_too_old(self, now: datetime) -> bool:
        """A form of yesterday is filled in again by whoever keeps stamps for later."""
        return now - self.made_at > LONGEST


def stamp(article: int, now: datetime) -> str:
    """A stamp for a form about the article with this number."""
    return Signer(salt=SALT).sign(f"{article}.{int(now.timestamp())}.{secrets.token_urlsafe(6)}")


def read(text: str, article: int) -> Stamp | None:
    """The stamp in ``text``, or None when it is not ours or is for another article."""
    try:
        number, made, _nonce = Signer(salt=SALT).unsign(text).split(".")
    except (BadSignature, ValueError):
        return None
    if number != str(article):
        return None
    return Stamp(datetime.fromtimestamp(int(made), UTC), text)


def is_worked(stamp_text: str, work: str, words: str) -> bool:
    """Whether a browser searched for ``work``: with it the hash of stamp and words begins with 14 zero bits."""
    if not work or len(work) > LONGEST_WORK:
        return False
    digest = hashlib.sha256(f"{stamp_text}.{work}.{words}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:4]) >> (32 - WORK_BITS) == 0


def receipt(*parts: str) -> str:
    """The receipt of what was written with a stamp: the same words sent twice have the same."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
