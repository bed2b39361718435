"""The verbs of acts and how they read. An app registers its own beside its services."""

from __future__ import annotations

from django.utils.functional import Promise

_sentences: dict[str, Promise] = {}


def verb(code: str, sentence: Promise) -> str:
    """Register a verb: ``sentence`` may hold ``%(name)s`` places filled from the act's facts. Returns the code."""
    if code in _sentences:
        raise ValueError(f"the verb {code} is registered twice")
    _sentences[code] = sentence
    return code


def sentence(code: str, facts: dict) -> str:
    """The act in words."""
    return str(_sentences[code]) % facts


def all_verbs() -> dict[str, Promise]:
    """Every registered verb, for the docs and the tests."""
    return dict(_sentences)
