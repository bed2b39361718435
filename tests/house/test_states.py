"""A state moves in one way only: the table of moves, the model's transitions and the database agree."""

from importlib import import_module
from importlib.util import find_spec

import pgtrigger
from django.apps import apps
from django_fsm import FSMFieldMixin


def _machines():
    """Each (model, field) that is a state machine; tables of row history are copies."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FSMFieldMixin) and not hasattr(model, "pgh_tracked_model"):
                yield model, field


def _moves(app_module: str) -> dict[str, set[tuple[str, str]]]:
    """The tables of moves that an app's ``states`` declares, by name."""
    if find_spec(f"{app_module}.states") is None:
        return {}
    states = import_module(f"{app_module}.states")
    return {name: _pairs(value) for name, value in vars(states).items() if name.endswith("MOVES")}


def _pairs(moves) -> set[tuple[str, str]]:
    return {(str(source), str(target)) for source, target, *_ in moves}


def _transitions(model, field) -> set[tuple[str, str]]:
    found = getattr(model, f"get_all_{field.name}_transitions")(model())
    return {(str(move.source), str(move.target)) for move in found}


def _in_database(model, field) -> set[tuple[str, str]]:
    triggers = [t for t in model._meta.triggers if isinstance(t, pgtrigger.FSM) and t.field == field.name]
    return {(str(source), str(target)) for trigger in triggers for source, target in trigger.transitions}


def test_transitions_equal_the_moves_of_the_database():
    wrong = {
        f"{model._meta.label}.{field.name}": _transitions(model, field) ^ _in_database(model, field)
        for model, field in _machines()
        if _transitions(model, field) != _in_database(model, field)
    }
    assert wrong == {}


def _followed(config) -> list[list[tuple[str, str]]]:
    """The moves that the machines of one app make."""
    return sorted(
        sorted(_transitions(model, field)) for model, field in _machines() if model._meta.app_config is config
    )


def test_every_machine_follows_a_table_of_moves_and_every_table_has_its_machine():
    for config in apps.get_app_configs():
        if config.name.startswith("danvan."):
            declared = sorted(sorted(moves) for moves in _moves(config.name).values())
            assert declared == _followed(config), config.label
