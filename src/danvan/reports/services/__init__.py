"""Verbs on forms, rounds, drafts and submissions."""

from .drafts import Saved, explain, save_block, save_cell
from .exporting import note_export
from .filing import accept, accept_many, file, return_, submit
from .forms import Design, DesignLine, DesignRule, design_form
from .rounds import close_round, extend, open_round, remind, remind_due
from .sheets import take_sheet

__all__ = [
    "Design",
    "DesignLine",
    "DesignRule",
    "Saved",
    "accept",
    "accept_many",
    "close_round",
    "design_form",
    "explain",
    "extend",
    "file",
    "note_export",
    "open_round",
    "remind",
    "remind_due",
    "return_",
    "save_block",
    "save_cell",
    "submit",
    "take_sheet",
]
