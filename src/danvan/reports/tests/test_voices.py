"""The page on which all that the units said stands together: nobody missing, nobody shown who may not be seen."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from danvan.reports import services
from danvan.reports.models import Round, Submission
from danvan.reports.queries.voices import heard, of_round, voices
from danvan.reports.services import Written
from danvan.reports.services.deciding import NewRemark
from danvan.reports.states import Theme

from . import factories as make
from .browsing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.row(51)]
SAID = {
    "A1": ("Kinh phí hoạt động còn hạn hẹp.\nCán bộ kiêm nhiệm nhiều việc.", "Tổ dân vận ở ấp 3 giúp hộ nghèo."),
    "A2": ("Kinh phí dân vận còn hạn hẹp, chậm cấp.", "Ngày thứ Bảy tình nguyện."),
    "A3": ("Không có khó khăn, vướng mắc.", "Ngày thứ Bảy tình nguyện."),
}


@pytest.fixture
def round_(country) -> Round:
    """A round whose three communes have filed what stands in ``SAID``; the second was returned after it."""
    version = make.form_version(country, prompts=make.PROMPTS)
    opened = make.open_round(country, version=version)
    prompts = {one.theme: one.pk for one in version.prompts.all()}
    for unit, (difficulties, practice) in SAID.items():
        report = make.submission_of(opened, country, f"{unit}.DU")
        written = {
            prompts[Theme.DIFFICULTIES]: Written(difficulties),
            prompts[Theme.GOOD_PRACTICE]: Written(practice),
            prompts[Theme.PROPOSALS]: Written(nothing=True),
        }
        services.save_texts(report, written, by=country.actor("commune_officer", unit))
        make.file(country, report, on=unit)
    second = Submission.objects.get(pk=make.submission_of(opened, country, "A2.DU").pk)
    clerk = country.actor("provincial_specialist", "A")
    services.return_(second, [NewRemark("Xem lại số liệu")], by=clerk, revision_shown=1)
    return opened


def address(round_: Round, query: str = "") -> str:
    return reverse("reports:round_voices", args=[round_.public_id]) + query


def test_every_sentence_of_every_unit_stands_on_the_page_with_its_source(country, round_):
    client = enter(country, "provincial_specialist", "A")
    for theme, place in (("difficulties", 0), ("good_practice", 1)):
        page = client.get(address(round_, f"?theme={theme}")).content.decode()
        for answers in SAID.values():
            assert all(line in page for line in answers[place].splitlines())
    page = client.get(address(round_)).content.decode()
    report = make.submission_of(round_, country, "A1.DU")
    assert page.count(f"{report.get_absolute_url()}#q-") == 2
    assert "Kinh phí" in page
    assert "3 trên 3 đơn vị đã nộp" in page


def test_a_tick_and_the_words_for_nothing_are_counted_apart_and_a_returned_report_still_speaks(country, round_):
    clerk = country.actor("provincial_specialist", "A")
    by_theme = {one.theme: one.rollup for one in heard(of_round(round_, actor=clerk))}
    [silent] = by_theme[Theme.DIFFICULTIES].nothing
    assert silent.unit == str(country["A3.DU"].public_id)
    assert len(by_theme[Theme.PROPOSALS].nothing) == 3
    assert by_theme[Theme.DIFFICULTIES].units == 2
    returned = {
        one.voice.unit for each in by_theme[Theme.DIFFICULTIES].groups for one in each.sentences if one.voice.returned
    }
    assert returned == {str(country["A2.DU"].public_id)}


def test_only_the_newest_revision_speaks(country, round_):
    second = Submission.objects.get(pk=make.submission_of(round_, country, "A2.DU").pk)
    pk = round_.form_version.prompts.get(theme=Theme.DIFFICULTIES).pk
    services.save_texts(second, {pk: Written("Nay đã đủ.")}, by=country.actor("commune_officer", "A2"))
    clerk = country.actor("provincial_specialist", "A")
    drafts = [one.text for one in voices(of_round(round_, actor=clerk))[Theme.DIFFICULTIES]]
    assert "Nay đã đủ." not in drafts
    make.file(country, second, on="A2")
    said = [one.text for one in voices(of_round(round_, actor=clerk))[Theme.DIFFICULTIES]]
    assert "Nay đã đủ." in said
    assert SAID["A2"][0] not in said


def test_words_narrow_the_page_and_say_of_how_many(country, round_):
    page = enter(country, "provincial_specialist", "A").get(address(round_, "?q=kiem+nhiem")).content.decode()
    assert "Cán bộ kiêm nhiệm nhiều việc." in page
    assert "chậm cấp" not in page


def test_an_area_in_a_period_gives_the_same_and_a_commune_sees_only_itself(country, round_):
    url = reverse("reports:voices")
    page = enter(country, "provincial_specialist", "A").get(url).content.decode()
    assert all(answers[0].splitlines()[0] in page for answers in SAID.values())
    own = enter(country, "commune_officer", "A1").get(url).content.decode()
    assert SAID["A2"][0] not in own
    assert enter(country, "provincial_specialist", "B").get(address(round_)).status_code == 404
    assert SAID["A1"][0] not in enter(country, "provincial_specialist", "B").get(url).content.decode()


@pytest.mark.parametrize("query", ["?area=x", "?period=nonsense", "?line=none", "?area=&period=&line="])
def test_an_address_that_means_nothing_shows_nothing(country, round_, query):
    answer = enter(country, "provincial_specialist", "A").get(reverse("reports:voices") + query)
    assert answer.status_code == 200
    assert SAID["A1"][0].splitlines()[0] not in answer.content.decode()


def test_a_file_holds_every_sentence_and_who_told_nothing(country, round_):
    client = enter(country, "provincial_specialist", "A")
    book = openpyxl.load_workbook(io.BytesIO(client.get(address(round_, "?format=xlsx")).content))
    cells = {str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell is not None}
    for answers in SAID.values():
        assert {line for answer in answers for line in answer.splitlines()} <= cells
    assert client.get(address(round_, "?format=docx")).content.startswith(b"PK")


def test_the_number_of_queries_does_not_grow_with_the_units(country, round_, django_assert_max_num_queries):
    clerk = country.actor("provincial_specialist", "A")
    with django_assert_max_num_queries(6):
        heard(of_round(round_, actor=clerk))
