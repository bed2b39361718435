"""What a new revision answers to the remarks on the one before: old and new, cell by cell and in words (row 44)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from danvan.reports.models import Remark, Told
from danvan.reports.wording import Run

from .filed import FiledLine, FiledReport
from .narrative import Answer, FiledNarrative


@dataclass(frozen=True)
class Change:
    """One line or question that says something else than before.

    ``runs`` are the words of an answer; ``before`` and ``after`` are figures, or say that there was nothing to tell.
    """

    place: str
    name: str
    anchor: str
    group: str
    before: str = ""
    after: str = ""
    runs: Sequence[Run] = ()
    item_id: int | None = None
    prompt_id: int | None = None

    def answers(self, remark: Remark) -> bool:
        """Whether it changes what the remark is about; a remark on the whole is about no single place."""
        if remark.item_id or remark.prompt_id:
            return (remark.item_id, remark.prompt_id) == (self.item_id, self.prompt_id)
        return bool(remark.group) and remark.group == self.group


@dataclass(frozen=True)
class Answered:
    """One remark, what it was about, and what changed there: nothing, when it was left as it was."""

    remark: Remark
    about: str
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Resubmission:
    """The remarks on the revision before with what was done about each; ``others`` is what nobody had asked for.

    Where the whole was returned, everything that no closer remark is about answers it, and ``others`` is empty.
    """

    answered: list[Answered]
    others: list[Change]

    @property
    def left(self) -> int:
        """How many remarks found nothing changed."""
        return sum(not one.changes for one in self.answered)


def resubmission(report: FiledReport, told: FiledNarrative) -> Resubmission | None:
    """What this revision changed, by remark; None for a first filing. Reads nothing more from the database."""
    if report.filed.revision == 1:
        return None
    changes = [*_of_lines(report.changes), *_of_answers(told.changes)]
    close = [remark for remark in report.asked if not remark.is_general]
    rest = [change for change in changes if not any(change.answers(remark) for remark in close)]
    names = _names(report.lines, told.answers)
    answered = [
        Answered(
            remark,
            _about(remark, names),
            rest if remark.is_general else [change for change in changes if change.answers(remark)],
        )
        for remark in report.asked
    ]
    whole = any(remark.is_general for remark in report.asked)
    return Resubmission(answered, [] if whole else rest)


def _of_lines(lines: Iterable[FiledLine]) -> Iterable[Change]:
    for line in lines:
        item = line.item
        yield Change(
            line.place, item.name, f"line-{item.pk}", item.group, line.before_text, line.text, item_id=item.pk
        )  # fmt: skip


def _of_answers(answers: Iterable[Answer]) -> Iterable[Change]:
    for one in answers:
        prompt = one.prompt
        yield Change(
            one.place, prompt.text_vi, f"q-{prompt.code}", prompt.group, runs=one.runs, prompt_id=prompt.pk,
            before=_nothing(one.before), after=_nothing(one.told),
        )  # fmt: skip


def _nothing(told: Told | None) -> str:
    return _("Nothing to tell") if told is not None and told.nothing else ""


def _names(lines: Iterable[FiledLine], answers: Iterable[Answer]) -> dict[tuple[str, int], str]:
    named = {("item", line.item.pk): f"{line.place}. {line.item.name}" for line in lines}
    return named | {("prompt", one.prompt.pk): f"{one.place}. {one.prompt.text_vi}" for one in answers}


def _about(remark: Remark, names: dict[tuple[str, int], str]) -> str:
    if remark.item_id:
        return names[("item", remark.item_id)]
    if remark.prompt_id:
        return names[("prompt", remark.prompt_id)]
    return remark.group
