"""What is given away as open data: each dataset with its fields, how it was made, and its rows in a fixed order.

Only public rows are read: published articles, opened directives, and administrative units, which are public knowledge.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.documents.columns import Column, Kind
from danvan.orgs.kinds import AREAS
from danvan.orgs.models import Change, Description, Lineage, Placement
from danvan.web.notice import notice_text

from .models import PublicArticle, PublicDirective

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Field:
    """One field: its name in files, and what it holds."""

    key: str
    about: Promise
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Dataset:
    """A table that anybody may take. ``query`` gives its rows in a total order, ``row`` one of them as plain values."""

    slug: str
    title: Promise
    about: Promise
    method: Promise
    fields: tuple[Field, ...]
    query: Callable[[], QuerySet]
    row: Callable[[Any], dict[str, Any]]
    changed: tuple[str, ...] = ()
    versions: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The fields as columns of a file."""
        return tuple(Column(field.key, field.key, kind=field.kind) for field in self.fields)

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[dict[str, Any]]:
        """The rows from ``first`` up to and without ``last``, read in pieces."""
        wanted = self.query() if last is None and not first else self.query()[first:last]
        for record in wanted.iterator(chunk_size=500):
            yield self.row(record)

    def count(self) -> int:
        """How many rows there are now."""
        return self.query().order_by().count()

    def stamp(self) -> str:
        """Changes whenever a row does: of so many rows, of when the last of them changed, and of who is among them."""
        rows = self.query().order_by()
        facts = rows.aggregate(**{f"newest_{field}": Max(field) for field in ("pk", *self.changed)})
        if self.versions:
            facts |= rows.aggregate(versions=Sum(self.versions))
        told = f"{self.slug} {rows.count()} {sorted(facts.items())} {notice_text()}"
        return hashlib.sha256(told.encode()).hexdigest()[:24]

    def note(self) -> dict[str, Any]:
        """What a file says of itself."""
        return {
            "dataset": self.slug,
            "title": str(self.title),
            "about": str(self.about),
            "method": str(self.method),
            "licence": LICENCE,
            "licence_url": LICENCE_URL,
            "notice": notice_text(),
            "fields": [
                {"name": field.key, "type": str(field.kind), "about": str(field.about)} for field in self.fields
            ],
        }


def _directive(opened: PublicDirective) -> dict[str, Any]:
    one = opened.directive
    return {
        "id": str(opened.public_id),
        "kind": one.kind_name_vi,
        "symbol": one.symbol,
        "issuer": one.issuer.name,
        "issued_on": one.issued_on,
        "year": one.year,
        "title": one.title,
        "has_file": bool(opened.with_file and one.file_id),
        "address": opened.get_absolute_url(),
    }


def _article(article: PublicArticle) -> dict[str, Any]:
    return {
        "id": article.pk,
        "title": article.title,
        "lead": article.lead,
        "category": article.category.title,
        "shown_on": timezone.localtime(article.shown_on),
        "author": article.byline,
        "source": article.source,
        "tags": "; ".join(article.tags),
        "address": article.get_absolute_url(),
    }


def _last(end: date | None) -> date | None:
    return end - timedelta(days=1) if end else None


def _area(row: Description) -> dict[str, Any]:
    return {
        "code": row.code,
        "kind": row.kind,
        "name": row.name,
        "short_name": row.short_name,
        "parent": row.parent_code,
        "valid_from": row.valid.lower,
        "valid_to": _last(row.valid.upper),
        "decided_by": row.decided_by,
    }


def _areas() -> QuerySet:
    """Each name and kind of each area with its days, and whom it stood under on the last of them."""
    placed = Placement.objects.filter(unit=OuterRef("unit"), valid__overlap=OuterRef("valid")).order_by("-valid")
    rows = Description.objects.filter(kind__in=AREAS - {"village"})
    rows = rows.annotate(code=F("unit__code"), parent_code=placed.values("parent__code")[:1])
    return rows.order_by("unit__code", "valid", "pk")


def _strands() -> QuerySet:
    areas = Description.objects.filter(kind__in=AREAS - {"village"})
    rows = Lineage.objects.filter(change__state=Change.State.APPLIED)
    rows = rows.filter(Exists(areas.filter(unit=OuterRef("source"))), Exists(areas.filter(unit=OuterRef("heir"))))
    return rows.select_related("change", "source", "heir").order_by("change__effective_on", "source__code", "pk")


def _strand(row: Lineage) -> dict[str, Any]:
    return {
        "old_code": row.source.code,
        "new_code": row.heir.code,
        "effective_on": row.change.effective_on,
        "kind": row.change.kind,
        "share_kind": row.share_kind,
        "share": row.share,
        "decided_by": row.change.decided_by,
    }


DATASETS = (
    Dataset(
        "van-ban-cong-khai",
        _("Public documents"),
        _("Directives that a responsible person has made public, one row each."),
        _("From the register, as mended by its keepers; a document is here from the act that made it public on."),
        (
            Field("id", _("stable identifier")),
            Field("kind", _("type of document")),
            Field("symbol", _("number and symbol")),
            Field("issuer", _("who issued it")),
            Field("issued_on", _("day of issue; empty when not known"), Kind.DATE),
            Field("year", _("year of issue"), Kind.INTEGER),
            Field("title", _("excerpt")),
            Field("has_file", _("whether the file is public too")),
            Field("address", _("its page on this portal")),
        ),
        lambda: PublicDirective.objects.in_order(),
        _directive,
        ("opened_at",),
        "directive__version",
    ),
    Dataset(
        "bai-viet",
        _("Articles"),
        _("What was published on this portal and still is, without the text itself."),
        _("From the public copy of each article; an article that is taken down leaves the list."),
        (
            Field("id", _("stable identifier"), Kind.INTEGER),
            Field("title", pgettext_lazy("open data", "title")),
            Field("lead", _("lead")),
            Field("category", pgettext_lazy("portal", "category")),
            Field("shown_on", _("day and time shown"), Kind.DATETIME),
            Field("author", _("author")),
            Field("source", _("source")),
            Field("tags", _("topics, divided by semicolons")),
            Field("address", _("its page on this portal")),
        ),
        lambda: PublicArticle.objects.select_related("category").defer("body_html", "text").newest(),
        _article,
        ("changed_at",),
    ),
    Dataset(
        "don-vi-hanh-chinh",
        _("Administrative units over time"),
        _("Provinces, districts until 30 June 2025, communes: each name and kind with its days and what was above."),
        _("From open lists of administrative units and the resolutions of 2025; each row names its deciding document."),
        (
            Field("code", _("code; kept by the unit that goes on")),
            Field("kind", _("kind of unit")),
            Field("name", _("full name")),
            Field("short_name", _("name without its kind")),
            Field("parent", _("code of the unit above")),
            Field("valid_from", _("first day; empty when before all records"), Kind.DATE),
            Field("valid_to", _("last day; empty while it stands"), Kind.DATE),
            Field("decided_by", _("deciding document")),
        ),
        _areas,
        _area,
    ),
    Dataset(
        "ke-thua-don-vi",
        _("Who goes on with which unit"),
        _("For each unit that was merged, divided or closed: which units go on with it, from when."),
        _("From the resolutions of 2025 and later changes. A share that is not known is left empty."),
        (
            Field("old_code", _("code of the unit before")),
            Field("new_code", _("code of the unit after")),
            Field("effective_on", _("from which day"), Kind.DATE),
            Field("kind", _("kind of change")),
            Field("share_kind", _("by what the old unit is apportioned")),
            Field("share", _("which part of the old unit, between 0 and 1"), Kind.DECIMAL),
            Field("decided_by", _("deciding document")),
        ),
        _strands,
        _strand,
    ),
)


def dataset(slug: str) -> Dataset | None:
    """The dataset of this name."""
    return next((each for each in DATASETS if each.slug == slug), None)
