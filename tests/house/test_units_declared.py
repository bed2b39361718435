"""Whoever points at a unit has said what a merger, a split or a closing does to it."""

from django.apps import apps

from danvan.orgs.changes import declarations
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
