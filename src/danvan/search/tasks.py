"""What the clock does for search."""

from __future__ import annotations

from django.core.cache import cache

from . import services

COUNTED, A_DAY = "search:words-counted", 24 * 3600


def renew_word_counts() -> bool:
    """Count once a day how often words stand: suggestions prefer the more frequent. Returns whether it was done."""
    if not cache.add(COUNTED, True, A_DAY):
        return False
    services.count_words()
    return True
