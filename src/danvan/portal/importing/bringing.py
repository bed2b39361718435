"""What would come of the pages of a folder, and making it so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import fold
from danvan.orgs.models import Unit
from danvan.portal.access import IMPORT
from danvan.portal.models import ArticlePage, CategoryPage, ImportedPage, Photo
from danvan.portal.services.counting import open_count
from danvan.reader.queries import keeper_for
from danvan.reader.services import take_reading

from .pages import Found, Picture, files_in, pages_of
from .sketch import ALIKE, likeness, sketch

BROUGHT = verb("portal.imported", _("brought it in from an old portal: %(address)s"))
LONGEST_LEAD = 600
NO_PHOTO_TEXT = "Ảnh trong bài"


class Outcome(StrEnum):
    """What becomes of a page."""

    NEW = "new"
    UNDATED = "undated"  # a draft that waits for a person: the page says no date, or one in the future
    TWIN = "twin"  # an article says the same already; the old address leads there
    KNOWN = "known"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Line:
    """One page in the account of a run: ``more`` names the twin, or why it was not read."""

    name: str
    outcome: Outcome
    title: str = ""
    more: str = ""
    photos: int = 0
    place: int = 0
    total: int = 0


def look(folder: Path) -> Iterator[Line]:
    """The dry run: what ``bring`` would do, page by page. Nothing is written."""
    total, seen = len(files_in(folder)), []
    for place, found in enumerate(pages_of(folder), start=1):
        marks = sketch("\n".join(found.paragraphs))
        outcome, more = _judge(found, marks, seen)
        seen.append((marks, found.title, found.digest))
        yield Line(found.name, outcome, found.title, more, len(found.pictures), place, total)


def bring(folder: Path, *, by: Actor, tell: Callable[[Line], None] = lambda line: None) -> dict[Outcome, int]:
    """Bring the pages in, each in a transaction of its own; a page that is there already is left as it is.

    Raises Refused when ``by`` may not import. Cut off in the middle, the next run goes on where this one stopped.
    """
    if not by.may(IMPORT):
        raise Refused(_("Your role does not allow this here."), code="not-allowed")
    keeper = keeper_for(by)
    total, counts = len(files_in(folder)), dict.fromkeys(Outcome, 0)
    for place, found in enumerate(pages_of(folder), start=1):
        marks = sketch("\n".join(found.paragraphs))
        outcome, more = _judge(found, marks, [])
        if outcome in (Outcome.NEW, Outcome.UNDATED, Outcome.TWIN):
            try:
                _bring(found, marks, outcome, keeper, by=by)
            except Refused as reason:  # such as a page that is marked as a state secret
                outcome, more = Outcome.UNREADABLE, str(reason.message)
        counts[outcome] += 1
        tell(Line(found.name, outcome, found.title, more, len(found.pictures), place, total))
    return counts


def _judge(found: Found, marks: list[int], seen: list[tuple[list[int], str, str]]) -> tuple[Outcome, str]:
    """``seen`` are pages of the same dry run, which are not in the database yet."""
    if found.problem:
        return Outcome.UNREADABLE, found.problem
    if not found.title or not found.paragraphs:
        return Outcome.UNREADABLE, str(_("no headline or no text was found"))
    if ImportedPage.objects.filter(digest=found.digest).exists():
        return Outcome.KNOWN, ""
    twin = _twin(marks)
    if twin is not None:
        return Outcome.TWIN, twin.article.title
    alike = next((title for other, title, _digest in seen if likeness(marks, other) >= ALIKE), None)
    if alike is not None:
        return Outcome.TWIN, alike
    return (Outcome.UNDATED if _no_day(found.published) else Outcome.NEW), ""


def _no_day(published: datetime | None) -> bool:
    return published is None or published > clock.now()


def _twin(marks: list[int]) -> ImportedPage | None:
    near = ImportedPage.objects.twins_of(marks).select_related("article")
    return max(
        (page for page in near if likeness(marks, page.sketch) >= ALIKE),
        key=lambda page: likeness(marks, page.sketch),
        default=None,
    )


@transaction.atomic
def _bring(found: Found, marks: list[int], outcome: Outcome, keeper: Unit, *, by: Actor) -> None:
    document = take_reading(found.reading, found.digest, found.name, keeper, by=by, address=found.address[:500])
    twin = _twin(marks) if outcome is Outcome.TWIN else None
    article = twin.article if twin else _article(found, by, publish=outcome is Outcome.NEW)
    ImportedPage.objects.create(
        name=found.name[:500],
        digest=found.digest,
        address=found.address[:500],
        sketch=marks,
        article=article,
        document=document,
        twin=twin is not None,
    )
    if found.views:
        # Twins are read at their own addresses: each brings its own count.
        open_count(found.views, until=clock.today(), source=(found.address or found.name)[:300], article=article.pk)
    _lead_there(found.address, article)
    record(BROUGHT, article, by=by, address=found.address or found.name)


def _article(found: Found, by: Actor, *, publish: bool) -> ArticlePage:
    lead, *rest = found.paragraphs
    if len(lead) > LONGEST_LEAD:
        # A first paragraph too long for a lead stays whole in the text; the lead is its first sentences.
        rest = found.paragraphs
        lead = lead[:LONGEST_LEAD].rpartition(". ")[0] or lead[: LONGEST_LEAD - 1]
    photos = [_photo(picture) for picture in found.pictures]
    photos = [photo for photo in photos if photo is not None]
    body = [("text", "".join(f"<p>{escape(line)}</p>" for line in rest))] if rest else []
    body += [("photo", {"photo": photo, "caption": photo.caption, "credit": ""}) for photo in photos[1:]]
    page = _category(found.section).add_child(
        instance=ArticlePage(
            title=found.title,
            lead=lead,
            body=body,
            shown_on=found.published or clock.now(),
            byline=found.byline,
            source=found.address[:300],
            lead_photo=photos[0] if photos else None,
            owner_id=by.user_id,
            live=False,
        )
    )
    revision = page.save_revision()
    if publish:
        revision.publish()
    return page


def _category(section: str) -> CategoryPage:
    """The category whose name the page's section has; else the first."""
    categories = list(CategoryPage.objects.live().order_by("path"))
    wanted = fold(section)
    return next((one for one in categories if wanted and fold(one.title) == wanted), categories[0])


def _photo(picture: Picture) -> Photo | None:
    """The photo in the portal's own size, without what the camera wrote; None when it is no picture."""
    with picture.path.open("rb") as data:
        photo = Photo(
            title=(picture.caption or picture.path.stem)[:255],
            file=ImageFile(data, name=picture.path.name),
            alternative=picture.alternative or NO_PHOTO_TEXT,
            caption=picture.caption,
        )
        try:
            photo.full_clean(exclude=["title"])
        except ValidationError:
            return None
        photo.save()
    return photo


def _lead_there(address: str, article: ArticlePage) -> None:
    """The old path leads to the article, for whoever kept the old address."""
    parts = urlsplit(address)
    if not parts.path.strip("/") and not parts.query:
        return
    old = Redirect.normalise_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if len(old) <= 255:
        Redirect.objects.get_or_create(
            old_path=old, site=None, defaults={"redirect_page": article.page_ptr, "is_permanent": True}
        )
