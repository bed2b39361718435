"""The form on paper: its lines with what was filed, what the draft holds, or empty to be filled in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from danvan.core.numbers import format_amount
from danvan.reports.models import Submission, Told
from danvan.reports.queries.filed import FiledLine, load_filed
from danvan.reports.queries.grid import Line, load_grid
from danvan.reports.queries.narrative import load_narrative, load_told


@dataclass(frozen=True)
class PrintedLine:
    """One row of the paper; empty texts are left blank to be written in."""

    place: str
    heading: str
    numeral: str
    name: str
    measure: str
    is_part: bool
    now: str = ""
    last: str = ""
    year_ago: str = ""
    total: str = ""


@dataclass(frozen=True)
class PrintedAnswer:
    """One question with its answer."""

    place: str
    heading: str
    question: str
    text: str = ""
    nothing: bool = False


@dataclass(frozen=True)
class Printed:
    """The body of the paper. ``revision``: which filing it shows; 0: a draft, or nothing yet."""

    lines: Sequence[PrintedLine]
    answers: Sequence[PrintedAnswer]
    revision: int = 0


def load_printed(submission: Submission, *, drafts: bool, blank: bool = False) -> Printed:
    """What is printed: the newest revision; the draft only when ``drafts``; an empty form when ``blank``.

    A returned report that is being mended shows its draft to its own people, the filed revision to all others.
    """
    report = None if blank or (drafts and submission.is_typing) else load_filed(submission)
    if report:
        told = load_told(submission, report.filed.revision).answers
        answers = [
            PrintedAnswer(a.place, a.heading, a.prompt.text_vi, a.told.text if a.told else "", _nothing(a.told))
            for a in told
        ]
        return Printed([_line(line) for line in report.lines], answers, report.filed.revision)
    shown = drafts and not blank
    asked = [
        PrintedAnswer(a.place, a.heading, a.prompt.text_vi, a.text if shown else "", shown and a.nothing)
        for a in load_narrative(submission).asked
    ]
    return Printed([_line(line, shown=shown) for line in load_grid(submission).lines], asked)


def _nothing(told: Told | None) -> bool:
    return told is not None and told.nothing


def _line(line: FiledLine | Line, *, shown: bool = True) -> PrintedLine:
    item = line.item
    return PrintedLine(
        line.place, line.heading, line.numeral, item.name, item.indicator.measure, item.part is not None,
        line.text if shown else "", line.past.last_text, line.past.year_ago_text,
        format_amount(line.total) if shown and line.text and line.total is not None else "",
    )  # fmt: skip
