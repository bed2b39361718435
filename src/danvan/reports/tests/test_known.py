"""Figures that exist already: shown while designing, taken instead of asked again, and no indicator born twice."""

from __future__ import annotations

import pytest
from django.urls import reverse

from danvan.core.errors import Refused
from danvan.figures.models import Indicator, Line, Value
from danvan.figures.services import recompute_waiting
from danvan.reports import services
from danvan.reports.models import Form
from danvan.reports.queries.grid import load_grid
from danvan.reports.queries.known import known_figures, similar
from danvan.reports.services.indicators import NewIndicator, make_indicator

from . import factories as make
from .browsing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def second_form(country, *lines, **more):
    """A form of the Front, made beside the monthly one of the Party committees."""
    by = country.actor("provincial_specialist", "A")
    facts = {"code": "HAI", "line": Line.objects.get(code="commune-front"), "rules": (), "lines": lines}
    return services.design_form(make.design(**facts | more), owner=country["A"], by=by)


@pytest.mark.row(62)
def test_the_designer_sees_who_asks_a_figure_already_how_fresh_it_is_and_of_how_many(country):
    first = make.form_version(country)
    for period in ("2026-09", "2026-10"):
        make.file(country, make.submission_of(make.open_round(country, version=first, period=period), country, "A1.DU"))
    recompute_waiting()
    front = Line.objects.get(code="commune-front")
    attended = Indicator.objects.get(code="diss_attend")

    def seen(on: str):
        by = country.actor("provincial_specialist", on)
        return known_figures([attended], by, area=country[on], line=front, form=None)[attended.pk]

    known = seen("A")
    [asked] = known.asked
    assert (asked.form, asked.with_parts) == (first.form, False)
    [stored] = known.stored
    assert (stored.line.code, stored.period.code, stored.reported, stored.expected) == (
        "commune-party",
        "2026-10",
        1,
        3,
    )
    assert [line.code for line in known.sources] == ["commune-party"]
    stranger = seen("B")
    told = [*stranger.asked, *stranger.stored, *stranger.sources]
    assert not told, "a form of another province is not told"
    client = enter(country, "provincial_specialist", "A")
    answer = client.post(reverse("reports:form_new"), {"act": "find", "find": "quan triet", "line": front.pk})
    assert answer.status_code == 200
    assert "1 trên 3 đơn vị" in answer.content.decode()
    own = known_figures(
        [attended],
        country.actor("provincial_specialist", "A"),
        area=country["A"],
        line=first.form.line,
        form=first.form,
    )[attended.pk]
    assert not own.sources, "a form does not take from itself what nobody else asks"


@pytest.mark.row(62)
def test_a_reused_figure_is_shown_not_typed_and_not_filed_twice(country):
    make.file(country, make.submission_of(make.open_round(country), country, "A1.DU"))
    version = second_form(
        country,
        make.DesignLine("diss_attend", source="commune-party"),
        make.DesignLine("houses_built"),
        rules=(services.comparison([("houses_built", None)], "<", [("diss_attend", None)], message="Quá nhiều nhà"),),
    )
    report = make.submission_of(make.open_round(country, version=version), country, "A1.MTTQ")
    page = enter(country, "commune_officer", "A1").get(reverse("reports:fill", args=[report.public_id]))
    assert 'value="186"' in page.content.decode()
    make.fill(country, report, {"diss_attend": "1", "houses_built": "200"})
    taken, asked = (line for line in load_grid(report).lines)
    assert (taken.text, taken.is_needed, asked.is_needed) == ("186", False, True)
    assert [check.message for check in load_grid(report).checks] == ["Quá nhiều nhà"]
    before = Value.objects.filter(indicator__code="diss_attend").count()
    make.file(country, report, {"houses_built": "5"})
    assert Value.objects.filter(indicator__code="diss_attend").count() == before
    other = make.submission_of(report.round, country, "A2.MTTQ")
    make.file(country, other, {"houses_built": "5"}, on="A2")
    assert load_grid(other).lines[0].text == "", "nothing filed there yet: it says so and holds nobody up"
    shown = enter(country, "provincial_specialist", "A").get(report.get_absolute_url()).content.decode()
    assert "186" in shown


@pytest.mark.row(62)
def test_a_quarter_takes_what_its_months_made_together(country):
    monthly = make.form_version(country, lines=(make.DesignLine("opinion_received"),), rules=())
    for month in ("2026-07", "2026-08", "2026-09"):
        report = make.submission_of(make.open_round(country, version=monthly, period=month), country, "A1.DU")
        make.file(country, report, {"opinion_received": "7"})
    version = second_form(
        country, make.DesignLine("opinion_received", source="commune-party"), make.DesignLine("diss_attend"),
        line=Line.objects.get(code="commune-party"), period_type="quarter",
    )  # fmt: skip
    report = make.submission_of(make.open_round(country, version=version, period="2026-Q3"), country, "A1.DU")
    assert load_grid(report).lines[0].text == "21"


@pytest.mark.parametrize(
    ("source", "also", "code"),
    [
        ("provincial-front", True, "bad-source"),
        ("nowhere", True, "bad-source"),
        ("commune-party", False, "nothing-asked"),
    ],
)
def test_what_cannot_be_reused_is_refused(country, source, also, code):
    lines = [make.DesignLine("diss_attend", source=source), *([make.DesignLine("houses_built")] if also else [])]
    with pytest.raises(Refused) as refusal:
        second_form(country, *lines)
    assert refusal.value.code == code
    assert not Form.objects.exists()


@pytest.mark.row(62)
def test_a_new_indicator_with_a_name_much_like_another_is_shown_it_first(country):
    client = enter(country, "provincial_specialist", "A")
    url = reverse("reports:indicator_new")
    asked = {"name_vi": "Nhà đại đoàn kết xây mới", "measure_vi": "nhà", "kind": "flow", "decimals": "0"}
    answer = client.post(url, asked)
    assert answer.status_code == 422
    assert "Nhà Đại đoàn kết xây mới, sửa chữa" in answer.content.decode()
    assert not Indicator.objects.filter(name_vi=asked["name_vi"]).exists()
    assert "houses_built" in [one.code for one in client.get(url, {"name_vi": "dai doan ket xay"}).context["alike"]]
    parts = {"parts": "Khung sắt\nGạch\n", "breakdown": "Vật liệu", "sure": "on"}
    assert client.post(url, asked | parts).status_code == 302
    made = Indicator.objects.get(name_vi=asked["name_vi"])
    assert [part.name_vi for part in made.parts.all()] == ["Khung sắt", "Gạch"]
    version = second_form(country, make.DesignLine(made.code), make.DesignLine(made.code, made.parts.first().code))
    assert version.items.count() == 2
    by = country.actor("provincial_specialist", "A")
    with pytest.raises(Refused) as refusal:
        make_indicator(NewIndicator("NHÀ ĐẠI ĐOÀN KẾT  xây mới", "nhà", sure=True), by=by)
    assert refusal.value.code == "same-name"
    with pytest.raises(Refused) as refusal:
        make_indicator(NewIndicator("Cây xanh", "cây"), by=country.actor("commune_officer", "A1"))
    assert refusal.value.code == "not-allowed"


def test_names_that_share_nothing_are_not_alike():
    known = [
        Indicator(order=1, name_vi="Nhà Đại đoàn kết xây mới, sửa chữa"),
        Indicator(order=2, name_vi="Vụ hòa giải"),
    ]
    assert [one.name_vi for one in similar("vụ hoà giải thành", known)] == ["Vụ hòa giải"]
    assert similar("Số cây trồng phân tán", known) == []
    assert similar(" ", known) == []
