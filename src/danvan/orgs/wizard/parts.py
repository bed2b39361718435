"""Splits and transfers: which share of a unit goes where, and where the areas that stand under it come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.orgs.changes import Coming, Plan, Problem, builders
from danvan.orgs.changes.tree import Tree
from danvan.orgs.kinds import ShareKind
from danvan.orgs.models import Unit

from .fields import AmountField
from .forms import PLACES_BY_CODE, ChangeForm, NewUnitForm, codes_of, parents_for, unit_of, units_of
from .words import free_code

if TYPE_CHECKING:
    from danvan.core.errors import Refused

HUNDRED = Decimal(100)
MOST_HEIRS = 30
METHODS = (
    (ShareKind.POPULATION, gettext_lazy("by population: write how many people go to each")),
    (ShareKind.HOUSEHOLDS, gettext_lazy("by households: write how many go to each")),
    (ShareKind.HAND, gettext_lazy("by hand: write percentages that sum to 100")),
    (ShareKind.NONE, gettext_lazy("not apportionable: figures are not carried, and pages say so")),
)


class SharesForm(ChangeForm):
    """How figures of the unit are apportioned."""

    method = forms.ChoiceField(
        label=gettext_lazy("How its figures are apportioned"),
        choices=METHODS,
        widget=forms.RadioSelect,
        initial=ShareKind.POPULATION,
        help_text=gettext_lazy("Carried figures are marked as estimates wherever they are shown"),
    )

    def read(self, plan: Plan) -> dict[str, Any]:
        return super().read(plan) | {"method": plan.parts[0].share_kind}

    def areas_below(self) -> list[tuple[str, str]]:
        """Code and name of the areas directly under the unit on the day of the draft, or today."""
        source = self.units[0]
        on = self.initial.get("effective_on")
        tree = Tree.of([source.code], on if isinstance(on, date) else self.actor.day, below=True)
        return [(child.code, child.name) for child in tree.children(source.code) if child.is_area]

    def check_sum(self, method: str, amounts: list[Decimal | None]) -> str:
        """What is wrong with the amounts, or nothing."""
        if method == ShareKind.NONE:
            return ""
        if any(amount is None for amount in amounts):
            return _("Write a number for every unit, or choose “not apportionable”.")
        total = sum(amounts, Decimal(0))
        if method == ShareKind.HAND and total != HUNDRED:
            words = _("The percentages sum to %(sum)s, not to 100.")
            return words % {"sum": AmountField().prepare_value(total)}
        return ""


class HeirForm(NewUnitForm):
    """One heir of a split: a unit that was ticked, or a new one. An empty row counts for nothing."""

    amount = AmountField(label=gettext_lazy("How many, or how many percent"))

    def __init__(self, *args: Any, unit: Unit | None = None, called: str = "", **options: Any) -> None:
        self.unit, self.called = unit, called
        super().__init__(*args, **options)
        for name in self.unit_fields if unit is not None else ():
            del self.fields[name]
        for name in ("name", "code") if unit is None else ():
            self.fields[name].required = False

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote in this row of a new unit."""
        return self.unit is None and not self.cleaned_data.get("name") and self.cleaned_data.get("amount") is None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.unit is None and data.get("amount") is not None and not data.get("name"):
            self.add_error("name", _("Write the name of the new unit."))
        if self.unit is None and data.get("name") and not data.get("code"):
            self.add_error("code", _("Write a code."))
        return data

    @property
    def heir(self) -> Unit | Coming:
        """Who takes this share."""
        return self.unit if self.unit is not None else self.coming()


class SplitForm(SharesForm):
    """The heirs with their shares, and under which of them each area comes."""

    field_order = ("effective_on", "decided_by", "note", "method")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = self._rows()
        areas = self.areas_below()
        for code, name in areas:
            self._ask(code, name)
        self.children = [(code, name, self[self._child(code)]) for code, name in areas]

    def _rows(self) -> list[HeirForm]:
        lines, source = self.picks["heirs"], self.picks["units"][0]
        parents = parents_for([source], self.actor)
        codes, taken = codes_of(parents), []
        known = self._known_rows()
        rows = []
        for place in range(self._count(len(lines), len(known) - len(lines))):
            prefix = f"heir-{place}"
            initial = (known[place] if place < len(known) else {}) | self._typed(f"{prefix}-")
            options: dict[str, Any] = {"prefix": prefix, "initial": initial}
            if place < len(lines):
                options |= {"unit": units_of([lines[place]])[0], "called": lines[place].unit.name}
            form = HeirForm(*((self.data,) if self.is_bound else ()), **options)
            if form.unit is None:
                form.offer(parents, codes)
                form.fields["kind"].initial = source.unit.kind
                form.fields["code"].initial = free_code(source.code, taken)
                taken.append(form.fields["code"].initial)
            rows.append(form)
        return rows

    def _typed(self, beginning: str) -> dict[str, Any]:
        """What was written in a row before another row was added."""
        return {name[len(beginning) :]: text for name, text in self.initial.items() if name.startswith(beginning)}

    def _known_rows(self) -> list[dict[str, Any]]:
        """What a draft says of its heirs: first those that exist (in the order of the ticks), then the new ones."""
        if self.old is None:
            return []
        shares = {part.heir: part.share for part in self.old.parts if part.source == self.old.parts[0].source}
        amounts = {heir: {} if share is None else {"amount": share * HUNDRED} for heir, share in shares.items()}
        new = {coming.code: unit_of(coming) for coming in self.old.opens}
        existing = [amounts.get(line.code, {}) for line in self.picks["heirs"]]
        return [*existing, *(new[heir] | amounts[heir] for heir in shares if heir in new)]

    def _count(self, existing: int, known: int) -> int:
        """How many rows: those sent, else two heirs at least and one row to write in."""
        sent = str((self.data if self.is_bound else self.initial).get("rows", ""))
        if sent.isdecimal():
            more = 1 if "more" in self.initial else 0
            return max(existing, min(int(sent) + more, MOST_HEIRS))
        return existing + max(known, 2 - existing, 1)

    @staticmethod
    def _child(code: str) -> str:
        return f"child-{code}"

    def _ask(self, code: str, name: str) -> None:
        """A field for the heir under which an area comes."""
        choices = [("", "—"), *((str(place), self._called(place)) for place in range(len(self.rows)))]
        self.fields[self._child(code)] = forms.ChoiceField(label=name, choices=choices, required=False)
        placed = {placing.unit: placing.parent for placing in self.old.places} if self.old else {}
        if code in placed:
            heirs = [row.unit.code if row.unit else row.initial.get("code") for row in self.rows]
            self.initial[self._child(code)] = str(heirs.index(placed[code])) if placed[code] in heirs else ""

    def _called(self, place: int) -> str:
        row = self.rows[place]
        said = row.called or row["name"].value()
        return said or _("New unit %(n)s") % {"n": place + 1}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        valid = [row.is_valid() for row in self.rows]
        if not all(valid):
            raise forms.ValidationError(_("Something is missing in the table of the heirs."), code="rows")
        self.heirs = [row for row in self.rows if not row.is_blank]
        if len(self.heirs) < 2:
            raise forms.ValidationError(_("A split needs at least two heirs."), code="heirs")
        wrong = self.check_sum(data.get("method", ""), [row.cleaned_data["amount"] for row in self.heirs])
        if wrong:
            self.add_error("method", wrong)
        for code, _name, field in self.children:
            place = data.get(self._child(code), "")
            if place and self.rows[int(place)] not in self.heirs:
                self.add_error(field.name, _("This row is empty."))
        return data

    def place(self, reason: Refused | Problem) -> None:
        """A reason about a new unit stands in its row."""
        name = PLACES_BY_CODE.get(reason.code, "")
        for row in self.heirs:
            if name in row.fields and f"“{row.cleaned_data['code']}”" in str(reason.message):
                row.add_error(name, str(reason.message))
        super().place(reason)

    def plan(self) -> Plan:
        method = self.cleaned_data["method"]
        amounts = [row.cleaned_data["amount"] for row in self.heirs]
        shares = [None] * len(amounts) if method == ShareKind.NONE else builders.shares_by(amounts)
        chosen = {code: self.cleaned_data[self._child(code)] for code, _name, _field in self.children}
        children = {code: self.rows[int(place)].heir.code for code, place in chosen.items() if place}
        heirs = [row.heir for row in self.heirs]
        return builders.split(self.units[0], heirs, shares, method, children=children, **self.common)


class PartForm(SharesForm):
    """How much goes, how much stays, and which areas go along."""

    goes = AmountField(label=gettext_lazy("Goes to the other unit"))
    stays = AmountField(label=gettext_lazy("Stays with the unit"))
    children = forms.MultipleChoiceField(
        label=gettext_lazy("Areas under it that go along"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("effective_on", "decided_by", "note", "method", "goes", "stays", "children")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = self.areas_below()
        self.fields["children"].choices = areas
        if not areas:
            del self.fields["children"]

    def read(self, plan: Plan) -> dict[str, Any]:
        share = plan.parts[0].share
        amounts = {} if share is None else {"goes": share * HUNDRED, "stays": HUNDRED - share * HUNDRED}
        return super().read(plan) | amounts | {"children": [placing.unit for placing in plan.places]}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "goes" in data and "stays" in data:
            wrong = self.check_sum(data.get("method", ""), [data["goes"], data["stays"]])
            if wrong:
                self.add_error("method", wrong)
        return data

    def plan(self) -> Plan:
        data = self.cleaned_data
        amounts = [data["goes"], data["stays"]]
        share = None if data["method"] == ShareKind.NONE else builders.shares_by(amounts)[0]
        heir = units_of(self.picks["heirs"])[0]
        children = Unit.objects.filter(code__in=data.get("children") or ())
        return builders.transfer(self.units[0], heir, share, data["method"], children=children, **self.common)
