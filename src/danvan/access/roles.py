"""What a role is. The matrix itself stands in ``conf/roles.py``; settings say where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Role:
    """A named set of actions; ``label`` is what people call it."""

    code: str
    label: str | Promise
    actions: frozenset[str]


@cache
def roles() -> Mapping[str, Role]:
    """All roles by code, from the module named in ``DANVAN_ROLES``."""
    return {role.code: role for role in import_string(settings.DANVAN_ROLES)}


def roles_with(action: str) -> list[str]:
    """The codes of the roles that allow ``action``."""
    return [code for code, role in roles().items() if action in role.actions]


def action_label(action: str) -> str:
    """What people call an action, from the mapping named in ``DANVAN_ACTIONS``."""
    return str(import_string(settings.DANVAN_ACTIONS)[action])
