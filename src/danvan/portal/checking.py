"""What stands in the way of readers who cannot see, hear or use a mouse: found while an article is written.

What must be mended keeps the article from being published (WCAG 2.1, 1.1.1: alternative text); the rest is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from danvan.core.text import fold

LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
# Words that say nothing about where a link leads, without marks.
EMPTY_WORDS = {"tai day", "o day", "day", "xem tai day", "bam vao day", "nhan vao day", "xem them", "link", "here"}
FILE_NAME = re.compile(r"(^|[\s_\-])(img|dsc|image|anh|photo)[\s_\-]?\d+|\.(jpe?g|png|webp|gif)$", re.IGNORECASE)
LONGEST_HEADING = 120


@dataclass(frozen=True)
class Finding:
    """One thing to mend: a stable code, the sentence, the number of the block (from 1; None: not in the text)."""

    code: str
    message: str | Promise
    block: int | None
    must: bool


class NotPublishable(PermissionDenied):
    """Something that must be mended was not; Wagtail's pages answer it like a right that is missing."""


def findings(page: Any) -> list[Finding]:
    """All that is to mend in an article, in the order of its blocks; it need not be saved."""
    found = list(_of_lead_photo(page))
    seen_heading = False
    for number, block in enumerate(page.body, 1):
        kind, value = block.block_type, block.value
        if kind == "heading":
            found += _of_heading(value, number)
            seen_heading = True
        elif kind == "gallery":
            if value.get("title") and not seen_heading:
                found.append(_note("heading-order", _("A gallery's title stands before any heading."), number))
            for item in value["photos"]:
                found += _of_photo(item, number)
        elif kind in _CHECKS:
            found += _CHECKS[kind](value, number)
    return found


def check_publishable(page: Any) -> None:
    """Raise NotPublishable while something must be mended."""
    must = [finding for finding in findings(page) if finding.must]
    if must:
        raise NotPublishable(" ".join(str(finding.message) for finding in must))


def _note(code: str, message: Promise, block: int | None) -> Finding:
    return Finding(code, message, block, must=False)


def _of_lead_photo(page: Any) -> Iterator[Finding]:
    if page.lead_photo and not page.lead_photo.alternative:
        yield Finding("alternative-missing", _("The lead photo lacks its alternative text."), None, must=True)
    elif page.lead_photo:
        yield from _of_words(page.lead_photo.alternative, None)


def _of_photo(value: Any, number: int) -> Iterator[Finding]:
    if value["photo"] is None:
        return
    words = value.get("alternative") or value["photo"].alternative
    if not words:
        yield Finding("alternative-missing", _("A photo lacks its alternative text."), number, must=True)
    else:
        yield from _of_words(words, number)


def _of_words(words: str, number: int | None) -> Iterator[Finding]:
    if FILE_NAME.search(words):
        yield _note(
            "alternative-is-a-name", _("An alternative text is only the name of a file. Say what is seen."), number
        )


def _of_heading(value: str, number: int) -> Iterator[Finding]:
    if len(value) > LONGEST_HEADING:
        yield _note("heading-long", _("A heading is as long as a sentence; shorten it."), number)


def _of_text(value: Any, number: int) -> Iterator[Finding]:
    for match in LINK.finditer(value.source):
        words = strip_tags(match[1]).strip()
        if not words or fold(words).strip(" .,:»>") in EMPTY_WORDS:
            message = gettext("The link “%(words)s” does not say where it leads.") % {"words": words}
            yield Finding("link-empty", message, number, must=False)
        elif ADDRESS.fullmatch(words):
            yield _note("link-address", _("A link shows its address. Name the page to which it leads."), number)
    if re.search(r"<p[^>]*>\s*<(b|strong)>[^<]{3,120}</\1>\s*</p>", value.source):
        yield _note("text-as-heading", _("A line in bold stands as a heading. Use a heading block."), number)


def _of_video(value: Any, number: int) -> Iterator[Finding]:
    if not (value.get("transcript") or "").strip():
        yield Finding("transcript-missing", _("A video lacks its text."), number, must=True)


_CHECKS = {"photo": _of_photo, "text": _of_text, "video": _of_video}
