"""Verbs on units."""

from .units import Opening, close, describe_anew, open_units, place_anew, rebuild_carry, rebuild_reach

__all__ = ["Opening", "close", "describe_anew", "open_units", "place_anew", "rebuild_carry", "rebuild_reach"]
