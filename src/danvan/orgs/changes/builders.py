"""Whole plans from what a person says: "these three become that one". What belongs to it is added: bodies of merged
areas go on in the bodies of the heir, child areas get their new place, bodies follow the name of their area.

A builder never refuses: what is impossible stands in the plan and is named by ``check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from danvan.orgs.kinds import ChangeKind
from danvan.orgs.models import Unit

from .bodies import Succession, called_after
from .plan import Coming, Naming, Part, Placing, Plan
from .tree import Node, Tree

EIGHTH_PLACE = Decimal("0.00000001")


def shares_by(amounts: Sequence[Decimal | int]) -> list[Decimal]:
    """Shares in proportion to ``amounts`` (people, households), 8 decimals, that sum to exactly 1: what rounding left
    over goes to the largest remainders. Raises ValueError when an amount is not above zero."""
    if not amounts or any(amount <= 0 for amount in amounts):
        raise ValueError("every heir needs an amount above zero")
    total = Decimal(sum(amounts))
    exact = [Decimal(amount) / total for amount in amounts]
    shares = [share.quantize(EIGHTH_PLACE, ROUND_DOWN) for share in exact]
    missing = int((1 - sum(shares)) / EIGHTH_PLACE)
    by_rest = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_rest[:missing]:
        shares[i] += EIGHTH_PLACE
    return shares


def merge(sources: Iterable[Unit], heir: Unit | Coming, *, on: date, decided_by: str, note: str = "") -> Plan:
    """``sources`` close on ``on`` and go on whole in ``heir``: a new unit, one of them, or another living unit.

    Areas and bodies alike (a commission merges into another).
    """
    codes = [code for code in dict.fromkeys(unit.code for unit in sources) if code != heir.code]
    draft = _Draft([*codes, heir.code], on)
    draft.receive(heir)
    draft.end(codes)
    for code in codes:
        draft.strand(Part(code, heir.code))
        draft.hand_children(code, heir.code)
    return draft.plan(ChangeKind.MERGE, decided_by, note)


def split(
    source: Unit,
    heirs: Sequence[Unit | Coming],
    shares: Sequence[Decimal | None],
    share_kind: str,
    *,
    on: date,
    decided_by: str,
    note: str = "",
    children: Mapping[str, str] | None = None,
) -> Plan:
    """``source`` closes on ``on`` and goes on in ``heirs`` by ``shares`` (same order; None with the kind "none").

    ``children`` says under which heir each child area stands: codes to codes. One not named there stays unplaced, and
    the check asks for it; with a single heir all go there.
    """
    draft = _Draft([source.code, *(heir.code for heir in heirs)], on)
    draft.end([source.code])
    for heir in heirs:
        draft.receive(heir)
    for heir, share in zip(heirs, shares, strict=True):
        draft.strand(Part(source.code, heir.code, share_kind, share))
    chosen = dict(children or {})
    for child in draft.tree.children(source.code):
        if len(heirs) == 1:
            chosen.setdefault(child.code, heirs[0].code)
        if child.code in chosen:
            draft.place(child, chosen[child.code], source.code)
    return draft.plan(ChangeKind.SPLIT, decided_by, note)


def transfer(
    source: Unit,
    heir: Unit | Coming,
    share: Decimal | None,
    share_kind: str,
    *,
    on: date,
    decided_by: str,
    note: str = "",
    children: Iterable[Unit] = (),
) -> Plan:
    """A part of ``source``, which lives on, goes to ``heir``; ``children`` of the source that lie in it go along."""
    draft = _Draft([source.code, heir.code], on)
    draft.receive(heir)
    draft.strand(Part(source.code, heir.code, share_kind, share))
    draft.places += [Placing(child.code, heir.code) for child in children]
    return draft.plan(ChangeKind.PART, decided_by, note)


def rename(unit: Unit, name: str, short_name: str, *, on: date, decided_by: str, note: str = "") -> Plan:
    """The unit is called otherwise from ``on``; bodies that bear the name of their area follow."""
    draft = _Draft([unit.code], on)
    draft.call(unit.code, None, name, short_name)
    return draft.plan(ChangeKind.RENAME, decided_by, note)


def retype(
    unit: Unit,
    kind: str,
    *,
    on: date,
    decided_by: str,
    note: str = "",
    name: str | None = None,
    short_name: str | None = None,
) -> Plan:
    """The unit is of another kind from ``on`` (a commune becomes a ward), mostly with another name; bodies follow."""
    draft = _Draft([unit.code], on)
    draft.call(unit.code, kind, name, short_name)
    return draft.plan(ChangeKind.RETYPE, decided_by, note)


def move(units: Iterable[Unit] | Unit, parent: Unit, *, on: date, decided_by: str, note: str = "") -> Plan:
    """The unit (or units) stands under ``parent`` from ``on``, with all that stands under it."""
    moved = [units] if isinstance(units, Unit) else list(units)
    draft = _Draft([], on)
    draft.places += [Placing(unit.code, parent.code) for unit in moved]
    return draft.plan(ChangeKind.MOVE, decided_by, note)


def dissolve(units: Iterable[Unit] | Unit, *, on: date, decided_by: str, note: str = "") -> Plan:
    """Units close on ``on`` without an heir. What stood under one comes under the unit above it; the bodies of a
    dissolved area close with it."""
    codes = [unit.code for unit in ([units] if isinstance(units, Unit) else units)]
    draft = _Draft(codes, on)
    draft.end(codes)
    for code in codes:
        draft.hand_children(code, draft.above(code))
    return draft.plan(ChangeKind.DISSOLVE, decided_by, note)


def create(units: Iterable[Coming] | Coming, *, on: date, decided_by: str, note: str = "") -> Plan:
    """New units that come from none, areas or bodies; one may stand under another of them."""
    draft = _Draft([], on)
    draft.opens += [units] if isinstance(units, Coming) else list(units)
    return draft.plan(ChangeKind.CREATE, decided_by, note)


class _Draft:
    """A plan while it is put together."""

    def __init__(self, codes: Iterable[str], on: date) -> None:
        self.on = on
        self.tree = Tree.of(codes, on, below=True)
        self.opens: list[Coming] = []
        self.closes: list[str] = []
        self.strands: list[Part] = []
        self.places: list[Placing] = []
        self.names: list[Naming] = []

    def receive(self, heir: Unit | Coming) -> None:
        """An heir that does not exist yet is opened."""
        if isinstance(heir, Coming):
            self.opens.append(heir)

    def end(self, codes: Iterable[str]) -> None:
        """These close; with an area all the bodies that hang on it."""
        for code in codes:
            own = self.tree.bodies(code) if code in self.tree and self.tree[code].is_area else ()
            for ending in (code, *(body.code for body in own)):
                if ending not in self.closes:
                    self.closes.append(ending)

    def strand(self, part: Part) -> None:
        """Something of a unit goes on in another."""
        self.strands.append(part)

    def hand_children(self, code: str, heir: str | None) -> None:
        """What stands under an ending unit and lives on comes under ``heir``."""
        for child in self.tree.children(code):
            if heir:
                self.place(child, heir, code)

    def place(self, child: Node, heir: str, source: str) -> None:
        """Put a child of an ending unit under ``heir``, or where the unit stood when the child is the heir itself."""
        if child.code in self.closes:
            return
        parent = self.above(source) if child.code == heir else heir
        if parent:
            self.places.append(Placing(child.code, parent))

    def above(self, code: str) -> str | None:
        """The nearest unit above that does not close in this plan."""
        parent = self.tree[code].parent if code in self.tree else None
        while parent in self.closes:
            parent = self.tree[parent].parent
        return parent

    def call(self, code: str, kind: str | None, name: str | None, short_name: str | None) -> None:
        """Give a unit other words, and its bodies those that follow from them."""
        if code not in self.tree:
            self.names.append(Naming(code, kind or "", name or "", short_name or ""))
            return
        old = self.tree[code]
        new = Naming(code, kind or old.kind, name or old.name, short_name or old.short_name)
        self.names.append(new)
        for body in self.tree.bodies(code) if old.is_area else ():
            words = (called_after(body.name, old, new), called_after(body.short_name, old, new))
            if words != (body.name, body.short_name):
                self.names.append(Naming(body.code, body.kind, *words))

    def plan(self, kind: str, decided_by: str, note: str) -> Plan:
        """The finished plan, with the strands of the bodies."""
        succession = Succession(self.tree, self.opens)
        parts = list(self.strands)
        for strand in self.strands:
            if strand.source in self.tree and self.tree[strand.source].is_area and self._known(strand.heir):
                parts += succession.parts(strand, closing=strand.source in self.closes)
        return Plan(
            kind=str(kind),
            effective_on=self.on,
            decided_by=decided_by.strip(),
            note=note.strip(),
            opens=(*self.opens, *succession.opens),
            closes=tuple(self.closes),
            parts=tuple(parts),
            places=tuple(self.places),
            names=tuple(self.names),
        )

    def _known(self, heir: str) -> bool:
        return heir in self.tree or any(coming.code == heir for coming in self.opens)
