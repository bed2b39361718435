"""An old portal comes in: dates, photos, old addresses, repeats known, nothing done twice. All pages are invented."""

import io

import pytest
from PIL import Image

from danvan.core.errors import Refused
from danvan.portal.importing import Outcome, bring, look
from danvan.portal.models import ArticlePage, ImportedPage, PublicArticle
from danvan.portal.voice.counters import counters
from danvan.reader.models import Document

pytestmark = pytest.mark.django_db

STORY = "Năm 2013, xã Hòa Bình vận động nhân dân hiến đất làm đường, xây dựng {n} mô hình Dân vận khéo và nhà văn hóa. "


def page(title, day, *, site="a.example", extra="", lines=6):
    text = "".join(f"<p>{STORY.format(n=number)}{extra}</p>" for number in range(2, 2 + lines))
    return (
        f'<html><head><link rel="canonical" href="https://{site}/tin/{title.split()[0]}.aspx?id=7"></head><body>'
        f"<div>Trang chủ | Liên hệ</div><h1>{title}</h1><p>Ngày {day} 08:30:00</p>{text}"
        '<img src="anh/mot.jpg" alt="Người dân làm đường"><div>Lượt xem: 15</div></body></html>'
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "anh").mkdir()
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(picture, "JPEG")
    (tmp_path / "anh" / "mot.jpg").write_bytes(picture.getvalue())
    (tmp_path / "1.html").write_text(page("Một xã hiến đất làm đường giao thông nông thôn", "26/02/2014"))
    (tmp_path / "2.html").write_text(
        page("Một xã hiến đất làm đường giao thông nông thôn", "27/02/2014", site="b.example")
    )
    (tmp_path / "3.html").write_text(
        "<html><body><h1>Bài minh họa không ghi ngày đăng của cổng cũ</h1>"
        + "".join(f"<p>Đoạn văn minh họa số {n} nói về công tác dân vận ở thôn bản vùng cao.</p>" for n in range(5))
        + "</body></html>"
    )
    (tmp_path / "4.pdf").write_bytes(b"%PDF-1.4 broken")
    return tmp_path


@pytest.fixture
def publisher(country):
    return country.actor("portal_publisher", "A")


def outcomes(folder):
    return {line.name: line.outcome for line in look(folder)}


@pytest.mark.row(118)
def test_the_dry_run_says_what_would_happen_and_writes_nothing(folder):
    assert outcomes(folder) == {
        "1.html": Outcome.NEW,
        "2.html": Outcome.TWIN,
        "3.html": Outcome.UNDATED,
        "4.pdf": Outcome.UNREADABLE,
    }
    assert not ArticlePage.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.row(118)
def test_pages_become_articles_with_their_dates_photos_and_old_addresses(folder, publisher, client):
    counts = bring(folder, by=publisher)
    assert counts[Outcome.NEW] == counts[Outcome.TWIN] == counts[Outcome.UNDATED] == 1
    article = PublicArticle.objects.get()
    assert article.shown_on.isoformat() == "2014-02-26T01:30:00+00:00"
    assert article.page.lead_photo.alternative == "Người dân làm đường"
    assert "Lượt xem" not in article.text
    assert article.source == "https://a.example/tin/Một.aspx?id=7"
    old = client.get("/tin/Một.aspx?id=7")
    assert (old.status_code, old.url) == (301, article.get_absolute_url())
    assert ArticlePage.objects.filter(live=False).count() == 1
    assert ImportedPage.objects.get(twin=True).article == article.page
    assert Document.objects.get(address=article.source).facts.exists()


@pytest.mark.row(118)
def test_what_the_old_counter_said_is_taken_over_once(folder, publisher):
    (folder / "danh-sach.csv").write_text("tep,dia_chi,ngay,luot_xem\n1.html,,,1204\n")
    bring(folder, by=publisher)
    bring(folder, by=publisher)
    assert counters(PublicArticle.objects.get().pk).article.all == 1204


@pytest.mark.row(118)
def test_an_import_may_be_repeated_and_goes_on_where_it_was_cut_off(folder, publisher):
    bring(folder, by=publisher)
    again = bring(folder, by=publisher)
    assert again[Outcome.KNOWN] == 3
    assert ArticlePage.objects.count() == 2


@pytest.mark.trust("T08")
def test_only_who_may_import_imports(folder, country):
    with pytest.raises(Refused):
        bring(folder, by=country.actor("portal_author", "A"))
    assert not ArticlePage.objects.exists()


@pytest.mark.trust("T20")
def test_a_picture_outside_the_folder_is_not_taken(tmp_path, publisher):
    inside = tmp_path / "trang"
    inside.mkdir()
    Image.new("RGB", (10, 10)).save(tmp_path / "rieng.png")
    (inside / "1.html").write_text(
        page("Một xã làm đường giao thông nông thôn", "26/02/2014").replace("anh/mot.jpg", "../rieng.png")
    )
    assert [line.photos for line in look(inside)] == [0]
