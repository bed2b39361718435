"""Whoever points at a unit has said what a merger, a split or a closing does to it."""

import pytest
from django.apps import apps
from django.utils import translation

from danvan.orgs.changes import Effect, declarations
from danvan.orgs.changes.handlers import Handler
from danvan.orgs.models import Unit


def _is_event(model) -> bool:
    """A table of row history made by triggers: it is a copy of its tracked model and changes with it."""
    return hasattr(model, "pgh_tracked_model")


def _relations() -> set[tuple[str, str]]:
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not _is_event(model)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is Unit
    }


def test_every_relation_to_a_unit_declares_what_a_change_does_to_it():
    assert _relations() == {(declared.model._meta.label, declared.field) for declared in declarations()}


def test_every_declaration_gives_its_reason():
    assert [declared for declared in declarations() if len(declared.why.split()) < 3] == []


def test_every_relation_that_a_dry_run_tells_of_is_named_in_vietnamese():
    """What is derived is made anew and never told; all else is read by people before they sign."""
    told = [declared for declared in declarations() if declared.effect != Effect.DERIVED]
    with translation.override("vi"):
        vietnamese = {declared.relation: str(declared.what) for declared in told}
    with translation.override("en"):
        english = {declared.relation: str(declared.what) for declared in told}
    assert [relation for relation, what in vietnamese.items() if what == english[relation]] == []


MOVING = [declared for declared in declarations() if declared.effect in (Effect.FOLLOWS, Effect.SUCCEEDS)]


@pytest.mark.parametrize("declared", MOVING, ids=[declared.relation for declared in MOVING])
def test_what_moves_is_moved_and_previewed_by_a_handler_that_says_which_rows(declared):
    handler = type(declared.handler)
    assert handler.apply is not Handler.apply
    assert handler.preview is not Handler.preview or handler.rows is not Handler.rows


def test_the_open_work_of_every_room_moves():
    assert {declared.relation for declared in MOVING} >= {
        "access.grant.unit",
        "access.post.unit",
        "directives.directive.keeper",
        "directives.mandate.unit",
        "directives.task.giver",
        "directives.task.lead",
        "directives.taskunit.unit",
        "reports.form.owner",
        "reports.submission.unit",
        "reviews.review.unit",
    }
