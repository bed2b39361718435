"""A filed revision as it was filed, line by line, beside the revision before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from danvan.core.numbers import format_amount
from danvan.figures import models as figures
from danvan.reports.models import Explanation, Filed, Item, Remark, Submission

from .grid import load_items, number_lines
from .past import Known, Past, PastFigures, estimates_before, said, values_of_filings
from .reused import ReusedFigures
from .sections import Section, line_sections


@dataclass
class FiledLine:
    """One line: what was filed (None: left empty), what the revision before said, its past and what was remarked."""

    item: Item
    place: str
    heading: str
    numeral: str
    known: Known | None
    before: Known | None
    past: Past
    changed: bool
    explanation: str = ""
    source: figures.Line | None = None
    remarks: list[Remark] = field(default_factory=list)
    section: Section | None = None
    estimated: Decimal | None = None

    @property
    def gap(self) -> Decimal | None:
        """How far the actual figure lies from the estimate that was filed before it; None without both."""
        now = self.known
        if self.estimated is None or now is None or now.amount is None or now.estimate:
            return None
        return now.amount - self.estimated

    @property
    def gap_text(self) -> str:
        """The same with its sign: +6, -1.234, 0."""
        return "" if self.gap is None else ("+" if self.gap > 0 else "") + format_amount(self.gap)

    @property
    def text(self) -> str:
        """The figure as it is written; K for not applicable, nothing when it was left empty."""
        return said(self.known) if self.known else ""

    @property
    def before_text(self) -> str:
        """What the revision before said."""
        return said(self.before)

    @property
    def total(self) -> Decimal | None:
        """This year so far, this period included."""
        now = self.known.amount if self.known else None
        if self.item.is_stock or now is None:
            return now
        if self.item.is_once:
            return now if self.past.alone else None
        return self.past.so_far + now


@dataclass(frozen=True)
class FiledReport:
    """One revision with all revisions it can be compared with. ``asked``: why the one before was returned."""

    filed: Filed
    revisions: Sequence[Filed]
    lines: list[FiledLine]
    general: list[Remark]
    asked: list[Remark]

    @property
    def changes(self) -> list[FiledLine]:
        """Lines that differ from the revision before."""
        return [line for line in self.lines if line.changed]


def load_filed(submission: Submission, revision: int | None = None) -> FiledReport | None:
    """The newest revision, or the one asked for; None when nothing was filed or there is no such revision."""
    revisions = list(submission.filed.select_related("filed_by", "filing").order_by("revision"))
    chosen = [filed for filed in revisions if revision in {None, filed.revision}]
    if not chosen:
        return None
    filed = chosen[-1]
    before = next((each for each in revisions if each.revision == filed.revision - 1), None)
    values = values_of_filings([each.filing_id for each in (filed, before) if each])
    now, then = values[filed.filing_id], values[before.filing_id] if before else {}
    remarks = list(submission.remarks.select_related("by"))
    reasons = {why.item_id: why.text for why in Explanation.objects.filter(submission=submission)}
    estimates = estimates_before(filed.filing)
    past = PastFigures(submission.unit_id, submission.round.form.line, submission.round.when)
    items = load_items(submission.round.form_version)
    reused = ReusedFigures(items, submission.unit_id, submission.round.form.line, submission.round.when)
    sections, lines = line_sections(items, remarks), []
    for item, place, heading, numeral in number_lines(items):
        key = (item.indicator_id, item.part_id)
        if item.source_id:
            there = reused.of(item)
            line = FiledLine(item, place, heading, numeral, there.known, None, there.past, changed=False)
            line.explanation, line.source = reasons.get(item.pk, ""), there.line
            line.remarks = [remark for remark in remarks if remark.item_id == item.pk]
            line.section = sections.get(item.pk)
            lines.append(line)
            continue
        lines.append(
            FiledLine(
                item, place, heading, numeral, now.get(key), then.get(key),
                past.of(key, stock=item.is_stock, once=item.is_once),
                changed=before is not None and now.get(key) != then.get(key),
                explanation=reasons.get(item.pk, ""),
                remarks=[remark for remark in remarks if remark.item_id == item.pk], section=sections.get(item.pk),
                estimated=estimates.get(key),
            )
        )  # fmt: skip
    asked = [remark for remark in remarks if remark.revision == filed.revision - 1]
    return FiledReport(filed, revisions, lines, [remark for remark in remarks if remark.is_general], asked)
