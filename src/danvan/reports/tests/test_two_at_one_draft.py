"""Changes begun from an older text, sections where nothing occurred, estimates and the actual figures after them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.figures.models import Value
from danvan.reports import services
from danvan.reports.models import Submission
from danvan.reports.queries.filed import load_filed
from danvan.reports.queries.grid import load_grid
from danvan.reports.services.deciding import NewRemark
from danvan.reports.services.rounds import Plan

from . import factories as make
from .browsing import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(country) -> Submission:
    return make.submission_of(make.open_round(country), country, "A1.DU")


def texts(report: Submission) -> dict[str, str]:
    lines = load_grid(report).lines
    return {line.item.indicator.code: line.text for line in lines if line.text and line.item.part is None}


@pytest.mark.row(55)
def test_an_offline_change_of_a_cell_that_another_changed_is_held_until_its_writer_chooses(country, report):
    [item] = make.cells(report, {"diss_attend": ""})
    url = reverse("reports:save", args=[report.public_id])
    first, second = enter(country, "commune_officer", "A1"), enter(country, "commune_officer", "A1.DU")
    assert first.post(url, {"item": item, "raw": "186", "base": ""}).json()["conflicts"] == {}
    said = second.post(url, {"item": item, "raw": "168", "base": ""}).json()
    assert said["conflicts"][str(item)]["theirs"] == "186"
    assert country.person("commune_officer", "A1").full_name in said["conflicts"][str(item)]["message"]
    assert texts(report) == {"diss_attend": "186"}
    assert second.post(url, {"item": item, "raw": "168", "base": "186"}).json()["conflicts"] == {}
    assert texts(report) == {"diss_attend": "168"}


@pytest.mark.row(55)
def test_a_queued_change_of_ones_own_older_text_and_a_repeated_one_are_no_conflict(country, report):
    [item] = make.cells(report, {"diss_attend": ""})
    client, url = enter(country, "commune_officer", "A1"), reverse("reports:save", args=[report.public_id])
    for raw in ("5", "7", "7"):
        assert client.post(url, {"item": item, "raw": raw, "base": ""}).json()["conflicts"] == {}
    assert texts(report) == {"diss_attend": "7"}


@pytest.mark.row(55)
def test_what_a_page_of_another_account_sends_is_refused(country, report):
    [item] = make.cells(report, {"diss_attend": ""})
    client, other = enter(country, "commune_officer", "A1"), country.person("commune_officer", "A1.DU")
    for name, sent in (("save", {"item": item, "raw": "5", "base": ""}), ("save_text", {})):
        url = reverse(f"reports:{name}", args=[report.public_id])
        answer = client.post(url, sent, headers={"X-Account": str(other.public_id)})
        assert (answer.status_code, answer.json()["code"]) == (409, "other-account")
    assert not report.cells.exists()


def test_only_the_page_of_entry_may_be_kept_and_only_for_its_reader(country, report):
    client = enter(country, "commune_officer", "A1")
    page = client.get(reverse("reports:fill", args=[report.public_id]))
    assert page["X-Keep-For"] == str(country.person("commune_officer", "A1").public_id)
    assert page["Cache-Control"] == "private, no-store"
    assert "X-Keep-For" not in client.get(reverse("reports:submission", args=[report.public_id]))
    worker = client.get(reverse("reports:worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in page["Content-Security-Policy"]


def test_nothing_occurred_writes_zero_into_the_empty_flows_of_its_section_only(country):
    lines = (*make.LINES, make.DesignLine("dvk_active", group="Nhân dân đóng góp"))
    report = make.submission_of(
        make.open_round(country, version=make.form_version(country, lines=lines)), country, "A1.DU"
    )
    by = country.actor("commune_officer", "A1")
    make.fill(country, report, {"diss_attend": "abc"})
    first = load_grid(report).lines[0].item
    saved = services.no_occurrence(report, first, by=by)
    assert texts(report) == {"doc_disseminated": "0", "diss_attend": "abc"}
    assert [saved.grid.line(item).text for item in saved.touched] == ["0"]
    last = next(line.item for line in load_grid(report).lines if line.heading == "Nhân dân đóng góp")
    url = reverse("reports:fill", args=[report.public_id])
    answer = enter(country, "commune_officer", "A1").post(url, {"act": f"none-{last.pk}"})
    assert answer.status_code == 302
    assert texts(report)["land_donated"] == "0"
    assert "dvk_active" not in texts(report), "what stands at the end does not become zero"
    with pytest.raises(Refused) as refusal:
        services.no_occurrence(report, 0, by=by)
    assert refusal.value.code == "no-item"


def test_an_estimate_in_one_cell_gives_way_to_the_actual_figure_and_the_difference_is_seen(country, report):
    make.file(country, report, make.GOOD | {"diss_attend": "~180"})
    assert set(Value.objects.filter(estimate=True).values_list("indicator__code", "amount")) == {("diss_attend", 180)}
    clerk = country.actor("provincial_specialist", "A")
    services.return_(report, [NewRemark("Đề nghị nộp số thực tế.")], by=clerk, revision_shown=1)
    [line] = [line for line in load_grid(report).lines if line.item.indicator.code == "diss_attend"]
    assert (line.text, line.past.estimated) == ("~180", 180)
    report.refresh_from_db()
    make.file(country, report, {"diss_attend": "186"})
    [now] = [line for line in load_filed(report).lines if line.item.indicator.code == "diss_attend"]
    assert (now.gap, now.gap_text, now.changed) == (Decimal(6), "+6", True)
    page = enter(country, "provincial_specialist", "A").get(reverse("reports:submission", args=[report.public_id]))
    assert "Số ước 180, số thực tế 186: chênh +6" in page.content.decode()


def test_a_round_of_estimates_and_one_of_actual_figures_ask_the_same_period(country):
    version, by, period = (
        make.form_version(country),
        country.actor("provincial_specialist", "A"),
        Period.parse(make.MONTH),
    )
    early = services.open_round(version, period, country["A"], by=by, plan=Plan(estimate=True))
    make.file(country, make.submission_of(early, country, "A1.DU"))
    actual = make.submission_of(services.open_round(version, period, country["A"], by=by), country, "A1.DU")
    assert {line.item.indicator.code: line.past.estimated for line in load_grid(actual).lines}["diss_attend"] == 186
    make.file(country, actual, make.GOOD | {"diss_attend": "180"})
    gaps = {line.item.indicator.code: line.gap for line in load_filed(actual).lines if line.item.part is None}
    assert (gaps["diss_attend"], gaps["doc_disseminated"]) == (-6, 0)
    assert not Value.objects.filter(filing__revision=2, estimate=True).exists()
    with pytest.raises(Refused) as refusal:
        services.open_round(version, period, country["A"], by=by, plan=Plan(estimate=True))
    assert refusal.value.code == "already-open"
