"""What can be wrong with a template."""

from __future__ import annotations


class Fault(ValueError):
    """The template cannot be used. ``code``: what is wrong; ``place``: the words of its paragraph; ``what``: the name.

    Codes: ``broken``, ``outside`` (it fetches from elsewhere), ``too-large``, ``too-slow``, ``syntax``, ``no-place``
    (nothing to fill in), ``unknown-name``, ``not-allowed`` (a part of the language that is not taken), ``loop``.
    """

    def __init__(self, code: str, place: str = "", what: str = "") -> None:
        super().__init__(f"{code}: {what} ({place})")
        self.code, self.place, self.what = code, place, what
