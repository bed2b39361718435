"""The review report of the demo: a draft that stands in the composer."""

from __future__ import annotations

from danvan.core.periods import Period
from danvan.figures.models import Line
from danvan.orgs.models import Unit
from danvan.reviews.services.writing import NewReview, draft

from .build import Stage
from .papers import directive, key_of
from .places import PROVINCE


def reviews(stage: Stage) -> None:
    """A draft that stands in the composer, made from what the communes reported in the last full month."""
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
    draft(wanted, by=stage.actor("chuyenvien"))
