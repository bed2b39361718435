"""What a report says in words: the questions with what is being written, and what was filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.numbers import format_amount
from danvan.documents.text import roman
from danvan.reports.models import DraftText, Evidence, FormVersion, Prompt, Remark, Submission, Told
from danvan.reports.wording import Run, difference

from .sections import Section, question_sections


@dataclass
class Asked:
    """One question with the answer being written. ``theirs``: what somebody else wrote there meanwhile."""

    prompt: Prompt
    place: str
    heading: str
    numeral: str
    draft: DraftText | None = None
    text: str = ""
    nothing: bool = False
    remarks: list[Remark] = field(default_factory=list)
    theirs: str = ""
    section: Section | None = None

    @property
    def open_remarks(self) -> list[Remark]:
        """Why it was returned, not yet answered by a new revision."""
        return [remark for remark in self.remarks if not remark.resolved]

    @property
    def is_done(self) -> bool:
        """Whether it says something, or that there was nothing to tell, and not both."""
        return bool(self.text.strip()) != self.nothing and len(self.text) <= self.prompt.longest

    @property
    def wrong(self) -> Promise | str:
        """Why it cannot be filed as it is; empty when it can."""
        if self.nothing and self.text.strip():
            return _("“Nothing to tell” is ticked and a text stands here: keep one of them.")
        if len(self.text) > self.prompt.longest:
            return format_lazy(
                _("{length} characters; at most {most} are taken here."),
                length=format_amount(len(self.text)),
                most=format_amount(self.prompt.longest),
            )
        if self.prompt.required and not self.text.strip() and not self.nothing:
            return _("Not answered yet: write, or tick “Nothing to tell”.")
        return ""


@dataclass
class Narrative:
    """All questions of a report being filled in, and its evidence."""

    asked: list[Asked]
    evidence: list[Evidence]

    def wrong(self) -> list[Asked]:
        """Questions that keep the report from being filed."""
        return [one for one in self.asked if one.wrong]

    def of(self, prompt_id: int) -> Asked | None:
        """The question of a prompt."""
        return next((one for one in self.asked if one.prompt.pk == prompt_id), None)

    @property
    def done(self) -> int:
        """How many questions are answered."""
        return sum(one.is_done for one in self.asked)


def load_prompts(version: FormVersion) -> list[Prompt]:
    """The questions of an edition, in their order."""
    return list(Prompt.objects.filter(version=version))


def number_prompts(prompts: Iterable[Prompt]) -> Iterable[tuple[Prompt, str, str, str]]:
    """Number the questions 1, 2, 3; headings in Roman where they begin."""
    group, headings = None, 0
    for number, prompt in enumerate(prompts, start=1):
        starts = bool(prompt.group) and prompt.group != group
        headings += starts
        group = prompt.group
        yield prompt, str(number), prompt.group if starts else "", roman(headings) if starts and headings < 40 else ""


def load_narrative(submission: Submission) -> Narrative:
    """The questions as they stand now: a fixed number of queries, none when the form asks no questions."""
    drafts = {text.prompt_id: text for text in submission.texts.select_related("updated_by")}
    version = submission.round.form_version
    remarks, prompts = list(submission.remarks.filter(item=None).select_related("by")), load_prompts(version)
    sections, asked = question_sections(version, prompts, remarks), []
    for prompt, place, heading, numeral in number_prompts(prompts):
        draft = drafts.get(prompt.pk)
        asked.append(
            Asked(
                prompt, place, heading, numeral, draft,
                text=draft.text if draft else "", nothing=bool(draft and draft.nothing),
                remarks=[remark for remark in remarks if remark.prompt_id == prompt.pk],
                section=sections.get(prompt.pk),
            )
        )  # fmt: skip
    return Narrative(asked, evidence_of(submission, submission.revision + 1))


def evidence_of(submission: Submission, revision: int) -> list[Evidence]:
    """The files that belong to a revision."""
    rows = submission.evidence.select_related("file", "prompt", "item__indicator", "item__part", "added_by")
    return [row for row in rows if row.stands_in(revision)]


@dataclass
class Answer:
    """One question as it was filed: its words, and those that went and came since the revision before."""

    prompt: Prompt
    place: str
    heading: str
    numeral: str
    told: Told | None
    before: Told | None
    compared: bool
    remarks: Sequence[Remark] = ()
    section: Section | None = None

    @property
    def changed(self) -> bool:
        """Whether it says anything else than the revision before."""
        return self.compared and _said(self.told) != _said(self.before)

    @property
    def runs(self) -> list[Run]:
        """The words of both revisions."""
        return difference(self.before.text if self.before else "", self.told.text if self.told else "")


def _said(told: Told | None) -> tuple[str, bool]:
    return (told.text, told.nothing) if told else ("", False)


@dataclass(frozen=True)
class FiledNarrative:
    """All answers of one filed revision with its evidence."""

    answers: list[Answer]
    evidence: list[Evidence]

    @property
    def changes(self) -> list[Answer]:
        """Answers that differ from the revision before."""
        return [answer for answer in self.answers if answer.changed]


def load_told(submission: Submission, revision: int) -> FiledNarrative:
    """The answers filed with ``revision``, beside those of the one before."""
    told = {
        (row.revision, row.prompt_id): row
        for row in Told.objects.filter(submission=submission, revision__in=[revision - 1, revision])
    }
    version = submission.round.form_version
    remarks, prompts = list(submission.remarks.filter(item=None).select_related("by")), load_prompts(version)
    sections = question_sections(version, prompts, remarks)
    answers = [
        Answer(
            prompt, place, heading, numeral, told.get((revision, prompt.pk)), told.get((revision - 1, prompt.pk)),
            compared=revision > 1, remarks=[remark for remark in remarks if remark.prompt_id == prompt.pk],
            section=sections.get(prompt.pk),
        )
        for prompt, place, heading, numeral in number_prompts(prompts)
    ]  # fmt: skip
    return FiledNarrative(answers, evidence_of(submission, revision))
