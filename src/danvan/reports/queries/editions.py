"""What became different between two editions of a form. An edition in use is never changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from danvan.reports import checking
from danvan.reports.models import FormVersion, Item

from .grid import load_bonds, load_items, number_lines

Key = tuple[int, int | None]


@dataclass(frozen=True)
class Moved:
    """A line or question of both editions that stands elsewhere or is asked otherwise; ``how`` says each difference."""

    name: str
    how: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Everything that differs, in words; all empty when the editions are alike."""

    added: list[str]
    removed: list[str]
    changed: list[Moved]
    rules_added: list[str]
    rules_removed: list[str]
    questions_added: list[str]
    questions_removed: list[str]
    questions_changed: list[Moved]

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not any(vars(self).values())


@dataclass(frozen=True)
class _Edition:
    items: dict[Key, Item]
    places: dict[int, str]
    rules: list[str]
    prompts: dict[str, object]


def compare_editions(old: FormVersion, new: FormVersion) -> Difference:
    """From ``old`` to ``new``: the same number of queries however long they are."""
    before, after = _load(old), _load(new)
    kept = moved_keys(list(before.items), list(after.items))
    changed = []
    for key, item in after.items.items():
        if key in before.items and (how := _how(before, after, before.items[key], item, key in kept)):
            changed.append(Moved(_name(item), how))
    asked = []
    moved = moved_keys(list(before.prompts), list(after.prompts))
    for code, prompt in after.prompts.items():
        if code in before.prompts and (how := _how_asked(before.prompts[code], prompt, code in moved)):
            asked.append(Moved(prompt.text_vi, how))
    return Difference(
        [_name(item) for key, item in after.items.items() if key not in before.items],
        [_name(item) for key, item in before.items.items() if key not in after.items],
        changed,
        [rule for rule in after.rules if rule not in before.rules],
        [rule for rule in before.rules if rule not in after.rules],
        [one.text_vi for code, one in after.prompts.items() if code not in before.prompts],
        [one.text_vi for code, one in before.prompts.items() if code not in after.prompts],
        asked,
    )


def moved_keys(before: list[Hashable], after: list[Hashable]) -> set[Hashable]:
    """What of both lists changed its place among what both have: as few as explain the new order."""
    both = set(before) & set(after)
    left, right = ([key for key in keys if key in both] for keys in (before, after))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    stayed = {key for block in matcher.get_matching_blocks() for key in left[block.a : block.a + block.size]}
    return both - stayed


def _load(version: FormVersion) -> _Edition:
    items = load_items(version)
    places = {item.pk: place for item, place, _heading, _numeral in number_lines(items)}
    names = {item.pk: f"“{_name(item)}”" for item in items}
    rules = [_rule_text(bond, names) for bond in load_bonds(version)]
    prompts = {prompt.code: prompt for prompt in version.prompts.all()}
    return _Edition({(item.indicator_id, item.part_id): item for item in items}, places, rules, prompts)


def _rule_text(bond: checking.Bond, names: Mapping[int, str]) -> str:
    said = f"{checking.in_words(bond, names)} ({bond.severity.label})"
    return f"{said} {bond.message}" if bond.message else said


def _name(item: Item) -> str:
    return f"{item.indicator.name}: {item.part.name}" if item.part else item.indicator.name


def _how(before: _Edition, after: _Edition, old: Item, new: Item, moved: bool) -> tuple[str, ...]:
    said = []
    if moved:
        places = {"old": before.places[old.pk], "new": after.places[new.pk]}
        said.append(_("moved from line %(old)s to line %(new)s") % places)
    if old.group != new.group:
        groups = {"old": old.group or _("no heading"), "new": new.group or _("no heading")}
        said.append(_("from “%(old)s” to “%(new)s”") % groups)
    if old.required != new.required:
        said.append(_("must be answered now") if new.required else _("may stay empty now"))
    if old.source_id != new.source_id:
        said.append(_taken(new))
    return tuple(said)


def _taken(item: Item) -> str:
    if item.source is None:
        return _("asked now")
    return _("no longer asked: taken from what is filed by %(line)s") % {"line": item.source.name}


def _how_asked(old: object, new: object, moved: bool) -> tuple[str, ...]:
    fields: Iterable[tuple[str, str]] = (
        ("text_vi", _("other words")), ("theme", _("other theme")), ("group", _("other heading")),
        ("hint_vi", _("other text to begin from")), ("longest", _("other length")),
        ("required", _("other duty to answer")),
    )  # fmt: skip
    said = [_("moved")] if moved else []
    return (*said, *(words for name, words in fields if getattr(old, name) != getattr(new, name)))
