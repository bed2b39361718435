"""Putting a chart into a review."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.core.errors import Refused
from danvan.core.text import clean_line
from danvan.documents.charts import MOST_SERIES, Form
from danvan.figures.queries import indicators
from danvan.reviews.access import WRITE
from danvan.reviews.charting import PERIODS, UNITS, ChartPlan
from danvan.reviews.models import Block, BlockKind, Review

from .writing import ADDED, ask, take, touch

LONGEST_CAPTION = 300


@transaction.atomic
def add_chart(review: Review, plan: ChartPlan, *, by: Actor, after: Block | None = None) -> Block:
    """Put a chart behind a block (at the beginning without one). It asks a question of its own, like any figure.

    Refused codes: no-text (no caption), bad-chart (nobody knows the indicator, the form or what it runs over, or there
    are more series than can be told apart).
    """
    locked = take(review, by=by, action=WRITE)
    caption = clean_line(plan.caption)[:LONGEST_CAPTION]
    if not caption:
        raise Refused(_("Say what the chart shows."), code="no-text", field="caption")
    known = {one.code: {part.code for part in one.parts.all()} for one in indicators()}
    names = [name.partition(".") for name in plan.indicators]
    drawable = all(code in known and (not part or part in known[code]) for code, _dot, part in names)
    if not drawable or not 1 <= len(names) <= MOST_SERIES or plan.form not in set(Form):
        raise Refused(_("This cannot be drawn."), code="bad-chart", field="indicator")
    if plan.over not in (UNITS, PERIODS):
        raise Refused(_("This cannot be drawn."), code="bad-chart", field="over")
    ref = ask(locked, plan.question(str(locked.area.public_id), locked.when, locked.line.code), by=by)
    place = Block.objects.get(pk=after.pk, review=locked).order + 1 if after else 1
    Block.objects.filter(review=locked, order__gte=place).update(order=F("order") + 1)
    made = Block.objects.create(
        review=locked, order=place, kind=BlockKind.CHART, text=caption, ref=ref, changed_by_id=by.user_id
    )
    touch(locked)
    record(ADDED, locked, by=by, block=str(made.public_id))
    return made
