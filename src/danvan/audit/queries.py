"""Reading the history of one record: its acts, and under them what changed in its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from pghistory.models import Events

from .models import Act

NOT_SHOWN = {"name_fold", "name_sort", "title_fold", "search"}


@dataclass(frozen=True)
class Line:
    """One line of a record's history: an act (``changes`` empty) or a row change (``what`` empty)."""

    at: datetime
    who: str
    what: str
    changes: tuple[tuple[str, Any, Any], ...] = ()


def history(subject: Model, *, limit: int = 200) -> list[Line]:
    """Who did what to this record and what changed in its row, newest first."""
    kind = ContentType.objects.get_for_model(subject)
    acts = Act.objects.filter(content_type=kind, object_id=subject.pk).select_related("by")[:limit]
    lines = [Line(act.at, act.by.full_name if act.by else "", act.in_words) for act in acts]
    if hasattr(type(subject), "pgh_event_models"):
        events = Events.objects.tracks(subject).filter(pgh_diff__isnull=False).order_by("-pgh_created_at")[:limit]
        lines += [line for line in map(_row_change(subject), events) if line.changes]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]


def _row_change(subject: Model):
    names = {field.attname: str(field.verbose_name) for field in subject._meta.concrete_fields}

    def line(event: Events) -> Line:
        changes = tuple(
            (names.get(key, key), before, after)
            for key, (before, after) in (event.pgh_diff or {}).items()
            if key not in NOT_SHOWN
        )
        return Line(event.pgh_created_at, "", "", changes)

    return line
