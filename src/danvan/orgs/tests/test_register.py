"""The register of units and the page of a life, through HTTP."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.orgs import services
from danvan.orgs.kinds import ChangeKind, Kind
from danvan.orgs.models import Change, Description, Group, GroupMember, Lineage, Unit
from danvan.orgs.queries import search


@pytest.fixture
def merged(country) -> tuple[Unit, Unit]:
    """The commune A3 ended on 30-04-2026 and goes on in A2."""
    for code in ("A3.DU", "A3.MTTQ", "A3"):
        services.close(country[code], on=date(2026, 5, 1))
    change = Change.objects.create(
        kind=ChangeKind.MERGE,
        effective_on=date(2026, 5, 1),
        decided_by="Nghị quyết 1/2026 (số liệu minh họa)",
        state=Change.State.APPLIED,
    )
    Lineage.objects.create(change=change, source=country["A3"], heir=country["A2"])
    return Unit.objects.get(code="A3"), country["A2"]


def renamed(unit: Unit) -> None:
    words = Description(kind=Kind.WARD, name="Phường Bình Than", short_name="Bình Than", decided_by="NQ minh họa")
    services.describe_anew(unit, words, since=date(2026, 3, 1))


def test_a_stranger_is_sent_to_the_login_page(client, country):
    for url in (reverse("orgs:units"), country["A1"].get_absolute_url()):
        response = client.get(url)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_the_tree_shows_the_provinces_and_opens_ones_own(signed_in):
    page = signed_in("commune_officer", "A1").get(reverse("orgs:units")).content.decode()
    assert "Tỉnh Ánh Dương" in page
    assert "Tỉnh Bình Minh" in page
    assert "Xã Đồng Xuân" in page
    assert "Xã Tân Lập" not in page
    assert page.index("Tỉnh Ánh Dương") < page.index("Tỉnh Bình Minh")


@pytest.mark.parametrize("words", ["dong xuan", "ĐỒNG XUÂN", "Đồng xuân", "a1"])
def test_a_unit_is_found_by_words_without_marks_and_by_its_code(signed_in, words):
    page = signed_in("reader", "A").get(reverse("orgs:units"), {"q": words}).content.decode()
    assert "Xã Đồng Xuân" in page
    assert "Xã Hòa Bình" not in page


def test_an_old_name_finds_the_unit_and_is_said(signed_in, country):
    renamed(country["A1"])
    page = signed_in("reader", "A").get(reverse("orgs:units"), {"q": "dong xuan", "kind": "ward"}).content.decode()
    assert "Phường Bình Than" in page
    assert "(tên cũ: Xã Đồng Xuân)" in page


def test_filters_narrow_by_kind_and_life_and_the_count_is_said(signed_in, merged):
    client = signed_in("reader", "A")
    ended = client.get(reverse("orgs:units"), {"kind": "commune", "state": "closed"})
    living = client.get(reverse("orgs:units"), {"kind": "commune", "state": "alive"})
    both = client.get(reverse("orgs:units"), {"kind": "commune"})
    assert [line.code for line in ended.context["lines"]] == ["A3"]
    assert "A3" not in [line.code for line in living.context["lines"]]
    assert (ended.context["count"], living.context["count"], both.context["count"]) == (1, 3, 4)
    assert "Tìm thấy 1 đơn vị." in ended.content.decode()


def test_a_closed_unit_says_its_last_day_and_who_goes_on(signed_in, merged):
    closed, heir = merged
    client = signed_in("reader", "A")
    listed = client.get(reverse("orgs:units"), {"state": "closed", "kind": "commune"}).content.decode()
    own = client.get(closed.get_absolute_url()).content.decode()
    for page in (listed, own):
        assert "30/04/2026" in page
        assert f'href="{heir.get_absolute_url()}"' in page
    assert "Nghị quyết 1/2026" in own


def test_the_heir_names_its_sources_with_the_document_and_links_them(signed_in, merged):
    closed, heir = merged
    page = signed_in("reader", "A").get(heir.get_absolute_url()).content.decode()
    assert f'href="{closed.get_absolute_url()}"' in page
    assert "Nghị quyết 1/2026" in page
    assert "01/05/2026" in page


def test_an_undone_change_is_not_told(signed_in, merged):
    closed, heir = merged
    Change.objects.update(state=Change.State.UNDONE)
    page = signed_in("reader", "A").get(heir.get_absolute_url()).content.decode()
    assert closed.get_absolute_url() not in page


def test_a_life_shows_names_places_children_bodies_and_groups(signed_in, country):
    renamed(country["A1"])
    services.place_anew(country["A1"], country["B"], since=date(2026, 4, 1))
    group = Group.objects.create(code="g", name="Cụm 1", of=country["B"])
    GroupMember.objects.create(group=group, unit=country["A1"], valid=country["A1"].life)
    client = signed_in("reader", "A")
    page = client.get(country["A1"].get_absolute_url()).content.decode()
    for words in ("Phường Bình Than", "Xã Đồng Xuân", "01/03/2026", "Tỉnh Bình Minh", "Đảng ủy xã Đồng Xuân", "Cụm 1"):
        assert words in page
    above = client.get(country["B"].get_absolute_url()).content.decode()
    for words in ("Phường Bình Than", "Xã Tân Lập", "Tỉnh ủy Bình Minh", "Cụm 1"):
        assert words in above


def test_an_unknown_unit_is_not_found(signed_in):
    url = reverse("orgs:unit", args=["00000000-0000-4000-8000-000000000000"])
    assert signed_in("reader", "A").get(url).status_code == 404


def test_nothing_found_says_what_to_try(signed_in):
    page = signed_in("reader", "A").get(reverse("orgs:units"), {"q": "khong co don vi nay"}).content.decode()
    assert "Không có đơn vị nào mang tên này" in page


def test_the_search_puts_the_living_and_the_exact_first(country, merged):
    today = timezone.localdate()
    hits = search("an thi", today, 6)
    assert hits[0].label == "Xã Ân Thi"
    assert "30/04/2026" in hits[0].detail
    assert "Xã Hòa Bình" in hits[0].detail
    renamed(country["A1"])
    assert "Xã Đồng Xuân" in search("dong xuan", today, 6)[0].detail
    assert search("tinh", today, 1)[0].label.startswith("Tỉnh")
    assert search("   ", today, 6) == []
    assert len(search("a", today, 3)) == 3


def test_the_name_itself_stands_before_names_that_only_hold_the_letters(country):
    services.open_units(
        [
            services.Opening("A71", Kind.COMMUNE, "Xã Hoàng Giang", "Hoàng Giang", "A", date(2025, 7, 1)),
            services.Opening("A72", Kind.COMMUNE, "Xã An Giang Đông", "An Giang Đông", "A", date(2025, 7, 1)),
            services.Opening("A73", Kind.COMMUNE, "Xã An Giang", "An Giang", "A", date(2025, 7, 1)),
            services.Opening("A73.DU", Kind.PARTY_COMMITTEE, "Đảng ủy xã An Giang", "Đảng ủy", "A73", date(2025, 7, 1)),
        ]
    )
    found = [hit.label for hit in search("an giang", timezone.localdate(), 9)]
    assert found == ["Xã An Giang", "Xã An Giang Đông", "Đảng ủy xã An Giang", "Xã Hoàng Giang"]


@pytest.mark.parametrize("words", ["(", "\\", "a.*", "[", "%", "'; --", "\x00", "a" * 300])
def test_odd_words_find_nothing_and_break_nothing(signed_in, words):
    assert signed_in("reader", "A").get(reverse("orgs:units"), {"q": words}).status_code == 200
    assert search(words, timezone.localdate(), 5) == []


def many(country, count: int) -> None:
    services.open_units(
        services.Opening(f"A9{n:03}", Kind.COMMUNE, f"Xã Minh Họa {n}", f"Minh Họa {n}", "A", date(2025, 7, 1))
        for n in range(count)
    )


@pytest.mark.parametrize("count", [3, 40])
def test_pages_cost_as_many_queries_with_forty_communes_as_with_three(
    signed_in, country, django_assert_max_num_queries, count
):
    many(country, count)
    client = signed_in("reader", "A")
    for url in (reverse("orgs:units"), reverse("orgs:units") + "?kind=commune", country["A"].get_absolute_url()):
        with django_assert_max_num_queries(21):
            assert client.get(url).status_code == 200
