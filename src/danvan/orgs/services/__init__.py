"""Verbs on units and on their changes."""

from danvan.orgs.changes.trial import DryRun, dry_run

from .changes import Impossible, apply_change, discard, draft, redraft, undo_change, why_not_undone
from .units import Opening, close, describe_anew, open_units, place_anew, rebuild_carry, rebuild_reach, tell_the_planner

__all__ = [
    "DryRun", "Impossible", "Opening", "apply_change", "close", "describe_anew", "discard", "draft", "dry_run",
    "open_units", "place_anew", "rebuild_carry", "rebuild_reach", "redraft", "tell_the_planner",
    "undo_change", "why_not_undone",
]  # fmt: skip
