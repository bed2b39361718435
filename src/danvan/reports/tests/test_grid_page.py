"""The entry grid as people meet it: what is kept, what is said, what is refused."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from danvan.figures.models import Filing
from danvan.reports.models import Round, Submission

from . import factories as make
from .browsing import enter, page_of, said_before_filing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def round_(country) -> Round:
    """October 2026 of province A, due on 6 November."""
    return make.open_round(country, due=date(2026, 11, 6))


@pytest.fixture
def report(country, round_) -> Submission:
    return make.submission_of(round_, country, "A1.DU")


class TestGrid:
    def test_the_page_has_every_line_with_its_past_and_the_three_kinds_of_cell(self, country, report):
        make.fill(country, report, {"doc_disseminated": "0", "diss_attend": "K"})
        page = enter(country, "commune_officer", "A1").get(reverse("reports:fill", args=[report.public_id]))
        text = page.content.decode()
        assert text.count('class="grid__cell"') == 10
        assert 'data-state="value"' in text
        assert 'data-state="not_applicable"' in text
        assert 'data-state="empty"' in text
        assert "2/9" in text

    @pytest.mark.row(53)
    def test_a_cell_is_saved_by_itself_and_answers_what_it_means(self, country, report):
        [(item, _raw)] = make.cells(report, {"diss_attend": ""}).items()
        url = reverse("reports:save", args=[report.public_id])
        answer = enter(country, "commune_officer", "A1").post(url, {"item": item, "raw": "1234"}).json()
        assert answer["cells"][str(item)] == {"state": "value", "text": "1.234", "message": ""}
        assert answer["progress"] == {"done": 1, "total": 9}
        assert answer["saved_at"] == "12:00"

    def test_a_text_in_a_cell_comes_back_as_an_error_at_its_cell(self, country, report):
        [(item, _raw)] = make.cells(report, {"diss_attend": ""}).items()
        url = reverse("reports:save", args=[report.public_id])
        answer = enter(country, "commune_officer", "A1").post(url, {"item": item, "raw": "mười"}).json()
        assert answer["cells"][str(item)]["state"] == "error"
        assert "mười" in answer["cells"][str(item)]["message"]

    def test_a_block_is_saved_and_sums_that_fail_are_in_the_checks(self, country, report):
        block = make.cells(report, make.GOOD | {"dvk_implemented": "13"})
        url = reverse("reports:save", args=[report.public_id])
        sent = {"cells": json.dumps({str(item): raw for item, raw in block.items()})}
        answer = enter(country, "commune_officer", "A1").post(url, sent).json()
        [check] = answer["checks"]
        assert check["severity"] == "error"
        assert answer["progress"]["done"] == 9

    @pytest.mark.parametrize("sent", [{"cells": "no json"}, {"cells": "[1]"}, {"item": "x", "raw": "1"}, {}])
    def test_a_block_that_cannot_be_read_is_refused_in_words(self, country, report, sent):
        url = reverse("reports:save", args=[report.public_id])
        answer = enter(country, "commune_officer", "A1").post(url, sent)
        assert answer.status_code == 409
        assert answer.json()["message"]

    def test_without_script_a_wrong_page_comes_back_with_everything_typed(self, country, report):
        client = enter(country, "commune_officer", "A1")
        typed = page_of(client, report)
        cells = make.cells(report, make.GOOD | {"diss_attend": "abc", "dvk_implemented": "13"})
        typed |= {f"cell-{item}": raw for item, raw in cells.items()}
        answer = client.post(reverse("reports:fill", args=[report.public_id]), typed)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="abc"' in text
        assert text.count('aria-invalid="true"') == 2
        assert not Filing.objects.exists()

    def test_without_script_a_good_page_is_filed_and_a_second_click_changes_nothing(self, country, report):
        client = enter(country, "commune_officer", "A1")
        typed = page_of(client, report)
        typed |= {f"cell-{item}": raw for item, raw in make.cells(report, make.GOOD).items()}
        url = reverse("reports:fill", args=[report.public_id])
        assert client.post(url, typed).status_code == 302
        assert client.post(url, typed).status_code == 302
        assert Filing.objects.count() == 1

    def test_a_second_tab_learns_who_filed_and_sees_what_it_typed(self, country, report):
        make.fill(country, report)
        first, second = enter(country, "commune_officer", "A1"), enter(country, "commune_officer", "A1.DU")
        url = reverse("reports:fill", args=[report.public_id])
        old = page_of(second, report)
        assert first.post(url, page_of(first, report)).status_code == 302
        [item] = make.cells(report, {"diss_attend": ""})
        answer = second.post(url, old | {f"cell-{item}": "999"})
        text = answer.content.decode()
        assert answer.status_code == 409
        assert country.person("commune_officer", "A1").full_name in text
        assert "999" in text

    def test_two_people_who_changed_one_cell_see_both_texts(self, country, report):
        first, second = enter(country, "commune_officer", "A1"), enter(country, "commune_officer", "A1.DU")
        url = reverse("reports:fill", args=[report.public_id])
        old = page_of(second, report)
        [item] = make.cells(report, {"diss_attend": ""})
        with time_machine.travel(datetime(2026, 11, 3, 5, 1, tzinfo=UTC), tick=False):
            first.post(reverse("reports:save", args=[report.public_id]), {"item": item, "raw": "186"})
            answer = second.post(url, old | {f"cell-{item}": "168", "act": "save"})
        text = answer.content.decode()
        assert answer.status_code == 409
        assert 'value="168"' in text
        assert "186" in text

    def test_a_reason_is_kept_at_once(self, country, report):
        [item] = make.cells(report, {"dvk_implemented": ""})
        client = enter(country, "commune_officer", "A1")
        answer = client.post(reverse("reports:explain", args=[report.public_id]), {f"why-{item}": "Hai lĩnh vực"})
        assert answer.status_code == 204
        assert report.explanations.get().text == "Hai lĩnh vực"

    def test_blank_lines_are_one_line_at_the_first_of_them_below_what_is_wrong(self, country, report):
        client = enter(country, "commune_officer", "A1")
        url = reverse("reports:fill", args=[report.public_id])
        before = said_before_filing(client.get(url, headers={"HX-Request": "true"}).content.decode())
        first = next(iter(make.cells(report, make.GOOD)))
        assert before == [(str(first), "9 dòng còn trống: nhập số, 0 hoặc K")]
        make.fill(country, report, {"doc_disseminated": "2", "opinion_received": "sáu"})
        items = make.cells(report, {"opinion_received": "", "diss_attend": ""})
        wrong, blank = said_before_filing(client.get(url, headers={"HX-Request": "true"}).content.decode())
        assert wrong[0] == str([*items][0])
        assert "sáu" in wrong[1]
        assert blank == (str([*items][1]), "7 dòng còn trống: nhập số, 0 hoặc K")

    def test_a_page_filed_too_early_counts_the_lines_in_the_way_and_sums_up_the_blank_ones(self, country, report):
        client = enter(country, "commune_officer", "A1")
        answer = client.post(reverse("reports:fill", args=[report.public_id]), page_of(client, report))
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Chưa nộp được: còn 9 dòng phải sửa." in text
        section = text[text.index('aria-labelledby="wrong"') : text.index('id="report"')]
        assert len(said_before_filing(section)) == 1

    def test_the_checks_that_the_script_is_told_hold_no_blank_line(self, country, report):
        [item] = make.cells(report, {"diss_attend": ""})
        url = reverse("reports:save", args=[report.public_id])
        answer = enter(country, "commune_officer", "A1").post(url, {"item": item, "raw": "12"}).json()
        assert answer["progress"] == {"done": 1, "total": 9}
        assert answer["checks"] == []

    def test_a_reason_is_asked_for_a_figure_and_never_for_a_text_that_is_none(self, country, report):
        make.fill(country, report, make.GOOD | {"diss_attend": "abc", "dvk_implemented": "13"})
        page = enter(country, "commune_officer", "A1").get(reverse("reports:fill", args=[report.public_id]))
        items = make.cells(report, {"diss_attend": "", "dvk_implemented": ""})
        asked = {
            int(item): "hidden" not in tag
            for tag, item in re.findall(r'(<div class="why"[^>]*>)<label for="why-(\d+)"', page.content.decode())
        }
        assert [asked[item] for item in items] == [False, True]

    def test_the_button_that_saves_the_page_is_only_there_without_script(self, country, report):
        page = enter(country, "commune_officer", "A1").get(reverse("reports:fill", args=[report.public_id]))
        text = page.content.decode()
        alone = "".join(re.findall(r"<noscript>(.*?)</noscript>", text, re.DOTALL))
        assert text.count('value="save"') == alone.count('value="save"') == 1
        first = re.search(r"<button[^>]*>", text[text.index('id="report"') :])[0]
        assert "disabled" in first, "Enter in the field of a reason must not file the report"
        assert "(<b>còn 3 ngày làm việc</b>)" in text

    def test_typed_text_is_never_markup(self, country, report):
        make.fill(country, report, {"diss_attend": "<script>alert(1)</script>"})
        page = enter(country, "commune_officer", "A1").get(reverse("reports:fill", args=[report.public_id]))
        assert "<script>alert" not in page.content.decode()
