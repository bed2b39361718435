"""Reads over several tables: the grid of one submission, rounds and their units, what a person owes."""

from .work import search, work_items

__all__ = ["search", "work_items"]
