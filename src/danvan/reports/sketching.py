"""What the buttons of the design page do to a sketch: pure functions from one sketch to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from danvan.figures.models import Indicator

from .sketch import Line, RuleRow, Section, Sketch


def act(sketch: Sketch, said: str, indicators: Mapping[str, Indicator]) -> Sketch:
    """The sketch after a button whose value is ``said`` (such as ``up:i12``); an unknown one changes nothing."""
    verb, _colon, about = said.partition(":")
    if verb == "add":
        return add(sketch, indicators.get(about))
    known: dict[str, Callable[[Sketch, str], Sketch]] = {
        "section": add_section,
        "rule": add_rule,
        "up": lambda now, key: move(now, key, -1),
        "down": lambda now, key: move(now, key, 1),
        "drop": drop,
        "droprule": drop_rule,
        "unpick": unpick,
    }
    return known[verb](sketch, about) if verb in known else sketch


def add(sketch: Sketch, indicator: Indicator | None) -> Sketch:
    """An indicator at the end of the last section, with its parts when it has any; one that is there stays."""
    if indicator is None or any(line.indicator == indicator for line in sketch.lines):
        return sketch
    *before, last = sketch.sections
    line = Line(indicator, with_parts=bool(indicator.parts.all()))
    return replace(sketch, sections=(*before, replace(last, lines=(*last.lines, line))))


def add_section(sketch: Sketch, _about: str) -> Sketch:
    """An empty section at the end."""
    number = max(section.number for section in sketch.sections) + 1
    return replace(sketch, sections=(*sketch.sections, Section(number)))


def add_rule(sketch: Sketch, _about: str) -> Sketch:
    """An empty rule at the end."""
    number = max((rule.number for rule in sketch.rules), default=0) + 1
    return replace(sketch, rules=(*sketch.rules, RuleRow(number)))


def drop(sketch: Sketch, key: str) -> Sketch:
    """Without this line; of a section only the heading goes, its lines join the section before it."""
    found: list[Section] = []
    for section in sketch.sections:
        kept = tuple(line for line in section.lines if line.key != key)
        if section.key == key and found:
            found[-1] = replace(found[-1], lines=(*found[-1].lines, *kept))
        else:
            found.append(replace(section, lines=kept))
    return _rules_of_lines(replace(sketch, sections=tuple(found)))


def drop_rule(sketch: Sketch, number: str) -> Sketch:
    """Without this rule."""
    return replace(sketch, rules=tuple(rule for rule in sketch.rules if str(rule.number) != number))


def unpick(sketch: Sketch, about: str) -> Sketch:
    """A line taken out of one side of a rule: ``left:3:12``."""
    side, _colon, rest = about.partition(":")
    number, _colon, key = rest.partition(":")
    if side not in {"left", "right"}:
        return sketch

    def without(rule: RuleRow) -> RuleRow:
        return replace(rule, **{side: tuple(one for one in getattr(rule, side) if one != key)})

    return replace(sketch, rules=tuple(without(rule) if str(rule.number) == number else rule for rule in sketch.rules))


def move(sketch: Sketch, key: str, step: int) -> Sketch:
    """A section with its lines, or one line, a place up (-1) or down (1); over the edge of a section into the next."""
    return _move_section(sketch, key, step) if key.startswith("s") else _move_line(sketch, key, step)


def _move_section(sketch: Sketch, key: str, step: int) -> Sketch:
    sections = list(sketch.sections)
    at = next((n for n, section in enumerate(sections) if section.key == key), 0)
    other = at + step
    # The section without a heading stays first.
    if at < 1 or not 1 <= other < len(sections):
        return sketch
    sections[at], sections[other] = sections[other], sections[at]
    return replace(sketch, sections=tuple(sections))


def _move_line(sketch: Sketch, key: str, step: int) -> Sketch:
    sections = [list(section.lines) for section in sketch.sections]
    for number, lines in enumerate(sections):
        at = next((n for n, line in enumerate(lines) if line.key == key), None)
        if at is None:
            continue
        if 0 <= at + step < len(lines):
            lines[at], lines[at + step] = lines[at + step], lines[at]
        elif 0 <= number + step < len(sections):
            target = sections[number + step]
            target.insert(len(target) if step < 0 else 0, lines.pop(at))
        break
    pairs = zip(sketch.sections, sections, strict=True)
    return replace(sketch, sections=tuple(replace(section, lines=tuple(lines)) for section, lines in pairs))


def _rules_of_lines(sketch: Sketch) -> Sketch:
    known = sketch.keys()

    def kept(rule: RuleRow) -> RuleRow:
        return replace(
            rule,
            left=tuple(key for key in rule.left if key in known),
            right=tuple(key for key in rule.right if key in known),
        )

    return replace(sketch, rules=tuple(map(kept, sketch.rules)))
