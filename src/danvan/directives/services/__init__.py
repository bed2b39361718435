"""Verbs on directives, in four files: the register, the sending, the answering, the tasks."""

from danvan.directives.reading import Entry

from .answering import Held, Planned, add_study, begin, disseminate, finish, mend_study, plan, receive
from .assigning import (
    Assignment,
    add_part,
    add_under_mandate,
    assign,
    begin_task,
    finish_task,
    return_task,
    withdraw_task,
)
from .register import Duplicate, add_alias, mend, note_export, register, relate, unrelate
from .sending import remind, remind_overdue, send, withdraw_sending
from .targets import Shown, set_target

__all__ = [
    "Assignment",
    "Duplicate",
    "Entry",
    "Held",
    "Planned",
    "Shown",
    "add_alias",
    "add_part",
    "add_study",
    "add_under_mandate",
    "assign",
    "begin",
    "begin_task",
    "disseminate",
    "finish",
    "finish_task",
    "mend",
    "mend_study",
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
    "withdraw_task",
]
