"""The review reports of the demo: a draft that stands in the composer, and a sample from published figures."""

from __future__ import annotations

from dataclasses import replace

from danvan.core.periods import Period
from danvan.figures.models import Line
from danvan.orgs.models import Unit
from danvan.reviews.samples import sample
from danvan.reviews.services.writing import Head, NewReview, draft, edit_head

from .build import Stage
from .papers import directive, key_of
from .places import OLD_AN_GIANG, PROVINCE


def reviews(stage: Stage) -> None:
    """A draft from what the communes reported in the last full month, and An Giang's 2014 from what was published."""
    month = Period.parse(f"{stage.today:%Y-%m}").previous()
    wanted = NewReview(
        unit=Unit.objects.get(code=f"{PROVINCE}.BTGDV"),
        area=stage.units[PROVINCE],
        period=month,
        line=Line.objects.get(code="commune-party"),
        outline="interim",
        directive=directive("plan"),
        token=key_of("review"),
    )
    by = stage.actor("chuyenvien")
    draft(wanted, by=by)
    one = sample("an_giang_2014")
    made = draft(
        NewReview(
            unit=wanted.unit,
            area=stage.units[OLD_AN_GIANG],
            period=one.period,
            line=Line.objects.get(code=one.line),
            outline=one.outline,
            token=key_of("review-an-giang"),
        ),
        by=by,
    )
    names = ("subject", "superior", "issuer", "place", "recipients")
    head = Head(**{name: getattr(made, name) for name in names})
    edit_head(made, replace(head, subject=f"{made.subject} của {one.area} (mẫu)"), by=by, version=made.version)
