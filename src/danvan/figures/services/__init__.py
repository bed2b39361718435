"""Verbs on figures: file values, make waiting totals anew, carry them to today's units, rebuild everything."""

from danvan.figures.definitions import load_indicators, load_lines

from .exporting import note_export
from .filing import NewValue, file_values
from .filling import restate
from .queue import wake_worker
from .rebuilding import Rebuilt, rebuild
from .restating import fit_structure, rebuild_structure, units_changed
from .totals import mark_waiting, period_of, recompute_waiting

__all__ = [
    "NewValue", "Rebuilt", "file_values", "fit_structure", "load_indicators", "load_lines", "mark_waiting",
    "note_export", "period_of", "rebuild", "rebuild_structure", "recompute_waiting", "restate", "units_changed",
    "wake_worker",
]  # fmt: skip
