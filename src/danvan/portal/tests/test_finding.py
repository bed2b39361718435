"""Whatever is typed finds what was meant, and nothing that is hidden."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.text import fold
from danvan.directives.tests import factories as directives
from danvan.orgs import services as orgs
from danvan.orgs.changes import builders
from danvan.search.models import SearchDoc, SearchWord
from danvan.search.queries import ON_A_PAGE, Narrow, find
from danvan.search.services import rebuild, verify
from danvan.search.tasks import renew_word_counts

from . import factories as articles

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
WORDS = ("dân", "vận", "khéo", "đồng", "bào", "hòa", "bình", "hiến", "đất")


def titles(typed, actor=None, **narrow):
    found = find(typed, actor, Narrow(**narrow), today=TODAY)
    return [hit.title.replace("<mark>", "").replace("</mark>", "") for hit in found.hits]


@pytest.fixture
def written(db):
    """Four articles."""
    articles.published("Mô hình Dân vận khéo ở Hòa Bình", text="<p>Nhân dân hiến đất theo Kết luận 62-KL/TW.</p>")
    articles.published("Văn khế cũ", text="<p>Bàn về dàn khoan, vạn vật.</p>")
    articles.published("Đồng bào vùng cao", text="<p>Dân vận ở bản, dân hiểu dân làm.</p>")
    articles.published("Lễ hội", text="<p>Không có gì khác.</p>")


@pytest.mark.row(115)
@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [
        ("dan van kheo", "Mô hình Dân vận khéo ở Hòa Bình", 1),
        ("dong bao", "Đồng bào vùng cao", 1),
        ("DÂN VẬN", "Mô hình Dân vận khéo ở Hòa Bình", 2),
        ("dan vận", "Mô hình Dân vận khéo ở Hòa Bình", 2),
        ("dan van", "Mô hình Dân vận khéo ở Hòa Bình", 3),
        ("hoà bình", "Mô hình Dân vận khéo ở Hòa Bình", 1),
        ("62kltw", "Mô hình Dân vận khéo ở Hòa Bình", 1),
        ("62-kl/tw", "Mô hình Dân vận khéo ở Hòa Bình", 1),
        ("62-kl", "Mô hình Dân vận khéo ở Hòa Bình", 1),
        ('"dân hiểu dân làm"', "Đồng bào vùng cao", 1),
    ],
)
def test_marks_are_optional_and_count_when_typed(written, typed, first, count):
    found = titles(typed)
    assert found[0] == first
    assert len(found) == count


@pytest.mark.row(115)
def test_words_side_by_side_are_found_only_so_when_quoted(written):
    assert titles('"hiểu vận"') == []
    assert titles("hiểu vận") == ["Đồng bào vùng cao"]


@pytest.mark.row(115)
def test_a_slip_of_the_pen_is_mended_when_nothing_else_is_found(written):
    found = find("dan vna kheo", None, today=TODAY)
    assert (found.corrected, found.better, found.count) == (True, "dan van kheo", 1)
    found = find("đồng bàp", None, today=TODAY)
    assert (found.corrected, found.better) == (True, "đồng bào")
    assert find("lễ hội", None, today=TODAY).better == ""
    assert find("qwrtpsdf", None, today=TODAY).count == 0


@pytest.mark.trust("T08")
def test_a_suggestion_never_tells_of_what_is_hidden(country, written):
    directives.directive(country, title="Kế hoạch Zarathustra")
    assert find("zarathustr", None, today=TODAY).better == ""
    clerk = country.actor("provincial_specialist", "A")
    assert find("zarathustr", clerk, today=TODAY).better == "zarathustra"


@pytest.mark.trust("T08")
def test_directives_are_found_by_those_who_may_see_them_and_by_nobody_else(country):
    one, _mandates = directives.sent(country, to=("A1.DU",))
    shown = "Kết luận 62-KL/TW: " + directives.TITLE
    assert titles("62kltw") == []
    assert titles("62kltw", country.actor("provincial_specialist", "A")) == [shown]
    assert titles("62kltw", country.actor("commune_officer", "A1")) == [shown]
    assert titles("62kltw", country.actor("commune_officer", "A2")) == []
    assert titles("62kltw", country.actor("provincial_specialist", "B")) == []
    assert titles("62kltw", country.actor("portal_publisher", "A")) == []


@pytest.mark.row(115)
def test_an_old_name_finds_what_was_written_under_the_new_one_and_the_other_way(country):
    clerk = country.actor("unit_administrator", "A")
    both = [country["A1"], country["A2"]]
    plan = builders.merge(both, country["A2"], on=date(2026, 7, 1), decided_by="NQ (minh họa)")
    draft = orgs.draft(plan, by=clerk)
    orgs.apply_change(draft, by=clerk, digest=orgs.dry_run(draft).digest)
    articles.published("Bà con xã Hòa Bình làm đường")
    articles.published("Chợ phiên xã Đồng Xuân")
    found = find("xã đồng xuân", None, today=TODAY)
    assert found.count == 2
    assert [(kin.typed, kin.others) for kin in found.kin] == [("xã đồng xuân", ("Xã Hòa Bình",))]
    assert len(titles("chợ xa hoa binh")) == 1
    assert titles("dong xuan") == titles("xã Đồng Xuân")


@pytest.mark.row(115)
def test_the_title_weighs_more_than_the_text_and_the_newest_can_come_first(db):
    old = articles.published("Người có uy tín", text="<p>Bài cũ.</p>", shown_on="2024-01-01T00:00Z")
    articles.published("Bản tin", text="<p>Nói về người có uy tín một lần.</p>", shown_on="2026-11-01T00:00Z")
    assert titles("uy tín") == ["Người có uy tín", "Bản tin"]
    assert titles("uy tín", newest=True) == ["Bản tin", "Người có uy tín"]
    assert titles("uy tín", year=2024) == ["Người có uy tín"]
    old.unpublish()
    assert titles("uy tín") == ["Bản tin"]
    old.delete()
    assert verify() == []


@pytest.mark.trust("T16")
def test_what_is_shown_is_escaped_before_it_is_marked(db):
    articles.published("Dân <script>alert(1)</script> & vận", text="<p>5 &lt; 6 &amp; dân &lt;b&gt;vận&lt;/b&gt;</p>")
    hit = find("dân vận script b", None, today=TODAY).hits[0]
    assert hit.title == (
        "<mark>Dân</mark> &lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; &amp; <mark>vận</mark>"
    )
    assert "<b>" not in hit.snippet
    assert "<mark>dân</mark>" in hit.snippet


def test_pages_hold_each_hit_once_in_one_order(db):
    for number in range(ON_A_PAGE + 3):
        articles.published(f"Bản tin số {number}")
    first, second = find("ban tin", None, today=TODAY), find("ban tin", None, Narrow(page=2), today=TODAY)
    assert (first.count, first.pages, len(first.hits), len(second.hits)) == (ON_A_PAGE + 3, 2, ON_A_PAGE, 3)
    assert len({hit.row for hit in (*first.hits, *second.hits)}) == ON_A_PAGE + 3


def test_the_index_can_be_made_anew_and_says_where_it_is_wrong(country, written):
    directives.directive(country)
    assert verify() == []
    SearchDoc.objects.filter(title="Lễ hội").delete()
    SearchDoc.objects.filter(title="Văn khế cũ").update(title="Khác")
    assert len(verify()) == 2
    assert rebuild() == 5
    assert verify() == []
    assert titles("lễ hội") == ["Lễ hội"]


@pytest.mark.trust("T24")
@given(st.text(max_size=300) | st.text("\"“'\\:*&|!()<>-/62kldân vận ", max_size=80))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_there_is_an_answer(written, typed):
    found = find(typed, None, today=TODAY)
    assert found.count == len(found.hits) <= 4
    assert "\x00" not in found.asked.text
    assert len(found.asked.text) <= 200


@pytest.mark.row(115)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_folded_the_same_question_finds_at_least_the_same_and_all_folded_forms_find_alike(written, words):
    typed = " ".join(words)
    plain = titles(fold(typed))
    assert set(titles(typed)) <= set(plain)
    assert plain == titles(fold(typed).upper()) == titles(f"  {fold(typed)} . ")


def test_the_clock_counts_the_words_of_new_documents_once_a_day(db):
    cache.clear()
    for number in range(3):
        articles.published(f"Đường mới ở bản {number}")
    assert SearchWord.objects.get(exact="đường").documents == 1
    with time_machine.travel(NOON, tick=False):
        assert renew_word_counts()
        assert SearchWord.objects.get(exact="đường").documents == 3
        articles.published("Đường mới ở ấp")
        assert not renew_word_counts()
    with time_machine.travel(NOON + timedelta(days=1, minutes=1), tick=False):
        assert renew_word_counts()
    assert SearchWord.objects.get(exact="đường").documents == 4
