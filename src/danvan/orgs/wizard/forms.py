"""Second step: what happens to the chosen units, from which day, by which document. One form for each kind."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.orgs.access import CHANGE_UNITS
from danvan.orgs.changes import Coming, Plan, Problem, builders
from danvan.orgs.kinds import ChangeKind
from danvan.orgs.models import Reach, Unit
from danvan.orgs.queries import Name, names_of

from .fields import LineField, code_field, day_field, kind_field, name_field, short_field
from .words import free_code, short_of

if TYPE_CHECKING:
    from danvan.core.errors import Refused
    from danvan.orgs.acting import Acting
    from danvan.orgs.queries import Line

NEW = "new"
Picks = Mapping[str, "list[Line]"]


def units_of(lines: Iterable[Line]) -> list[Unit]:
    """The units of ticked lines, in their order."""
    ids = [line.unit.unit_id for line in lines]
    found = Unit.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def parents_for(lines: Iterable[Line], actor: Acting) -> list[Name]:
    """Who may stand above a unit that comes from these: all that stand above them within reach, the nearest first."""
    ids = [line.unit.unit_id for line in lines]
    rows = Reach.objects.filter(below__in=ids, depth__gt=0, valid__contains=actor.day)
    rows = rows.filter(above__in=actor.reach(CHANGE_UNITS)).order_by("depth", "above__code")
    near = list(dict.fromkeys(rows.values_list("above", flat=True)))
    known = names_of(near, actor.day)
    return [known[pk] for pk in near]


class ChangeForm(forms.Form):
    """What every change says: the day and the document. ``token`` keeps a draft from being made twice, ``version`` is
    the version of the draft that was shown. Every kind says with ``plan`` what its valid form describes."""

    plan: Callable[[], Plan]

    use_required_attribute = False  # what is missing is said in the language of the page, and a row may stay empty

    effective_on = day_field(
        gettext_lazy("Effective day"),
        gettext_lazy("The first day on which the change holds; units that end live until the day before"),
    )
    decided_by = LineField(
        label=gettext_lazy("Legal document"),
        max_length=200,
        help_text=gettext_lazy("Number, symbol, day and issuer, as on the paper"),
    )
    note = LineField(label=gettext_lazy("Note"), max_length=300, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Acting, picks: Picks, plan: Plan | None = None, **options: Any) -> None:
        """``picks`` holds what was ticked in the step before, by slot; ``plan`` a draft that is being mended."""
        self.actor, self.picks, self.old = actor, picks, plan
        initial = {} if plan is None else self.read(plan)
        super().__init__(*args, initial=initial | (options.pop("initial", None) or {}), **options)

    def read(self, plan: Plan) -> dict[str, Any]:
        """What a draft's plan says, as this form asks for it."""
        return {"effective_on": plan.effective_on, "decided_by": plan.decided_by, "note": plan.note}

    @property
    def common(self) -> dict[str, Any]:
        """What every builder takes."""
        data = self.cleaned_data
        return {"on": data["effective_on"], "decided_by": data["decided_by"], "note": data["note"]}

    @property
    def units(self) -> list[Unit]:
        """The units that the change is first of all about."""
        return units_of(self.picks["units"])

    def place(self, reason: Refused | Problem) -> None:
        """Put a reason at its field, or at the head of the form."""
        field = reason.field or ""
        name = PLACES_BY_CODE.get(reason.code) or PLACES.get(field, field)
        self.add_error(name if name in self.fields else None, str(reason.message))


# Where the check of plans says that something is wrong, and the field of ours that asks for it.
PLACES_BY_CODE = {
    "code-in-use": "code",
    "no-code": "code",
    "no-name": "name",
    "no-parent": "parent",
    "unknown-kind": "kind",
    "other-being": "kind",
    "wrong-level": "parent",
}
PLACES = {"on": "effective_on", "day": "effective_on", "names": "name", "share": "method", "shares": "method"}


class NewUnitForm(forms.Form):
    """A unit to come."""

    use_required_attribute = False

    name = name_field()
    kind = kind_field()
    short_name = short_field()
    code = code_field()
    parent = forms.ChoiceField(label=gettext_lazy("Under"))

    unit_fields = ("name", "kind", "short_name", "code", "parent")

    def offer(self, parents: list[Name], codes: Mapping[int, str]) -> None:
        """Say who may stand above it."""
        self.fields["parent"].choices = [(codes[parent.unit_id], parent.name) for parent in parents]

    def coming(self) -> Coming:
        """The unit as a plan names it."""
        data = self.cleaned_data
        short = data["short_name"] or short_of(data["name"])
        return Coming(data["code"], data["kind"], data["name"], short, data["parent"])


def codes_of(names: Iterable[Name]) -> dict[int, str]:
    """The codes of units by their keys."""
    return dict(Unit.objects.filter(pk__in=[name.unit_id for name in names]).values_list("pk", "code"))


class MergeForm(ChangeForm, NewUnitForm):
    """Who goes on: a new unit, or one of those that were ticked."""

    heir = forms.ChoiceField(label=gettext_lazy("What goes on"), widget=forms.RadioSelect, initial=NEW)
    field_order = ("heir", *NewUnitForm.unit_fields, "effective_on", "decided_by", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lines = self.picks["units"]
        stays = [(line.code, _("%(unit)s takes in the others") % {"unit": line.unit.name}) for line in lines]
        one = len(lines) < 2
        self.fields["heir"].choices = [(NEW, _("A new unit")), *([] if one else stays)]
        parents = parents_for(lines, self.actor)
        self.offer(parents, codes_of(parents))
        self.fields["kind"].initial = lines[0].unit.kind if lines else None
        self.fields["code"].initial = free_code(lines[0].code) if lines else ""
        if self.is_bound and self.data.get("heir", NEW) != NEW:
            for name in self.unit_fields:
                self.fields[name].required = False

    def read(self, plan: Plan) -> dict[str, Any]:
        heir = plan.parts[0].heir if plan.parts else NEW
        new = next((one for one in plan.opens if one.code == heir), None)
        return super().read(plan) | {"heir": heir if new is None else NEW} | (unit_of(new) if new else {})

    def plan(self) -> Plan:
        units, chosen = self.units, self.cleaned_data["heir"]
        heir = self.coming() if chosen == NEW else next(unit for unit in units if unit.code == chosen)
        return builders.merge(units, heir, **self.common)


def unit_of(coming: Coming) -> dict[str, str]:
    """A unit to come, as its form asks for it."""
    return {name: getattr(coming, name) for name in NewUnitForm.unit_fields}


class RenameForm(ChangeForm):
    """Another name."""

    name = name_field()
    short_name = short_field()
    field_order = ("name", "short_name", "effective_on", "decided_by", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for line in self.picks["units"][:1]:
            self.fields["name"].initial = line.unit.name

    def read(self, plan: Plan) -> dict[str, Any]:
        naming = plan.names[0]
        return super().read(plan) | {"name": naming.name, "short_name": naming.short_name, "kind": naming.kind}

    def plan(self) -> Plan:
        name = self.cleaned_data["name"]
        return builders.rename(self.units[0], name, self.cleaned_data["short_name"] or short_of(name), **self.common)


class RetypeForm(RenameForm):
    """Another kind, and mostly another name with it."""

    kind = kind_field(gettext_lazy("New kind"))
    field_order = ("kind", "name", "short_name", "effective_on", "decided_by", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for line in self.picks["units"][:1]:
            self.fields["kind"].initial = line.unit.kind

    def plan(self) -> Plan:
        data = self.cleaned_data
        words = {"name": data["name"], "short_name": data["short_name"] or short_of(data["name"])}
        return builders.retype(self.units[0], data["kind"], **words, **self.common)


class MoveForm(ChangeForm):
    """Under the parent that was ticked."""

    def plan(self) -> Plan:
        return builders.move(self.units, units_of(self.picks["heirs"])[0], **self.common)


class DissolveForm(ChangeForm):
    """Nothing more than the day and the document."""

    def plan(self) -> Plan:
        return builders.dissolve(self.units, **self.common)


class CreateForm(ChangeForm, NewUnitForm):
    """A unit under the one that was ticked."""

    field_order = (*NewUnitForm.unit_fields, "effective_on", "decided_by", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parents = [line.unit for line in self.picks["units"]]
        self.offer(parents, codes_of(parents))
        for line in self.picks["units"][:1]:
            self.fields["code"].initial = free_code(line.code)

    def read(self, plan: Plan) -> dict[str, Any]:
        return super().read(plan) | unit_of(plan.opens[0])

    def plan(self) -> Plan:
        return builders.create(self.coming(), **self.common)


def picks_of(plan: Plan) -> dict[str, list[str]]:
    """The codes that were ticked for a plan, by slot: what its builder was given, without what it added."""
    opened = {coming.code for coming in plan.opens}
    kind, parts = plan.kind, plan.parts
    if kind == ChangeKind.MERGE and parts:
        heir = parts[0].heir
        sources = [part.source for part in parts if part.heir == heir]
        return {"units": [*sources, *([] if heir in opened else [heir])]}
    if kind in (ChangeKind.SPLIT, ChangeKind.PART) and parts:
        source = parts[0].source
        return {"units": [source], "heirs": [p.heir for p in parts if p.source == source and p.heir not in opened]}
    if kind in (ChangeKind.RENAME, ChangeKind.RETYPE) and plan.names:
        return {"units": [plan.names[0].unit]}
    if kind == ChangeKind.MOVE and plan.places:
        return {"units": [placing.unit for placing in plan.places], "heirs": [plan.places[0].parent]}
    if kind == ChangeKind.DISSOLVE:
        return {"units": _heads(plan.closes)}
    return {"units": [plan.opens[0].parent]} if plan.opens else {"units": []}


def _heads(closes: tuple[str, ...]) -> list[str]:
    """Those of the ending units that stand under no other of them."""
    units = Unit.objects.filter(code__in=closes)
    below = Reach.objects.filter(above__in=units, below__in=units, depth__gt=0).values("below")
    return list(units.exclude(pk__in=below).values_list("code", flat=True))


def bound(data: QueryDict | None) -> tuple[QueryDict, ...]:
    """The arguments of a form: bound when something was sent."""
    return () if data is None else (data,)
