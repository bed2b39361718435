"""The portal of the demo: written, approved and published by its people, with drawn pictures and a few comments."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as clock_time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from danvan.orgs.models import Unit
from danvan.portal.door import follow_grants
from danvan.portal.models import ArticlePage, CategoryPage, DayCount, FrontPage, Photo, SiteDay
from danvan.portal.models.counts import OTHER_PAGES
from danvan.portal.services import commenting, moderating

from .articles import DRAWN, Piece, pieces
from .build import Stage, at_work
from .drawings import landscape
from .places import PROVINCE

NAME, OWNER = "Dân vận Thanh Hóa", "Ban Tuyên giáo và Dân vận Tỉnh ủy"
ABOUT = "Bản dùng thử, không phải cổng chính thức.\nNgười và số liệu là minh họa, trừ bài có ghi nguồn."
SOURCE = "danvan.demo"
STAFF = ("tacgia", "bientap", "xuatban")


def articles(stage: Stage) -> None:
    """The front page's name, five retold articles, invented ones, and what readers said of them."""
    for name in STAFF:
        # What the door to the editors' rooms does when one of them comes in.
        follow_grants(stage.people[name], stage.actor(name))
    _name_the_portal(stage)
    categories = {page.slug: page for page in CategoryPage.objects.all()}
    unit = Unit.objects.get(code=f"{PROVINCE}.BTGDV")
    made: dict[str, ArticlePage] = {}
    told = pieces()
    for number, piece in enumerate(told):
        photo = _photo(piece, number) if piece.photo else None
        page = _draft(piece, categories[piece.category], stage, photo=photo)
        page.unit, page.translation_of = unit, made.get(piece.tells)
        made[piece.title] = _published(page, piece, stage)
    _looks(list(made.values()), stage)
    for piece in told:
        for name, words in piece.comments:
            _comment(made[piece.title], name, words, stage)


def _looks(pages: list[ArticlePage], stage: Stage) -> None:
    """A week of invented looks, the sum of each day with them."""
    for back in range(1, 8):
        day = stage.today - timedelta(days=back)
        counts = [
            DayCount(day=day, article=page.pk, views=stage.chance.randint(20, 90) // place + 3)
            for place, page in enumerate(reversed(pages), 1)
        ]
        counts.append(DayCount(day=day, article=OTHER_PAGES, views=stage.chance.randint(150, 320)))
        DayCount.objects.bulk_create(counts)
        SiteDay.objects.create(day=day, views=sum(count.views for count in counts))


def _name_the_portal(stage: Stage) -> None:
    front = FrontPage.objects.get()
    front.title, front.publisher, front.about = NAME, OWNER, ABOUT
    front.save_revision(user=stage.people["xuatban"]).publish(user=stage.people["xuatban"])


def _photo(piece: Piece, number: int) -> Photo:
    drawn = SimpleUploadedFile(f"hinh-{number}.jpg", landscape(number), content_type="image/jpeg")
    photo = Photo(title=piece.photo, alternative=piece.photo, credit=DRAWN, file=drawn)
    photo.save()
    return photo


def _draft(piece: Piece, category: CategoryPage, stage: Stage, *, photo: Photo | None) -> ArticlePage:
    body = [
        (kind, {"words": words, "speaker": ""}) if kind == "quote" else (kind, words) for kind, words in piece.blocks
    ]
    page = ArticlePage(
        title=piece.title,
        lead=piece.lead,
        body=body,
        shown_on=_moment(piece, stage.today),
        byline=piece.byline,
        source=piece.source,
        lead_photo=photo,
        language=piece.language,
        live=False,
        owner=stage.people["tacgia"],
    )
    category.add_child(instance=page)
    page.tags.add(*piece.tags)
    return page


def _published(page: ArticlePage, piece: Piece, stage: Stage) -> ArticlePage:
    """The author hands in, the editor and the publisher approve."""
    page.save_revision(user=stage.people["tacgia"])
    state = page.get_workflow().start(page, stage.people["tacgia"])
    for approver in ("bientap", "xuatban"):
        state.current_task_state.approve(user=stage.people[approver])
        state.refresh_from_db()
    page.refresh_from_db()
    return page


def _moment(piece: Piece, today: date) -> datetime:
    day = today + timedelta(days=int(piece.day)) if piece.day.startswith("-") else date.fromisoformat(piece.day)
    return timezone.make_aware(datetime.combine(day, clock_time(8, 30)))


def _comment(page: ArticlePage, name: str, words: str, stage: Stage) -> None:
    with at_work(stage.today - timedelta(days=1), 10):
        said = commenting.Said(words, f"demo-{page.pk}-{name}"[:43], name, None)
        comment = commenting.send(page.shown, said, sender=f"{SOURCE} {name}")
        moderating.decide([comment], "publish", by=stage.actor("bientap"))
