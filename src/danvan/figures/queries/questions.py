"""A question about a figure that can be stored and asked again, and its answer with everything behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danvan.core.errors import Refused
from danvan.core.numbers import format_amount, format_percent, percent
from danvan.core.periods import BadPeriod, Period
from danvan.figures.models import Indicator, Line, Part
from danvan.figures.modes import AS_IT_WAS, Mode
from danvan.orgs.models import Unit

from .cells import Cell, Cells, State, cells, pending
from .lookups import indicator as find_indicator
from .lookups import line as find_line
from .sources import WHOLE, Contribution, contributions
from .tables import table

# More addends than this are not written out; the sources hold them all.
MOST_ADDENDS = 12
_FIELDS = (
    "unit_id",
    "line",
    "indicator",
    "part",
    "period",
    "measure",
    "of_indicator",
    "of_part",
    "of_period",
    "as_of",
)


@dataclass(frozen=True)
class Question:
    """A figure of a unit and period, or (``percent_of``) what share it is of another of the same unit.

    ``line``, ``indicator``, ``part`` and ``period`` are codes. The other figure is ``of_indicator`` (with ``of_part``)
    in ``of_period``; what is left out is the same as in the first figure. ``as_of`` is the ISO day to whose units both
    are carried; without it they are as they were.
    """

    unit_id: int
    line: str
    indicator: str
    part: str | None
    period: str
    measure: Literal["amount", "percent_of"] = "amount"
    of_indicator: str | None = None
    of_part: str | None = None
    of_period: str | None = None
    as_of: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The question as plain JSON; as it was, it says nothing of a day."""
        data = asdict(self)
        return data if self.as_of else {key: value for key, value in data.items() if key != "as_of"}

    @property
    def mode(self) -> Mode:
        """How its figures are read. Refused (bad-question) when ``as_of`` is no day."""
        try:
            return Mode(date.fromisoformat(self.as_of)) if self.as_of else AS_IT_WAS
        except ValueError as error:
            raise _bad_question() from error

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read ``to_json`` back. Refused (bad-question) for anything else."""
        known = {key: data[key] for key in _FIELDS if key in data}
        texts = [value for key, value in known.items() if key != "unit_id"]
        plain = isinstance(known.get("unit_id"), int) and all(isinstance(t, str | None) for t in texts)
        named = all(known.get(key) for key in ("line", "indicator", "period"))
        measured = known.setdefault("measure", "amount") in ("amount", "percent_of")
        if not plain or not named or not measured or set(data) - set(_FIELDS):
            raise _bad_question()
        question = cls(**{"part": None} | known)
        return replace(question, as_of=question.mode.as_of.isoformat() if question.mode.as_of else None)


@dataclass(frozen=True)
class Source:
    """One filed cell behind an answer. ``role``: the value itself, or which side of a division it stands on.

    ``amount`` is as filed, by the unit that filed it; ``share`` is how much of it the answer holds (None: not known).
    """

    role: Literal["value", "numerator", "denominator"]
    value_id: int
    unit_id: int
    unit: str
    amount: Decimal | None
    not_applicable: bool
    filing_id: int
    revision: int
    filed_by: str
    filed_at: datetime
    source: str
    share: Decimal | None = WHOLE

    def to_json(self) -> dict[str, Any]:
        """The source as plain JSON; numbers as text, so that no digit is lost; a share only where it is not all."""
        data = asdict(self) | {"amount": _text(self.amount), "filed_at": self.filed_at.isoformat()}
        share = data.pop("share")
        return data if share == 1 else data | {"share": _text(share)}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


@dataclass(frozen=True)
class Answer:
    """What a question's figure is now. ``parts`` is the sum or the division written out (may be empty).

    ``text`` is the amount as a sentence would hold it (``3.145``, ``94,3 %``, ``–``); ``pending`` says that totals
    of its periods wait to be made anew.
    """

    amount: Decimal | None
    text: str
    unit_of_measure: str
    parts: str
    sources: tuple[Source, ...]
    reported: int
    expected: int
    estimated: int
    flagged: int
    state: State
    as_of: datetime | None
    pending: bool
    predecessors: int = 0
    predecessors_told: int = 0
    withheld: int = 0
    restated: bool = False


@dataclass(frozen=True)
class _Figure:
    """One figure of a question, looked up."""

    unit_id: int
    line: Line
    indicator: Indicator
    part: Part | None
    period: Period
    mode: Mode

    def cells(self) -> Cells:
        return cells([self.unit_id], self.line, [self.indicator], [self.period], mode=self.mode)

    def cell(self) -> Cell:
        return self.cells().of(self.unit_id, self.indicator, self.part, self.period)

    def contributions(self) -> list[Contribution]:
        return contributions(self.unit_id, self.line, self.indicator, self.part, self.period, mode=self.mode)


def answer(question: Question) -> Answer:
    """Ask. Refused (bad-question) when a code is unknown or a share of a ratio is asked for."""
    first = _figure(question, question.indicator, question.part, question.period)
    if question.measure == "percent_of":
        other_code = question.of_indicator or question.indicator
        other_part = question.of_part if question.of_indicator else (question.of_part or question.part)
        other = _figure(question, other_code, other_part, question.of_period or question.period)
        if first.indicator.is_ratio or other.indicator.is_ratio:
            raise _bad_question()
        return _share(first, other)
    if first.indicator.is_ratio:
        top, bottom = first.indicator.numerator, first.indicator.denominator
        return _share(
            replace(first, indicator=top, part=None),
            replace(first, indicator=bottom, part=None),
            first.indicator.decimals,
        )
    return _amount(first)


def question_title(question: Question) -> str:
    """The question in words: which figure, of which unit, in which period."""
    figure = _figure(question, question.indicator, question.part, question.period)
    unit = Unit.objects.named(question.mode.as_of or figure.period.last_day).get(pk=question.unit_id)
    name = f"{figure.indicator.name} – {figure.part.name}" if figure.part else figure.indicator.name
    english = (get_language() or "vi").startswith("en")
    when = figure.period.label_en() if english else figure.period.label_vi()
    return f"{name}, {unit.name}, {when}"


def _bad_question() -> Refused:
    return Refused(_("There is no such figure to ask for."), code="bad-question")


def _figure(question: Question, code: str, part_code: str | None, period_code: str) -> _Figure:
    line, indicator = find_line(question.line), find_indicator(code)
    if line is None or indicator is None or not Unit.objects.filter(pk=question.unit_id).exists():
        raise _bad_question()
    part = next((part for part in indicator.parts.all() if part.code == part_code), None)
    if part_code and part is None:
        raise _bad_question()
    try:
        period = Period.parse(period_code)
    except BadPeriod as error:
        raise _bad_question() from error
    return _Figure(question.unit_id, line, indicator, part, period, question.mode)


def _amount(figure: _Figure) -> Answer:
    own = figure.cell()
    found = figure.contributions()
    return Answer(
        own.amount,
        format_amount(own.amount, figure.indicator.decimals),
        figure.indicator.measure,
        _sum_in_words(figure, own, found),
        _sources(found, "value"),
        own.reported,
        own.expected,
        own.estimated,
        own.flagged,
        own.state,
        own.as_of,
        pending([figure.period]),
        own.predecessors,
        own.predecessors_told,
        own.withheld,
        own.restated,
    )


def _share(top: _Figure, bottom: _Figure, decimals: int = 1) -> Answer:
    above, below = top.cell(), bottom.cell()
    share = percent(above.amount, below.amount, decimals)
    text = format_percent(above.amount, below.amount, decimals)
    written = [format_amount(c.amount, f.indicator.decimals) for c, f in ((above, top), (below, bottom))]
    complete = State.COMPLETE if above.state == below.state == State.COMPLETE else State.PARTIAL
    times = [moment for moment in (above.as_of, below.as_of) if moment]
    return Answer(
        share,
        text,
        "%",
        "" if share is None else f"{written[0]} : {written[1]} = {text}",
        _sources(top.contributions(), "numerator") + _sources(bottom.contributions(), "denominator"),
        min(above.reported, below.reported),
        max(above.expected, below.expected),
        max(above.estimated, below.estimated),
        max(above.flagged, below.flagged),
        State.MISSING if share is None else complete,
        min(times, default=None),
        pending([top.period, bottom.period]),
        max(above.predecessors, below.predecessors),
        min(above.predecessors_told, below.predecessors_told),
        max(above.withheld, below.withheld),
        above.restated or below.restated,
    )


def _sum_in_words(figure: _Figure, own: Cell, found: Sequence[Contribution]) -> str:
    """``1.165 + 1.330 + 387 + 263 = 3.145``: by parts if all are told, else by the units right under it."""
    if own.amount is None:
        return ""
    addends = _parts(figure) or _children(figure)
    decimals = figure.indicator.decimals
    total = format_amount(own.amount, decimals)
    if len(addends) > MOST_ADDENDS:
        count = sum(1 for one in found if one.amount is not None)
        return _("the sum of %(count)s figures = %(total)s") % {"count": count, "total": total}
    if len(addends) < 2:
        return ""
    sign = "=" if sum(addends) == own.amount else "≠"
    return f"{' + '.join(format_amount(addend, decimals) for addend in addends)} {sign} {total}"


def _parts(figure: _Figure) -> list[Decimal]:
    if figure.part:
        return []
    parts = list(figure.indicator.parts.all())
    found = figure.cells()
    amounts = [found.of(figure.unit_id, figure.indicator, part, figure.period).amount for part in parts]
    return amounts if amounts and all(amount is not None for amount in amounts) else []


def _children(figure: _Figure) -> list[Decimal]:
    rows = table(figure.unit_id, figure.line, [figure.indicator], figure.period, mode=figure.mode)
    amounts = [row.cell(figure.indicator, figure.part).amount for row in rows]
    return [amount for amount in amounts if amount is not None]


def _sources(found: Sequence[Contribution], role: Literal["value", "numerator", "denominator"]) -> tuple[Source, ...]:
    return tuple(
        Source(
            role,
            one.value_id,
            one.unit_id,
            one.unit,
            one.amount,
            one.state is State.NOT_APPLICABLE,
            one.filing_id,
            one.revision,
            one.filed_by,
            one.filed_at,
            one.source,
            one.share,
        )
        for one in found
        if one.value_id is not None
    )
