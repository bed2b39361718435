"""Why a file is not read."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that the reader does not take, with a stable code; the interface has the sentence for it.

    Codes: `empty`, `too_big` (size, limit), `bomb`, `encrypted`, `broken`, `entities`, `binary`,
    `unknown_kind` (kind). `details` are plain values for the sentence.
    """

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        facts = ", ".join(f"{key}={value}" for key, value in self.details.items())
        return f"{self.code} ({facts})" if facts else self.code
