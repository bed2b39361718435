"""Charts of a review: drawn from its figures, frozen with it, the same picture on the page and in the Word file."""

import io
from xml.etree import ElementTree as Xml

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.documents import charts
from danvan.files.storage import path_of
from danvan.reviews import services
from danvan.reviews.charting import drawing, periods_up_to
from danvan.reviews.models import Review
from danvan.reviews.queries import changed_since, chart_of, paper_of

from .factories import BEFORE, charted, drafted, file_models, paper


def pictured(review):
    """The first chart of the paper."""
    review = Review.objects.get(pk=review.pk)
    return next(piece for piece in paper_of(review, clock.today()).pieces if piece["kind"] == "chart")


def issue(country, review):
    review = services.submit(review, by=country.actor("provincial_specialist", "A"), version=_version(review))
    services.issue(review, paper(), by=country.actor("provincial_head", "A"), version=review.version)
    return Review.objects.get(pk=review.pk)


def _version(review):
    return Review.objects.get(pk=review.pk).version


@pytest.mark.row(65)
def test_a_chart_by_unit_says_its_finding_and_counts_itself(country):
    file_models(country)
    review = drafted(country)
    charted(country, review)
    piece = pictured(review)
    assert piece["number"] == "Biểu đồ 1. "
    assert piece["runs"][0]["text"] == "cao nhất Xã Ba Tri: 30; thấp nhất Xã Cẩm Giàng: 18" or (
        piece["runs"][0]["text"].startswith("cao nhất ") and "30; thấp nhất " in piece["runs"][0]["text"]
    )
    assert [value for one in piece["chart"]["series"] for value in one["values"]] == ["30", "18"]


@pytest.mark.row(65)
def test_a_chart_over_periods_begins_with_the_first_that_was_reported_and_can_be_stacked_by_parts(country):
    file_models(country)
    file_models(country, period=BEFORE, more=-2)
    review = drafted(country)
    charted(country, review, over="periods", form="line")
    piece = pictured(review)
    assert piece["chart"]["categories"] == ("Năm 2025", "Năm 2026")
    assert piece["runs"][0]["text"] == "từ 44 (Năm 2025) lên 48 mô hình (Năm 2026)"
    parts = tuple(f"dvk_implemented.{field}" for field in ("economy", "culture_society", "security_defence"))
    charted(country, review, over="periods", form="stacked", indicators=parts)
    assert pictured(review)["runs"][0]["text"] == "nhiều nhất là Kinh tế: 20 trên 44 mô hình (Năm 2026)"


@pytest.mark.row(66)
def test_an_issued_chart_is_drawn_from_what_was_frozen_and_the_word_file_holds_that_picture(country):
    file_models(country)
    review = drafted(country)
    ref = charted(country, review).ref
    review = issue(country, review)
    before = charts.svg(chart_of(review, ref.key))
    file_models(country, more=7)
    review = Review.objects.get(pk=review.pk)
    assert charts.svg(chart_of(review, ref.key)) == before
    assert any(one.key == ref.key and (one.before, one.after) == ("30", "37") for one in changed_since(review))
    word = docx.Document(io.BytesIO(path_of(review.issued.digest).read_bytes()))
    inline = next(word.element.body.iter(qn("wp:inline")))
    blob = word.part.related_parts[next(inline.iter(qn("a:blip"))).get(qn("r:embed"))].blob
    assert blob == charts.png(drawing(pictured(review)["chart"])).data
    assert inline.find(qn("wp:docPr")).get("descr").startswith("Mô hình đã thực hiện: cao nhất ")


def test_a_chart_without_any_figure_is_not_issued(country):
    review = drafted(country)
    charted(country, review)
    with pytest.raises(Refused) as refusal:
        issue(country, review)
    assert refusal.value.code == "figure-unknown"


def test_the_page_shows_the_picture_with_its_words_and_the_numbers_as_a_table(country, signed_in):
    file_models(country)
    review = drafted(country)
    block = charted(country, review)
    client = signed_in("provincial_specialist", "A")
    html = client.get(review.get_absolute_url()).content.decode()
    address = reverse("reviews:chart", args=[review.public_id, block.ref.key])
    assert f'src="{address}?v=' in html
    assert 'alt="Mô hình đã thực hiện: cao nhất' in html
    assert "<details" in html
    picture = client.get(address)
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Xml.fromstring(picture.content).tag.endswith("svg")
    assert signed_in("commune_officer", "B1").get(address).status_code == 404
    assert client.get(reverse("reviews:chart", args=[review.public_id, "s99999"])).status_code == 404


def test_a_chart_is_added_on_its_page_and_what_cannot_be_drawn_is_said_at_the_field(country, signed_in):
    file_models(country)
    review = drafted(country)
    client = signed_in("provincial_specialist", "A")
    address = reverse("reviews:add_chart", args=[review.public_id])
    typed = {"caption": "Mô hình {{7*7}}", "indicator": "dvk_implemented", "over": "units", "form": "line"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "Đường nối các kỳ" in refused.content.decode()
    assert "Mô hình {{7*7}}" in refused.content.decode()
    assert client.post(address, typed | {"form": "stacked"}).status_code == 302
    piece = pictured(review)
    assert piece["chart"]["form"] == "stacked"
    assert len(piece["chart"]["series"]) == 4
    assert piece["chart"]["finding"].startswith("Mô hình {{7*7}}: ")


def test_halves_go_back_by_their_like():
    assert periods_up_to(Period.parse("2026-H1")) == ["2022-H1", "2023-H1", "2024-H1", "2025-H1", "2026-H1"]
    assert periods_up_to(Period.parse("2026-02"))[0] == "2025-03"
