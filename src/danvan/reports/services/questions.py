"""The questions of a form's edition that are answered in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.core.text import clean_line, clean_text, fold
from danvan.reports.models import FormVersion, Prompt
from danvan.reports.models.narrative import LONGEST
from danvan.reports.states import Theme

USUAL = 4000  # characters


@dataclass(frozen=True)
class DesignPrompt:
    """A question as its designer wants it. ``code`` ties it to the same question of other editions; made if empty."""

    text: str
    theme: str = Theme.OTHER
    hint: str = ""
    group: str = ""
    required: bool = True
    longest: int = USUAL
    code: str = ""


def write_prompts(version: FormVersion, prompts: Iterable[DesignPrompt]) -> list[Prompt]:
    """Write the questions of an edition in their order.

    Refused codes (field ``prompts``): no-question (an empty text), bad-theme, prompt-twice.
    """
    prompts = list(prompts)
    if any(not clean_line(one.text) for one in prompts):
        raise Refused(_("Write what is asked."), code="no-question", field="prompts")
    if {str(one.theme) for one in prompts} - set(Theme.values):
        raise Refused(_("There is no such theme."), code="bad-theme", field="prompts")
    codes = _codes(prompts)
    if len(set(codes)) < len(codes):
        raise Refused(_("The same question stands in the form twice."), code="prompt-twice", field="prompts")
    return Prompt.objects.bulk_create(
        Prompt(
            version=version, order=order, code=code, group=clean_line(one.group)[:120],
            text_vi=clean_line(one.text)[:300], hint_vi=clean_text(one.hint)[:LONGEST], theme=one.theme,
            required=one.required, longest=min(max(one.longest, 1), LONGEST),
        )
        for order, (code, one) in enumerate(zip(codes, prompts, strict=True), start=1)
    )  # fmt: skip


def _codes(prompts: list[DesignPrompt]) -> list[str]:
    """Given codes stay; the others are made from the words, so that the same words keep their code."""
    return [one.code or _code(one.text) for one in prompts]


def _code(text: str) -> str:
    words = "-".join(re.findall("[a-z0-9]+", fold(text)))
    return words if len(words) <= 40 else f"{words[:31]}-{sha256(words.encode()).hexdigest()[:8]}"
