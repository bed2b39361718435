"""Verbs on forms, rounds, drafts and submissions."""

from .deciding import accept, accept_many, check, return_
from .drafts import Saved, explain, no_occurrence, save_block, save_cell
from .due import DuePlan, set_due_rule
from .exporting import note_export
from .filing import file, submit
from .forms import Design, DesignLine, DesignRule, comparison, design_form
from .indicators import make_indicator
from .narrative import About, SavedTexts, Written, attach, detach, save_texts
from .questions import DesignPrompt
from .rounds import close_round, extend, open_round, remind, remind_due
from .sheets import take_sheet

__all__ = [
    "About",
    "Design",
    "DesignLine",
    "DesignPrompt",
    "DesignRule",
    "DuePlan",
    "Saved",
    "SavedTexts",
    "Written",
    "accept",
    "accept_many",
    "attach",
    "check",
    "close_round",
    "comparison",
    "design_form",
    "detach",
    "explain",
    "extend",
    "file",
    "make_indicator",
    "no_occurrence",
    "note_export",
    "open_round",
    "remind",
    "remind_due",
    "return_",
    "save_block",
    "save_cell",
    "save_texts",
    "set_due_rule",
    "submit",
    "take_sheet",
]
