"""Patterns made of lists of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, of several that fit the longest.

    It is a tree of their letters: a search looks at a letter once, and not once for each word that may stand there.
    """
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _pattern_of(tree)


def _pattern_of(tree: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern_of(rest) for letter, rest in tree.items() if letter]
    if len(branches) < 2 and "" not in tree:
        return "".join(branches)
    return f"(?:{'|'.join(branches)}){'?' if '' in tree else ''}" if branches else ""


def in_both_cases(words: Iterable[str]) -> tuple[str, ...]:
    """The words as they are, and with a capital."""
    return tuple(form for word in words for form in (word, word[0].upper() + word[1:]))
