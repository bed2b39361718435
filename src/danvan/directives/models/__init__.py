"""Tables of this app: documents, what was sent to whom, tasks."""

from .directive import Alias, Directive, Issuer, Relation, RelationKind
from .mandate import Dissemination, Mandate, Plan, Sending, Step
from .task import Target, Task, TaskUnit

__all__ = [
    "Alias",
    "Directive",
    "Dissemination",
    "Issuer",
    "Mandate",
    "Plan",
    "Relation",
    "RelationKind",
    "Sending",
    "Step",
    "Target",
    "Task",
    "TaskUnit",
]
