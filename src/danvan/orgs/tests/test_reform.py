"""The reform of 1 July 2025 in the tables: what was before, what became of it, and what the source does not tell."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from danvan.orgs import load
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import AREAS, COMMUNE_LEVEL, PROVINCE_LEVEL, ChangeKind, Kind, ShareKind
from danvan.orgs.load_reform import load_reform, outdated
from danvan.orgs.models import Carry, Change, Description, Lineage, Placement, Unit
from danvan.orgs.queries import counts_by_kind, search

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def count(day: date, *kinds: str) -> int:
    found = dict(counts_by_kind(day))
    return sum(found.get(kind, 0) for kind in kinds)


def named(code: str, day: date) -> tuple[str, str]:
    unit = Unit.objects.named(day).get(code=code)
    return unit.name, unit.kind


def parents(code: str) -> list[tuple[str, DateRange]]:
    rows = Placement.objects.filter(unit__code=code).order_by("valid").select_related("parent")
    return [(row.parent.code, row.valid) for row in rows]


def strands(code: str) -> dict[str, tuple[str, Decimal | None]]:
    rows = Lineage.objects.filter(source__code=code)
    return {row.heir.code: (row.share_kind, row.share) for row in rows.select_related("heir")}


@pytest.mark.row(60)
class TheWholeCountry(TestCase):
    """Loaded once, into an empty database."""

    @classmethod
    def setUpTestData(cls):
        cls.loaded = load_reform()

    def test_each_level_has_its_published_number_before_and_after(self):
        assert self.loaded.units == 10_599
        assert [count(BEFORE, *PROVINCE_LEVEL), count(AFTER, *PROVINCE_LEVEL)] == [63, 34]
        assert [count(BEFORE, Kind.DISTRICT), count(AFTER, Kind.DISTRICT)] == [696, 0]
        assert [count(BEFORE, *COMMUNE_LEVEL), count(AFTER, *COMMUNE_LEVEL)] == [10_035, 3_321]
        assert [count(BEFORE, Kind.TOWNSHIP), count(AFTER, Kind.TOWNSHIP)] == [617, 0]

    def test_the_units_hold_together_and_are_checked_in_few_queries(self):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert disagreements() == []
        assert len(queries) < 40

    def test_loading_again_does_nothing(self):
        assert load_reform() == load_reform("38") == load.load_areas() == load.Loaded()

    def test_a_commune_that_is_one_whole_old_commune_is_the_same_unit(self):
        unit = Unit.objects.get(code="30313")
        assert named("30313", BEFORE) == named("30313", AFTER) == ("Xã Mỹ Hòa Hưng", Kind.COMMUNE)
        assert unit.life == DateRange(None, None)
        assert parents("30313") == [("883", DateRange(None, AFTER)), ("91", DateRange(AFTER, None))]
        assert unit.descriptions.count() == 1
        assert not Lineage.objects.filter(heir=unit).exists()
        whole = Unit.objects.filter(life__startswith=None, life__contains=AFTER).of_kind(*COMMUNE_LEVEL, on=AFTER)
        assert whole.count() == 132

    def test_it_keeps_its_earlier_name_and_kind_with_their_days(self):
        assert named("14845", BEFORE) == ("Thị trấn Mường Lát", Kind.TOWNSHIP)
        assert named("14845", AFTER) == ("Xã Mường Lát", Kind.COMMUNE)
        later = Description.objects.get(unit__code="14845", valid__contains=AFTER)
        assert later.decided_by == "Nghị quyết 1686/NQ-UBTVQH15"

    def test_another_spelling_is_not_another_name(self):
        assert Description.objects.filter(unit__code="24184").count() == 1

    def test_an_old_commune_whose_code_was_given_on_is_a_unit_of_its_own(self):
        assert named("old-00004", BEFORE) == ("Phường Trúc Bạch", Kind.WARD)
        assert named("00004", AFTER) == ("Phường Ba Đình", Kind.WARD)
        assert strands("old-00004") == {"00004": (ShareKind.WHOLE, 1)}

    def test_no_share_is_guessed_where_the_source_divides_a_commune(self):
        assert strands("00007") == {"00008": (ShareKind.NONE, None), "00025": (ShareKind.NONE, None)}
        divided = Lineage.objects.filter(share_kind=ShareKind.NONE)
        assert divided.values("source").distinct().count() == 442
        assert not divided.exclude(share=None).exists()
        assert set(Carry.objects.filter(source__code="00007", seen__contains=AFTER).values_list("kind", "share")) == {
            ("none", None)
        }

    def test_a_namesake_far_away_is_no_heir_and_the_commune_is_whole_where_it_is(self):
        # Phường 4 of Mỹ Tho; the source also leads it to the Phường 4 of Cao Lãnh, 81 km away.
        assert strands("28252") == {"28249": (ShareKind.WHOLE, 1)}
        (change,) = Change.objects.filter(strands__source__code="28252")
        assert "Phường 4" in change.note
        assert "chỉ do trùng tên, đã bỏ" in change.note
        assert not Change.objects.filter(strands__heir__code="29869", note__contains="trùng tên").exists()

    def test_strands_of_an_earlier_load_that_the_files_set_right_are_counted(self):
        assert outdated() == 0
        right = Lineage.objects.get(source__code="28252")
        Lineage.objects.filter(pk=right.pk).update(share_kind=ShareKind.NONE, share=None)
        right.pk, right.heir = None, Unit.objects.get(code="29869")
        right.share_kind, right.share = ShareKind.NONE, None
        right.save()
        assert outdated() == 2

    def test_a_strand_in_doubt_is_kept_and_says_so(self):
        assert strands("07033") == {"06979": (ShareKind.WHOLE, 1)}
        change = Change.objects.get(strands__source__code="07033")
        assert change.note.endswith("Xã Kỳ Thượng: nguồn chưa chắc chắn")
        assert Change.objects.filter(note__contains="nguồn chưa chắc chắn").count() == 9

    def test_every_new_commune_has_one_change_with_the_resolution_of_its_province(self):
        changes = Change.objects.filter(strands__heir__code="14758").distinct()
        assert [change.decided_by for change in changes] == ["Nghị quyết 1686/NQ-UBTVQH15"]
        heirs = Lineage.objects.filter(change__kind__in=[ChangeKind.MERGE, ChangeKind.SPLIT]).values("heir")
        assert not heirs.annotate(n=Count("change", distinct=True)).filter(n__gt=1).exists()
        assert not Change.objects.exclude(state=Change.State.APPLIED).exists()

    def test_the_history_of_a_row_says_where_it_came_from_and_a_later_one_does_not(self):
        unit = Unit.objects.get(code="883")
        (event,) = unit.descriptions.get().events.all()
        assert event.pgh_context.metadata == {"source": "reform of 2025"}
        later = Unit.objects.create(code="later", life=DateRange(None, None))
        row = Description.objects.create(
            unit=later, kind=Kind.AGENCY, name="Sau", short_name="Sau", valid=DateRange(None, None)
        )
        assert row.events.get().pgh_context is None

    def test_the_districts_end_and_the_province_of_today_goes_on_with_them(self):
        assert named("883", BEFORE) == ("Thành phố Long Xuyên", Kind.DISTRICT)
        assert parents("883") == [("89", DateRange(None, AFTER))]
        assert strands("883") == {"91": (ShareKind.WHOLE, 1)}
        change = Change.objects.get(strands__source__code="883")
        assert (change.kind, change.decided_by) == (ChangeKind.DISSOLVE, "Nghị quyết 203/2025/QH15")
        assert Change.objects.filter(kind=ChangeKind.DISSOLVE).count() == 63

    def test_a_search_does_not_call_a_province_what_a_district_is_now(self):
        found = {hit.label: hit.detail for hit in search("con dao", AFTER, 5)} | {
            hit.label: hit.detail for hit in search("long xuyen", AFTER, 5)
        }
        assert found["Thành phố Long Xuyên"] == "Tỉnh An Giang · kết thúc ngày 30/06/2025"
        assert found["Huyện Côn Đảo"].endswith("nay là Đặc khu Côn Đảo")

    def test_an_island_district_goes_on_whole_as_its_special_zone(self):
        assert named("755", BEFORE) == ("Huyện Côn Đảo", Kind.DISTRICT)
        (heir,) = strands("755")
        assert named(heir, AFTER) == ("Đặc khu Côn Đảo", Kind.SPECIAL_ZONE)

    def test_an_old_province_still_has_its_communes_on_its_days(self):
        for code, communes in {"89": 155, "old-91": 143, "38": 547}.items():
            province = Unit.objects.get(code=code)
            below = Unit.objects.below(province.pk, date(2014, 12, 31)).of_kind(*COMMUNE_LEVEL, on=date(2014, 12, 31))
            assert below.count() == communes

    def test_the_bodies_of_a_commune_that_went_on_begin_under_the_province(self):
        load.load_bodies("38")
        body = Unit.objects.named(AFTER).get(code="14845.DU")
        assert (body.name, body.life) == ("Đảng ủy xã Mường Lát", DateRange(AFTER, None))
        assert disagreements() == []

    def test_the_checks_name_who_was_lost(self):
        Lineage.objects.filter(source__code="883").delete()
        Lineage.objects.filter(heir__code="00004").delete()
        told = disagreements()
        assert "883: it ended on 2025-07-01 and nobody goes on with it" in told
        assert "old-00004: it ended on 2025-07-01 and nobody goes on with it" in told
        assert "00004: it began on 2025-07-01 and came from nobody" in told

    def test_the_checks_name_shares_that_do_not_sum_up(self):
        Lineage.objects.filter(source__code="883").update(share_kind=ShareKind.HAND, share=Decimal("0.75"))
        Lineage.objects.filter(source__code="00007", heir__code="00008").update(share_kind=ShareKind.HAND, share=1)
        told = disagreements()
        assert "883: on 2025-07-01 its shares sum to 0.75" in told
        assert "00007: on 2025-07-01 some shares are known and others are not" in told


@pytest.mark.row(60)
@pytest.mark.django_db
def test_one_province_can_be_loaded_alone_and_another_after_it():
    load.load_areas()
    loaded = load_reform("91")
    # 26 districts, and 298 communes of which seven are the same units today.
    assert (loaded.units, loaded.names) == (26 + 155 + 143 - 7, 1)
    assert count(BEFORE, *COMMUNE_LEVEL) == 298
    assert disagreements() == []
    before = Unit.objects.filter(life__endswith=AFTER).of_kind(*AREAS, on=BEFORE).count()
    load_reform("46")
    assert disagreements() == []
    assert Unit.objects.filter(life__endswith=AFTER).of_kind(*AREAS, on=BEFORE).count() > before
    assert load_reform("91") == load.Loaded()
