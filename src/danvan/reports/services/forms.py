"""Making a form without code: its lines, and the rules that follow from what its indicators are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused, Stale
from danvan.core.text import clean_line
from danvan.figures.models import Indicator, Line
from danvan.orgs.models import Unit
from danvan.reports.access import DESIGN
from danvan.reports.models import Form, FormVersion, Item, Rule
from danvan.reports.queries.due import rule_for
from danvan.reports.states import ONE_STEP, Operator, RuleKind, Severity

from .questions import DesignPrompt, write_prompts

DESIGNED = verb("reports.designed", _("made edition %(number)s with %(lines)s lines"))
Key = tuple[str, str | None]


@dataclass(frozen=True)
class DesignLine:
    """One line: an indicator's code, or one part of it, under a heading.

    ``source``: the code of the line along which its figure is filed already; then it is shown and not asked.
    """

    indicator: str
    part: str | None = None
    group: str = ""
    required: bool = True
    source: str = ""


@dataclass(frozen=True)
class DesignRule:
    """``parts`` together are not more than ``whole`` (or add up to it); keys are (indicator, part) codes.

    A free comparison has no ``whole``: ``operator`` says how the ``parts`` stand to ``right`` and ``constant``.
    """

    whole: Key | None
    parts: tuple[Key, ...]
    kind: RuleKind = RuleKind.NOT_MORE_THAN
    severity: Severity = Severity.ERROR
    message: str = ""
    operator: Operator | None = None
    right: tuple[Key, ...] = ()
    constant: Decimal | None = None


def comparison(
    left: Iterable[Key], operator: Operator, right: Iterable[Key] = (), constant: Decimal | None = None, **more: Any
) -> DesignRule:
    """A free comparison; ``more``: severity, message."""
    return DesignRule(
        None, tuple(left), RuleKind.COMPARE, operator=operator, right=tuple(right), constant=constant, **more
    )


@dataclass(frozen=True)
class Design:
    """A form as its designer wants it."""

    code: str
    name_vi: str
    line: Line
    period_type: str
    lines: tuple[DesignLine, ...]
    rules: tuple[DesignRule, ...] = ()
    due_after: int | None = 5
    remind_before: int = 3
    prompts: tuple[DesignPrompt, ...] = ()
    steps: int = ONE_STEP


@transaction.atomic
def design_form(
    design: Design, *, owner: Unit, by: Actor, form: Form | None = None, seen: int | None = None
) -> FormVersion:
    """Make a form of ``owner``, or the next edition of ``form``. Rounds keep the edition that they were opened with.

    ``seen`` is the number of the edition that the design began from: when another was made meanwhile, Stale.
    Where an indicator stands with all parts of its breakdown, the rule that they add up is made by itself; with some
    of them, the rule that they are not more than the whole. Refused codes: no-lines, no-indicator, item-twice, ratio,
    taken, line-fixed, bad-source, nothing-asked, no-due-rule, bad-rule, rule-with-itself, no-question, bad-theme,
    prompt-twice, not-allowed.
    """
    by.require_on(DESIGN, owner)
    if form is not None:
        form = Form.objects.select_for_update(of=("self",)).get(pk=form.pk)
        by.require(DESIGN, form)
        made = form.versions.order_by("-number").values_list("number", flat=True).first()
        if seen is not None and made != seen:
            raise Stale(_("Another edition was made meanwhile. What you designed is still here: compare, then save."))
    form = _write_form(form, design, owner)
    newest = form.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = FormVersion.objects.create(form=form, number=newest + 1, opened=clock.now())
    items = _write_items(version, design.lines)
    _write_rules(version, items, [*_natural_rules(items), *design.rules])
    write_prompts(version, design.prompts)
    record(DESIGNED, form, by=by, number=version.number, lines=len(items))
    return version


def _write_form(form: Form | None, design: Design, owner: Unit) -> Form:
    code, name = clean_line(design.code)[:40], clean_line(design.name_vi)[:200]
    if Form.objects.filter(owner=owner, code=code).exclude(pk=form.pk if form else None).exists():
        raise Refused(_("There is already a form with this code."), code="taken", field="code")
    asked = form is not None and form.versions.filter(rounds__isnull=False).exists()
    if asked and (form.line_id, form.period_type) != (design.line.pk, design.period_type):
        raise Refused(
            _("Rounds of this form were opened: who files and the period stay. Make another form."),
            code="line-fixed",
            field="line",
        )
    form = form or Form(owner=owner)
    form.code, form.name_vi, form.line = code, name, design.line
    form.period_type, form.due_after, form.remind_before = design.period_type, design.due_after, design.remind_before
    form.steps = design.steps
    form.save()
    if form.due_after is None and rule_for(form, clock.today()) is None:
        raise Refused(
            _("No dated rule says when this level files: write the number of working days."),
            code="no-due-rule", field="due_after",
        )  # fmt: skip
    return form


def _write_items(version: FormVersion, lines: Iterable[DesignLine]) -> dict[Key, Item]:
    lines = list(lines)
    if not lines:
        raise Refused(_("Choose at least one indicator."), code="no-lines", field="lines")
    codes = {line.indicator for line in lines}
    indicators = {i.code: i for i in Indicator.objects.filter(code__in=codes).prefetch_related("parts")}
    sources = _sources(version.form, {line.source for line in lines} - {""})
    items: dict[Key, Item] = {}
    for order, line in enumerate(lines, start=1):
        indicator = indicators.get(line.indicator)
        parts = {part.code: part for part in indicator.parts.all()} if indicator else {}
        if indicator is None or (line.part and line.part not in parts):
            raise Refused(_("There is no such indicator or part."), code="no-indicator", field="lines")
        if indicator.is_ratio:
            raise Refused(_("A ratio is worked out, not asked."), code="ratio", field="lines")
        if (line.indicator, line.part) in items:
            raise Refused(_("The same indicator stands in the form twice."), code="item-twice", field="lines")
        items[line.indicator, line.part] = Item(
            version=version, order=order, group=clean_line(line.group)[:120], indicator=indicator,
            part=parts[line.part] if line.part else None, required=line.required,
            source=sources[line.source] if line.source else None,
        )  # fmt: skip
    if all(item.source for item in items.values()):
        raise Refused(_("Every figure is there already: nothing is left to ask."), code="nothing-asked", field="lines")
    Item.objects.bulk_create(items.values())
    return items


def _sources(form: Form, codes: set[str]) -> dict[str, Line]:
    """The lines from which figures are taken: of the same level, so that each unit finds its own."""
    found = {line.code: line for line in Line.objects.filter(code__in=codes, level=form.line.level)}
    if codes - found.keys():
        raise Refused(_("Figures can be taken from units of the same level only."), code="bad-source", field="lines")
    return found


def _natural_rules(items: dict[Key, Item]) -> Iterable[DesignRule]:
    for (code, part), item in items.items():
        if part is not None:
            continue
        here = tuple(key for key in items if key[0] == code and key[1] is not None)
        if here:
            whole = len(here) == len(item.indicator.parts.all())
            yield DesignRule((code, None), here, RuleKind.PARTS_ADD_UP if whole else RuleKind.NOT_MORE_THAN)


def _write_rules(version: FormVersion, items: dict[Key, Item], rules: Iterable[DesignRule]) -> None:
    for design in rules:
        whole = () if design.whole is None else (design.whole,)
        named = (*whole, *design.parts, *design.right)
        if any(key not in items for key in named):
            raise Refused(_("A rule names a line that is not in the form."), code="no-indicator", field="rules")
        _require_sides(design)
        rule = Rule.objects.create(
            version=version, kind=design.kind, whole=items[design.whole] if whole else None, severity=design.severity,
            operator=design.operator or "", constant=design.constant, message=clean_line(design.message)[:300],
        )  # fmt: skip
        rule.parts.set([items[key] for key in design.parts])
        rule.right.set([items[key] for key in design.right])


def _require_sides(rule: DesignRule) -> None:
    """A free comparison says something of lines on the left that do not stand on the right too."""
    if rule.kind != RuleKind.COMPARE:
        return
    if rule.whole or not rule.operator or not rule.parts or not (rule.right or rule.constant is not None):
        raise Refused(_("A rule compares some lines with other lines or a number."), code="bad-rule", field="rules")
    if set(rule.parts) & set(rule.right):
        raise Refused(_("The same line stands on both sides of a rule."), code="rule-with-itself", field="rules")
