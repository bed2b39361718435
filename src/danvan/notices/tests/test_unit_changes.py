"""People of the units that a change touches are told once, and once more when it is undone."""

from danvan.notices.models import Notice
from danvan.orgs.tests.merging import carried_out, merger, undone


def test_people_of_ending_and_receiving_units_are_told_once_in_vietnamese(country):
    mine = {country.person("commune_officer", code) for code in ("A1", "A3")}
    both = country.person("commune_head", "A1")
    country.person("commune_officer", "A2")
    carried_out(merger("A1", into="A3"))
    told = {notice.user: notice for notice in Notice.objects.select_related("user")}
    assert set(told) == mine | {both}
    text = told[both].text
    assert text == (
        "Từ ngày 01/12/2026: Hợp nhất, Xã Đồng Xuân → Xã Ân Thi. Việc đang làm chuyển sang đơn vị tiếp nhận."
    )
    assert told[both].url == country["A3"].get_absolute_url()


def test_undoing_tells_the_same_people_and_leads_to_the_unit_that_is_back(country):
    officer = country.person("commune_officer", "A1")
    change = carried_out(merger())
    undone(change)
    last = Notice.objects.filter(user=officer).latest("pk")
    assert Notice.objects.filter(user=officer).count() == 2
    assert last.text.startswith("Đã hoàn tác việc thay đổi ngày 01/12/2026")
    assert last.url == country["A1"].get_absolute_url()


def test_whoever_left_the_unit_before_is_not_told(country):
    officer = country.person("commune_officer", "A1")
    officer.grants.all().delete()
    officer.posts.all().delete()
    carried_out(merger())
    assert not Notice.objects.exists()
