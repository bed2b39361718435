"""The sections of a form: the headings that its lines and questions stand under, and the remarks on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from danvan.reports.models import FormVersion, Item, Prompt, Remark


@dataclass(frozen=True)
class Section:
    """One heading, its place among all headings of the edition (from 0), and why it was returned."""

    number: int
    name: str
    remarks: Sequence[Remark]

    @property
    def open_remarks(self) -> list[Remark]:
        """Those not yet answered by a new revision."""
        return [remark for remark in self.remarks if not remark.resolved]


def sections_of(version: FormVersion) -> list[str]:
    """The headings of an edition, each once: those of the lines in their order, then those of the questions."""
    groups = [*version.items.values_list("group", flat=True), *version.prompts.values_list("group", flat=True)]
    return _names(groups)


def line_sections(items: Iterable[Item], remarks: Sequence[Remark]) -> dict[int, Section]:
    """The sections by the line that each begins with; a heading that comes again later is the same section."""
    items = list(items)
    return _starts([(item.pk, item.group) for item in items], _names(item.group for item in items), remarks)


def question_sections(version: FormVersion, prompts: Sequence[Prompt], remarks: Sequence[Remark]) -> dict[int, Section]:
    """The sections that hold questions only, by the question that each begins with."""
    if not any(prompt.group for prompt in prompts):
        return {}
    lines = set(version.items.values_list("group", flat=True))
    names = sections_of(version)
    return _starts([(prompt.pk, prompt.group) for prompt in prompts if prompt.group not in lines], names, remarks)


def _names(groups: Iterable[str]) -> list[str]:
    return [group for group in dict.fromkeys(groups) if group]


def _starts(places: list[tuple[int, str]], names: list[str], remarks: Sequence[Remark]) -> dict[int, Section]:
    first: dict[str, int] = {}
    for pk, group in places:
        if group:
            first.setdefault(group, pk)
    return {
        pk: Section(names.index(name), name, [remark for remark in remarks if remark.group == name])
        for name, pk in first.items()
    }
