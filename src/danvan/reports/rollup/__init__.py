"""What many units say in words, put together by what it is about: plain counting, no model, the same answer each time.

``group`` takes answers (``Voice``), divides them into sentences and puts those that resemble one another into groups.
Every sentence is in exactly one group, or alone, or among those that said there was nothing to tell. Pure.
"""

from .grouping import Group, RollUp, group, matching
from .sentences import is_nothing, split
from .voices import Sentence, Voice

__all__ = ["Group", "RollUp", "Sentence", "Voice", "group", "is_nothing", "matching", "split"]
