"""The part of the design page that holds questions answered in words: its fields, read and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .models import FormVersion
from .services import DesignPrompt
from .services.questions import USUAL
from .states import Theme

SPARE = 3  # empty rows below those in use
MOST = 30


@dataclass(frozen=True)
class QuestionRow:
    """One row of fields, as typed."""

    n: int
    text: str
    theme: str
    hint: str
    group: str
    required: bool
    longest: str
    order: str
    code: str

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands: the number that was typed, then the row."""
        return (int(self.order) if _is_number(self.order) else 99999, self.n)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6


def question_rows(data: Mapping[str, str]) -> list[QuestionRow]:
    """The rows in use, with some empty ones to write in."""
    used = [n for n in range(1, MOST + 1) if data.get(f"ask-{n}", "").strip()]
    return [_row(data, n) for n in range(1, min(max(used, default=0) + SPARE, MOST) + 1)]


def _row(data: Mapping[str, str], n: int) -> QuestionRow:
    def said(name: str, usual: str = "") -> str:
        return data.get(f"{name}-{n}", usual)

    # A row that was never written is required unless it says otherwise.
    required = said("askneeded") == "on" if f"ask-{n}" in data else True
    return QuestionRow(
        n, said("ask"), said("asktheme", Theme.DIFFICULTIES.value), said("askhint"), said("askgroup"), required,
        said("asklongest", str(USUAL)), said("askorder", str(n * 10)), said("askcode"),
    )  # fmt: skip


def prompts_of(data: Mapping[str, str]) -> list[DesignPrompt]:
    """The questions that the page asks for, in the order typed."""
    rows = sorted((row for row in question_rows(data) if row.text.strip()), key=lambda row: row.place)
    return [
        DesignPrompt(
            row.text, row.theme, row.hint, row.group, row.required,
            int(row.longest) if _is_number(row.longest) else USUAL, row.code[:40],
        )
        for row in rows
    ]  # fmt: skip


def asked_before(version: FormVersion) -> dict[str, str]:
    """The questions of an edition as the fields of the design page."""
    data: dict[str, str] = {}
    for n, prompt in enumerate(version.prompts.all(), start=1):
        data |= {
            f"ask-{n}": prompt.text_vi,
            f"asktheme-{n}": prompt.theme,
            f"askhint-{n}": prompt.hint_vi,
            f"askgroup-{n}": prompt.group,
            f"askneeded-{n}": "on" if prompt.required else "",
            f"asklongest-{n}": str(prompt.longest),
            f"askorder-{n}": str(n * 10),
            f"askcode-{n}": prompt.code,
        }
    return data
