"""Bring the pages of an old portal in: a folder of saved pages becomes articles, each with its date, its photos and
its old address. First a dry run that says what would happen; then the same again for good, safe to repeat at any time.
"""

from .bringing import Outcome, bring, look

__all__ = ["Outcome", "bring", "look"]
