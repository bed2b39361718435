"""A report's form as an Excel workbook: out to be filled in, back in with a dry run, nothing filed by itself."""

from .comparing import Fate, Outcome, compare
from .reading import FilledIn, read_form, wrong_report
from .writing import write_form

__all__ = ["Fate", "FilledIn", "Outcome", "compare", "read_form", "write_form", "wrong_report"]
