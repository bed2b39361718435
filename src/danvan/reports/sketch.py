"""A form while it is being designed: sections, lines and rules as the page holds them, and what its buttons do to them.

The page carries the whole sketch in its fields, so that it works without script and nothing is stored before it is
saved. ``entry`` fields, in their order, are sections (``s1``) and lines (``i12``: the indicator's number).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from danvan.core.errors import Refused
from danvan.core.numbers import format_amount, parse_amount
from danvan.core.text import fold
from danvan.figures.models import Indicator

from .models import FormVersion
from .services import DesignLine, DesignRule, comparison
from .services.forms import Key
from .states import Operator, RuleKind, Severity

MOST = 400  # entries of one form
FOUND = 12  # indicators that a search shows
CONSTANT_PLACES = 4


@dataclass(frozen=True)
class Line:
    """One indicator of the sketch. ``source``: the code of the line along which its figure is there already."""

    indicator: Indicator
    with_parts: bool = False
    optional: bool = False
    source: str = ""

    @property
    def key(self) -> str:
        """Its name among the entries."""
        return f"i{self.indicator.pk}"

    def asks(self) -> Iterator[tuple[str, str, Key]]:
        """What stands in the grid: a key of the page, a name, and the codes; the indicator, then its parts."""
        yield str(self.indicator.pk), self.indicator.name, (self.indicator.code, None)
        for part in self.indicator.parts.all() if self.with_parts else ():
            name = f"{self.indicator.name}: {part.name}"
            yield f"{self.indicator.pk}.{part.pk}", name, (self.indicator.code, part.code)


@dataclass(frozen=True)
class Section:
    """A heading with its lines; the first section may have none (``number`` 0)."""

    number: int
    name: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def key(self) -> str:
        """Its name among the entries."""
        return f"s{self.number}"


@dataclass(frozen=True)
class RuleRow:
    """One free comparison as typed; sides hold keys of the page."""

    number: int
    left: tuple[str, ...] = ()
    operator: str = Operator.AT_MOST.value
    right: tuple[str, ...] = ()
    constant: str = ""
    severity: str = Severity.ERROR.value
    message: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was chosen in it."""
        return not (self.left or self.right or self.constant.strip() or self.message.strip())


@dataclass(frozen=True)
class Sketch:
    """All of it. ``sections`` always begins with the one without a heading."""

    sections: tuple[Section, ...] = (Section(0),)
    rules: tuple[RuleRow, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[Line]:
        """All lines in their order."""
        return [line for section in self.sections for line in section.lines]

    def keys(self) -> dict[str, tuple[str, Key]]:
        """Every line of the grid that a rule can name: key of the page to name and codes."""
        return {key: (name, codes) for line in self.lines for key, name, codes in line.asks()}

    def design_lines(self) -> Iterator[DesignLine]:
        """The lines as the service takes them."""
        for section in self.sections:
            for line in section.lines:
                for _key, _name, (code, part) in line.asks():
                    yield DesignLine(code, part, section.name, not line.optional, line.source)

    def design_rules(self) -> Iterator[DesignRule]:
        """The rules as the service takes them. Refused (field ``rule-<number>``): bad-number, bad-rule."""
        known = self.keys()
        for rule in self.rules:
            if rule.is_blank:
                continue
            left, right = ([known[key][1] for key in side if key in known] for side in (rule.left, rule.right))
            constant = _constant(rule)
            if not left or not (right or constant is not None):
                raise Refused(
                    _("Choose lines on the left, and lines or a number on the right."),
                    code="bad-rule", field=f"rule-{rule.number}",
                )  # fmt: skip
            yield comparison(
                left, Operator(rule.operator), right, constant,
                severity=Severity(rule.severity), message=rule.message,
            )  # fmt: skip


def _constant(rule: RuleRow) -> Decimal | None:
    read = parse_amount(rule.constant, CONSTANT_PLACES)
    if read.state in {"error", "not_applicable"}:
        raise Refused(
            read.message or _("Write a number, or leave it empty."), code="bad-number", field=f"rule-{rule.number}"
        )
    return read.amount


def askable() -> dict[str, Indicator]:
    """Every indicator that can be asked (ratios are worked out), by its number as text."""
    rows = Indicator.objects.exclude(kind=Indicator.Kind.RATIO).prefetch_related("parts")
    return {str(row.pk): row for row in rows}


def found(words: str, indicators: Iterable[Indicator]) -> list[Indicator]:
    """The indicators whose name, topic, parts or code hold all ``words``; marks and case do not matter."""
    asked = fold(words).split()
    if not asked:
        return []

    def text(one: Indicator) -> str:
        parts = " ".join(f"{part.name_vi} {part.name_en}" for part in one.parts.all())
        return fold(f"{one.name_vi} {one.name_en} {one.topic} {one.code} {parts}")

    return [one for one in indicators if all(word in text(one) for word in asked)][:FOUND]


def read(data: QueryDict, indicators: Mapping[str, Indicator]) -> Sketch:
    """The sketch that a page sent; what is no entry, line or rule of ours is left out."""
    sections, used = [Section(0)], set()
    for entry in data.getlist("entry")[:MOST]:
        kind, number = entry[:1], entry[1:]
        if kind == "s" and _is_number(number):
            sections.append(Section(int(number), data.get(f"name-{number}", "")))
        elif kind == "i" and number in indicators and number not in used:
            used.add(number)
            line = Line(
                indicators[number], data.get(f"parts-{number}") == "on", data.get(f"optional-{number}") == "on",
                data.get(f"source-{number}", "")[:40],
            )  # fmt: skip
            sections[-1] = replace(sections[-1], lines=(*sections[-1].lines, line))
    sketch = Sketch(tuple(sections))
    known = sketch.keys()
    rules = tuple(_rule(data, number, known) for number in data.getlist("rule")[:MOST] if _is_number(number))
    return replace(sketch, rules=rules)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6


def _rule(data: QueryDict, number: str, known: Mapping[str, object]) -> RuleRow:
    def side(name: str) -> tuple[str, ...]:
        keys = [*data.getlist(f"{name}-{number}"), data.get(f"{name}more-{number}", "")]
        return tuple(dict.fromkeys(key for key in keys if key in known))

    def one_of(name: str, values: list[str], usual: str) -> str:
        said = data.get(f"{name}-{number}", usual)
        return said if said in values else usual

    return RuleRow(
        int(number), side("left"), one_of("op", Operator.values, Operator.AT_MOST.value), side("right"),
        data.get(f"constant-{number}", "")[:40], one_of("severity", Severity.values, Severity.ERROR.value),
        data.get(f"say-{number}", "")[:300],
    )  # fmt: skip


def of_version(version: FormVersion, indicators: Mapping[str, Indicator]) -> Sketch:
    """The sketch of an edition. The rules that follow from parts are not in it: they are made anew by themselves."""
    sections: list[Section] = [Section(0)]
    items = list(version.items.select_related("source"))
    with_parts = {item.indicator_id for item in items if item.part_id}
    for item in items:
        if item.part_id:
            continue
        if item.group != sections[-1].name:
            sections.append(Section(len(sections), item.group))
        source = item.source.code if item.source else ""
        line = Line(
            indicators[str(item.indicator_id)], item.indicator_id in with_parts, not item.required, source
        )  # fmt: skip
        sections[-1] = replace(sections[-1], lines=(*sections[-1].lines, line))
    return Sketch(tuple(sections), tuple(_rules_of(version)))


def _rules_of(version: FormVersion) -> Iterator[RuleRow]:
    rules = version.rules.prefetch_related("parts", "right").select_related("whole")
    for number, rule in enumerate(rules, start=1):
        natural = rule.whole and all(part.indicator_id == rule.whole.indicator_id for part in rule.parts.all())
        if natural:
            continue
        left, right = tuple(map(_key, rule.parts.all())), tuple(map(_key, rule.right.all()))
        operator = rule.operator
        if rule.whole:
            right = (_key(rule.whole),)
            operator = Operator.EQUAL if rule.kind == RuleKind.PARTS_ADD_UP else Operator.AT_MOST
        constant = "" if rule.constant is None else format_amount(rule.constant)
        yield RuleRow(number, left, str(operator), right, constant, rule.severity, rule.message)


def _key(item) -> str:
    return f"{item.indicator_id}.{item.part_id}" if item.part_id else str(item.indicator_id)
