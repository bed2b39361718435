"""Several people, several changes: versions, the digest that was shown, decisions, undoing in order, rights."""

from dataclasses import replace
from datetime import date

import pytest
from django.db.models import Q
from django.http import Http404
from django.utils import translation

from danvan.core.errors import Refused, Stale
from danvan.orgs import services
from danvan.orgs.access import CHANGE_UNITS
from danvan.orgs.changes import Effect, Follow, MovedOn, Problem, builders, listen, on, registry
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import ShareKind
from danvan.orgs.models import Change, Description, Group, GroupMember, Step, Unit

from .changing import DAY, DOCUMENT, SAID, Everywhere, carry_out, commune, everything, everywhere, under

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_declarations(monkeypatch):
    """Declarations and listeners that a test adds are gone after it."""
    monkeypatch.setattr(registry, "_declared", dict(registry._declared))
    monkeypatch.setattr(registry, "_listeners", list(registry._listeners))
    return registry._declared


def merged(country, *codes: str, into: str = "A9", **words):
    return builders.merge([country[code] for code in codes], commune(into, "Tân Hòa"), **(SAID | words))


def test_the_second_to_save_a_draft_is_told_that_somebody_was_faster(country):
    by = everywhere()
    change = services.draft(merged(country, "A1", "A2"), by=by)
    services.redraft(change, merged(country, "A1", "A3"), by=by, version=1)
    with pytest.raises(Stale):
        services.redraft(change, merged(country, "A2", "A3"), by=by, version=1)
    with pytest.raises(Stale):
        services.discard(change, by=by, version=1)
    change.refresh_from_db()
    assert (change.version, set(change.plan.closes) >= {"A1", "A3"}) == (2, True)


def test_a_discarded_draft_stays_in_the_book_and_cannot_be_applied(country):
    by = everywhere()
    change = services.draft(merged(country, "A1", "A2"), by=by)
    digest = services.dry_run(change).digest
    services.discard(change, by=by, version=1)
    with pytest.raises(Refused) as refused:
        services.apply_change(change, by=by, digest=digest)
    assert refused.value.code == "not-a-draft"
    assert Change.objects.get(pk=change.pk).state == Change.State.DISCARDED


def test_a_second_click_applies_nothing_twice(country):
    by = everywhere()
    change = services.draft(merged(country, "A1", "A2"), by=by)
    digest = services.dry_run(change).digest
    services.apply_change(change, by=by, digest=digest)
    after = everything()
    with pytest.raises(Refused) as refused:
        services.apply_change(change, by=by, digest=digest)
    assert refused.value.code == "not-a-draft"
    assert everything() == after


def test_what_is_applied_is_what_was_shown(country):
    by = everywhere()
    change = services.draft(merged(country, "A1", "A2"), by=by)
    digest = services.dry_run(change).digest
    group = Group.objects.create(code="G", name="Xã miền núi", of=country["A"])
    member = GroupMember.objects.create(group=group, unit=country["A1"], valid=country["A1"].life)
    with pytest.raises(Stale):
        services.apply_change(change, by=by, digest=digest)
    assert Unit.objects.get(code="A1").life.upper is None
    services.apply_change(change, by=by, digest=services.dry_run(change).digest)
    member.refresh_from_db()
    assert member.valid.upper == DAY


def test_a_draft_changed_since_the_dry_run_is_not_applied(country):
    by = everywhere()
    change = services.draft(merged(country, "A1", "A2"), by=by)
    digest = services.dry_run(change).digest
    services.redraft(change, merged(country, "A1", "A2", note="khác"), by=by, version=1)
    with pytest.raises(Stale):
        services.apply_change(change, by=by, digest=digest)


def test_the_digest_does_not_depend_on_the_language(country):
    plan = merged(country, "A1", "A2")
    digests = set()
    for language in ("vi", "en"):
        with translation.override(language):
            digests.add(services.dry_run(plan).digest)
    assert len(digests) == 1


def test_who_takes_over_must_be_decided_first(country, own_declarations):
    own_declarations.pop(("orgs.Group", "of"))
    on(Group, "of", Effect.FOLLOWS, why="for this test groups are open work", handler=Follow(Q()))
    group = Group.objects.create(code="G", name="Xã miền núi", of=country["A1"])
    heirs = [commune("A8", "Đông"), commune("A9", "Tây")]
    plan = builders.split(country["A1"], heirs, builders.shares_by([1, 1]), ShareKind.HAND, **SAID)
    trial = services.dry_run(plan)
    assert [(one.source, one.possible) for one in trial.undecided] == [("A1", ("A8", "A9"))]
    by = everywhere()
    change = services.draft(plan, by=by)
    with pytest.raises(Refused) as refused:
        services.apply_change(change, by=by, digest=trial.digest)
    assert refused.value.code == "undecided"
    change = services.redraft(change, replace(plan, choices={"orgs.group.of|A1": "A9"}), by=by, version=1)
    services.apply_change(change, by=by, digest=services.dry_run(change).digest)
    group.refresh_from_db()
    assert group.of.code == "A9"
    services.undo_change(change, by=by)
    group.refresh_from_db()
    assert group.of.code == "A1"


def test_a_handler_may_forbid_applying_and_undoing(country, own_declarations):
    class Stern(Follow):
        forbids_undo = False

        def obstacles(self, declared, situation):
            assert {"A1", "A9"} <= set(situation.units)
            return [Problem("issued", "Đã ban hành")] if self.forbids_undo else []

    stern = Stern(Q())
    own_declarations.pop(("orgs.Group", "of"))
    on(Group, "of", Effect.FOLLOWS, why="for this test groups are open work", handler=stern)
    by = everywhere()
    change = carry_out(merged(country, "A1", "A2"), by)
    stern.forbids_undo = True
    with pytest.raises(services.Impossible) as refused:
        services.undo_change(change, by=by)
    assert [one.code for one in refused.value.problems] == ["issued"]
    stern.forbids_undo = False
    services.undo_change(change, by=by)
    assert disagreements() == []


def test_listeners_hear_of_it_inside_the_transaction(country, own_declarations):
    heard = []

    def hear(event, situation, by):
        heard.append((event, situation.change.state, sorted(situation.units), by.name))

    listen(hear)
    by = everywhere()
    change = carry_out(merged(country, "A1", "A2"), by)
    services.undo_change(change, by=by)
    services.discard(services.draft(merged(country, "A1", "A2"), by=by), by=by, version=1)
    events = ["drafted", "applied", "undone", "drafted", "discarded"]
    assert [event for event, _, _, _ in heard] == events
    assert [state for _, state, _, _ in heard] == ["draft", "applied", "undone", "draft", "discarded"]
    assert ["A9" in units for _, _, units, _ in heard] == [False, True, False, False, False]


def test_a_listener_that_fails_leaves_nothing_done(country, own_declarations):
    def fail(event, situation, by):
        raise RuntimeError("đĩa đầy")

    by, before = everywhere(), everything()
    change = services.draft(merged(country, "A1", "A2"), by=by)
    listen(fail)
    with pytest.raises(RuntimeError):
        services.apply_change(change, by=by, digest=services.dry_run(change).digest)
    assert everything() == before
    assert Change.objects.get().state == Change.State.DRAFT
    assert Step.objects.count() == 0


def test_changes_of_the_same_units_are_undone_the_last_first(country):
    by = everywhere()
    first = carry_out(merged(country, "A1", "A2"), by)
    middle = everything()
    second = carry_out(merged(country, "A3", into="A8", on=date(2026, 5, 1)), by)
    other = builders.rename(Unit.objects.get(code="A9"), "Xã Mới", "Mới", on=date(2026, 5, 1), decided_by=DOCUMENT)
    third = carry_out(other, by)
    with pytest.raises(services.Impossible) as refused:
        services.undo_change(first, by=by)
    assert [one.code for one in refused.value.problems] == ["later-change"]
    assert "01/05/2026" in refused.value.message
    services.undo_change(third, by=by)
    services.undo_change(second, by=by)
    assert everything() == middle
    services.undo_change(first, by=by)
    assert disagreements() == []


def test_an_undone_change_is_not_undone_twice_nor_one_that_came_as_data(country):
    by = everywhere()
    change = carry_out(merged(country, "A1", "A2"), by)
    services.undo_change(change, by=by)
    told = Change.objects.create(kind="merge", effective_on=DAY, decided_by=DOCUMENT, state=Change.State.APPLIED)
    for one in (change, told):
        with pytest.raises(Refused) as refused:
            services.undo_change(one, by=by)
        assert refused.value.code == "not-applied"


def test_what_somebody_changed_by_hand_since_is_not_overwritten_by_undoing(country):
    by = everywhere()
    change = carry_out(merged(country, "A1", "A2"), by)
    new = Description(kind="commune", name="Xã Khác Hẳn", short_name="Khác Hẳn")
    services.describe_anew(Unit.objects.get(code="A9"), new, since=date(2026, 7, 1))
    after = everything()
    with pytest.raises(MovedOn):
        services.undo_change(change, by=by)
    assert everything() == after
    assert under("A", DAY) >= {"A9"}


def test_the_right_is_needed_on_every_unit_of_the_change(country):
    class Of(Everywhere):
        """May change only what stands under province A."""

        def covers(self, action, unit):
            assert action == CHANGE_UNITS
            return unit.code.startswith("A")

        def require_on(self, action, unit):
            if not self.covers(action, unit):
                raise Http404

    by = Of(everywhere().user_id)
    carry_out(merged(country, "A1", "A2"), by)
    with pytest.raises(Http404):
        services.draft(builders.move(country["A3"], country["B"], **SAID), by=by)
    theirs = services.draft(builders.rename(country["B1"], "Xã Mới", "Mới", **SAID), by=everywhere())
    for verb in (
        lambda: services.redraft(theirs, merged(country, "A3", into="A8"), by=by, version=1),
        lambda: services.discard(theirs, by=by, version=1),
        lambda: services.apply_change(theirs, by=by, digest=services.dry_run(theirs).digest),
    ):
        with pytest.raises(Http404):
            verb()


def test_a_unit_that_only_opens_tomorrow_is_answered_for_by_who_stands_above(country):
    class Of(Everywhere):
        def require_on(self, action, unit):
            if self.day not in unit.life:
                raise Http404

    by = Of(everywhere().user_id)
    carry_out(merged(country, "A1", "A2", on=date(2027, 1, 1)), by)
    later = date(2027, 5, 1)
    carry_out(builders.rename(Unit.objects.get(code="A9"), "Xã Mới", "Mới", on=later, decided_by=DOCUMENT), by)
    assert disagreements() == []


def test_the_unit_administrator_of_a_province_changes_what_stands_under_it_and_nothing_else(country):
    of_a, reader = country.actor("unit_administrator", "A"), country.actor("reader", "A")
    change = carry_out(merged(country, "A1", "A2"), of_a)
    services.undo_change(change, by=of_a)
    with pytest.raises(Http404):
        services.draft(builders.move(country["A3"], country["B"], **SAID), by=of_a)
    with pytest.raises(Refused) as refused:
        services.draft(merged(country, "A1", "A3"), by=reader)
    assert refused.value.code == "not-allowed"
