"""Write an act. Called by services only, inside their transaction."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from danvan.access.actor import Actor

from .models import Act
from .verbs import all_verbs


def record(verb: str, subject: Model, *, by: Actor | None, **facts: Any) -> Act:
    """Write that ``by`` (None: the program itself) did ``verb`` to ``subject``. ``facts`` must be plain JSON.

    Raises KeyError for a verb that nobody registered.
    """
    all_verbs()[verb]
    return Act.objects.create(
        verb=verb,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        by_id=by.user_id if by else None,
        unit_id=by.unit_id if by else None,
        facts=facts,
    )


def record_many(verb: str, subjects: list[Model], *, by: Actor | None, **facts: Any) -> None:
    """The same act on many records of one table, in one statement."""
    if not subjects:
        return
    all_verbs()[verb]
    kind = ContentType.objects.get_for_model(subjects[0])
    Act.objects.bulk_create(
        Act(
            verb=verb,
            content_type=kind,
            object_id=subject.pk,
            by_id=by.user_id if by else None,
            unit_id=by.unit_id if by else None,
            facts=facts,
        )
        for subject in subjects
    )
