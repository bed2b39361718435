"""Verbs on directives, in four files: the register, the sending, the answering, the tasks."""

from danvan.directives.reading import Entry

from .answering import Held, Planned, begin, disseminate, finish, plan, receive
from .assigning import Assignment, add_part, add_under_mandate, assign, begin_task, finish_task, return_task
from .register import Duplicate, add_alias, mend, note_export, register, relate, unrelate
from .sending import remind, remind_overdue, send, withdraw_sending
from .targets import set_target

__all__ = [
    "Assignment",
    "Duplicate",
    "Entry",
    "Held",
    "Planned",
    "add_alias",
    "add_part",
    "add_under_mandate",
    "assign",
    "begin",
    "begin_task",
    "disseminate",
    "finish",
    "finish_task",
    "mend",
    "note_export",
    "plan",
    "receive",
    "register",
    "relate",
    "remind",
    "remind_overdue",
    "return_task",
    "send",
    "set_target",
    "unrelate",
    "withdraw_sending",
]
