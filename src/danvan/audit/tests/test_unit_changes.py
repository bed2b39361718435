"""A change of units stands in the book, on itself and on every unit that it touches."""

import pytest

from danvan.audit.models import Act
from danvan.audit.queries import history
from danvan.core.errors import Stale
from danvan.orgs import services
from danvan.orgs.changes import builders
from danvan.orgs.models import Unit
from danvan.orgs.tests.changing import everywhere
from danvan.orgs.tests.merging import DAY, PAPER, carried_out, merger, undone


def _said(subject):
    return [line.what for line in history(subject) if line.what]


def test_the_life_of_the_change_and_of_each_unit_tells_it_in_vietnamese(country):
    change = carried_out(merger())
    said, drafted = _said(change)
    assert drafted.startswith("đã soạn dự thảo cho ngày 01/12/2026")
    assert said == f"đã thực hiện từ ngày 01/12/2026 theo {PAPER}: Hợp nhất, Xã Đồng Xuân, Xã Hòa Bình → Xã Hợp Nhất"
    for code in ("A1", "A2.DU", "A9", "A9.MTTQ"):
        assert _said(Unit.objects.get(code=code)) == [said]
    assert _said(country["A3"]) == []


def test_undoing_is_one_more_line_and_takes_none_away(country):
    change = carried_out(merger())
    by = Act.objects.first().by
    undone(change)
    assert [line.split(" ngày")[0] for line in _said(country["A1"])] == ["đã hoàn tác việc thay đổi", "đã thực hiện từ"]
    assert Act.objects.filter(verb="orgs.change_undone", object_id=change.pk).get().by == by


def test_a_change_of_name_says_the_old_and_the_new_one(country):
    plan = builders.rename(country["A3"], "Xã Ân Thi Mới", "Ân Thi Mới", on=DAY, decided_by=PAPER)
    carried_out(plan)
    assert "Xã Ân Thi → Xã Ân Thi Mới" in _said(country["A3"])[0]


def test_a_refused_change_leaves_no_line(country):
    change = services.draft(merger(), by=everywhere())
    before = Act.objects.count()
    with pytest.raises(Stale):
        services.apply_change(change, by=everywhere(), digest="another")
    assert Act.objects.count() == before
