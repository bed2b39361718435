"""Both ways to read figures on the pages: what they say, what they mark, where they lead, and to whom they show it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.access import services as access
from danvan.figures.services import recompute_waiting
from danvan.orgs.models import Unit

from . import histories
from .test_as_it_is import REFORM, an_giang, file, front, histories_province, open_units, split  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
TOTALS = "/so-lieu/"
DOCS = "/so-lieu/chi-tieu/doc_issued/"


def of(code: str, line: str = "provincial-front", period: str = "2014", **more: str) -> dict[str, str]:
    return {"area": str(Unit.objects.get(code=code).public_id), "line": line, "period": period} | more


def text(client, url: str, query: dict[str, str], status: int = 200) -> str:
    answer = client.get(url, query)
    assert answer.status_code == status
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.S))
    return " ".join(unescape(plain).split())


@pytest.fixture
def of_an_giang(an_giang, client):  # noqa: F811
    """The new An Giang's own specialist."""
    client.force_login(_person("provincial_specialist", "AG"))
    return client


def _person(role: str, on: str):
    user = access.create_account(f"{role}.{on}".lower(), f"Nguyễn Thị {on}", password="rừng vàng biển bạc 45")
    access.grant(user, role, Unit.objects.get(code=on), since=date(2010, 1, 1))
    return user


@pytest.mark.row(58)
@pytest.mark.parametrize("url", [TOTALS, DOCS])
@pytest.mark.parametrize("units", ["now", "2026-11-20", "20/11/2026"])
def test_an_giang_2014_is_shown_as_one_of_two_and_never_as_the_whole(of_an_giang, url, units):
    page = text(of_an_giang, url, of("AG", units=units))
    assert "3.145" in page
    assert "1/2 đơn vị cũ" in page
    assert "cộng từ 2 tỉnh, thành phố cũ; mới có 1 đơn vị báo cáo; thiếu Tỉnh Kiên Giang." in page


@pytest.mark.row(58)
@pytest.mark.parametrize("url", [TOTALS, DOCS])
def test_as_it_was_a_unit_that_did_not_live_then_leads_to_its_predecessors_and_to_the_other_mode(of_an_giang, url):
    answer = of_an_giang.get(url, of("AG"))
    page = answer.content.decode()
    assert "3.145" not in page
    assert "Ngày 31/12/2014 chưa có Tỉnh An Giang." in page
    for code in ("AG0", "KG"):
        assert f"area={Unit.objects.get(code=code).public_id}" in page
    assert "units=20" in page
    assert "3.145" in text(of_an_giang, url, of("AG0"))


def test_a_unit_that_ended_is_read_as_it_was_and_as_it_is_leads_to_its_heir(of_an_giang):
    page = text(of_an_giang, TOTALS, of("AG0"))
    assert "3.145" in page
    assert "Từ đó đến nay đơn vị có thay đổi ngày 01/07/2025." in page
    gone = of_an_giang.get(TOTALS, of("AG0", units="now")).content.decode()
    assert "không còn Tỉnh An Giang" in gone
    heir = Unit.objects.get(code="AG")
    assert re.search(rf'href="\?[^"]*area={heir.public_id}[^"]*units=\d', gone)


@pytest.mark.row(64)
def test_the_cells_behind_a_carried_figure_name_the_predecessor_that_told_nothing(of_an_giang):
    page = text(of_an_giang, DOCS, of("AG", units="now"))
    assert "MTTQ Việt Nam KG" in page
    assert "chưa nộp" in page
    assert "đơn vị khi đó: toàn bộ" in page


@pytest.mark.parametrize("url", [TOTALS, DOCS])
def test_every_link_of_the_page_keeps_the_mode(of_an_giang, url):
    page = unescape(of_an_giang.get(url, of("AG", units="2026-11-20") | {"all": "1"}).content.decode())
    main = page[page.index("<main") : page.index("</main")]
    predecessors = {str(Unit.objects.get(code=code).public_id) for code in ("AG0", "KG")}
    links = [
        link for link in re.findall(r'href="([^"]*period=2014[^"]*)"', main) if not predecessors & set(_area(link))
    ]
    lost = [link for link in links if "units=" not in link]
    assert len(links) > 3
    assert len(lost) <= 2, "only the link to the other mode, in the control and in the finding"
    assert '<input type="hidden" name="units" value="2026-11-20"' in main


def _area(link: str) -> list[str]:
    return re.findall(r"area=([^&]*)", link)


@pytest.mark.parametrize("units", ["hôm qua", "2026-13-01", "31/02/2026", "20261120", "0001-01-01"])
def test_a_day_that_is_none_is_said_at_the_field_and_the_figures_stand_as_they_were(of_an_giang, units):
    page = text(of_an_giang, TOTALS, of("AG0", units=units), status=422)
    assert f"“{units}” không phải là ngày" in page
    assert "3.145" in page
    assert of_an_giang.get(TOTALS, of("AG0", units=units, format="csv")).status_code == 404


def test_a_period_after_the_day_is_shown_as_it_was_and_says_so(of_an_giang):
    page = text(of_an_giang, TOTALS, of("AG", period="2026", units="2025-08-01"))
    assert "Năm 2026 kết thúc sau ngày 01/08/2025" in page


@pytest.mark.row(58)
def test_growth_is_not_told_when_one_of_the_years_lacks_a_predecessor(of_an_giang, an_giang):  # noqa: F811
    file(an_giang, "KG.MT", {"doc_issued": 1000}, period="2013", line="provincial-front")
    file(an_giang, "AG0.MT", {"doc_issued": 2000}, period="2013", line="provincial-front")
    recompute_waiting()
    page = text(of_an_giang, TOTALS, of("AG", units="now"))
    assert "3.000" in page
    assert "không so sánh được" in page
    assert "157,3" in text(of_an_giang, TOTALS, of("AG0")), "as it was, old An Giang is compared with itself"


@pytest.mark.row(57)
def test_an_estimated_part_and_an_unknown_share_are_marked(split, signed_in):  # noqa: F811
    histories.change(REFORM, [("C", "D1", Decimal("0.3")), ("C", "D2", Decimal("0.7"))], "split")
    client = signed_in("provincial_specialist", "A")
    page = text(client, DOCS, of("D1", "commune-party", units="now"))
    assert "(ước) 30 1/1 đơn vị cũ" in page
    assert "30,0 %, ước tính" in page
    assert "Trong đó 1 đơn vị chỉ chuyển một phần, tính theo tỷ lệ (ước tính)." in page
    letters = text(client, "/so-lieu/chi-tieu/letters_received/", of("D1", "commune-party", units="now"))
    assert "không phân bổ được" in letters


@pytest.mark.row(57)
def test_without_a_share_the_page_says_that_nothing_was_apportioned(split, signed_in):  # noqa: F811
    histories.change(REFORM, [("C", "D1", None), ("C", "D2", None)], "split")
    client = signed_in("provincial_specialist", "A")
    page = text(client, DOCS, of("D1", "commune-party", units="now"))
    assert "không phân bổ được" in page
    assert "không rõ tỷ lệ nên không phân bổ được, chưa tính vào." in page


@pytest.mark.row(57)
def test_rows_that_lack_an_unmeasured_part_are_not_called_a_wrong_sum(split, signed_in):  # noqa: F811
    open_units(histories.commune("E", "A", REFORM))
    open_units(histories.commune("C2", "A"))
    file(split, "C2.DU", {"doc_issued": 7})
    recompute_waiting()
    histories.end(["C2"], REFORM)
    histories.change(REFORM, [("C2", "E", Decimal(1)), ("C", "D1", None), ("C", "E", None)], "split")
    page = text(signed_in("provincial_specialist", "A"), DOCS, of("A", "commune-party", units="now"))
    assert "Các dòng cộng lại chưa bằng tổng" not in page
    assert "2 đơn vị thiếu phần không phân bổ được" in page
    assert "107" in page, "the province holds both heirs, so all of C is its own"


def test_who_may_not_see_the_area_sees_it_in_neither_mode(an_giang, signed_in):  # noqa: F811
    stranger = signed_in("provincial_specialist", "A")
    for code in ("AG", "AG0", "KG"):
        for units in ("was", "now"):
            for url in (TOTALS, DOCS):
                assert stranger.get(url, of(code, units=units)).status_code == 404


@pytest.mark.parametrize(("units", "name"), [("was", "khi-do"), ("now", "ngay-20")])
@pytest.mark.parametrize("url", [TOTALS, DOCS, DOCS + "?table=sources"])
def test_an_export_names_the_mode_in_its_head_and_in_its_file_name(of_an_giang, url, units, name):
    url, _sign, tail = url.partition("?")
    more = dict([tail.split("=")]) if tail else {}
    answer = of_an_giang.get(url, of("AG0" if units == "was" else "AG", units=units, format="csv") | more)
    assert f"theo-don-vi-{name}" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    head = " ".join(row[0] for row in rows if row and row[0].startswith("#")) + " ".join(" ".join(r) for r in rows[:6])
    assert "Theo đơn vị" in head


@pytest.mark.row(58)
def test_a_carried_export_counts_the_predecessors(of_an_giang):
    answer = of_an_giang.get(TOTALS, of("AG", units="now", format="csv")).content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(answer)) if row]
    head = next(row for row in rows if "Số đơn vị cũ" in row)
    line = next(row for row in rows if "3145" in row)
    assert [line[head.index(name)] for name in ("Số đơn vị cũ có số liệu", "Số đơn vị cũ")] == ["1", "2"]
    assert "chưa đủ: 1/2 đơn vị cũ" in line[head.index("Ghi chú")]


def test_a_series_marks_the_day_of_the_change_and_says_the_mode(of_an_giang, an_giang):  # noqa: F811
    page = of_an_giang.get(DOCS, of("AG0", period="2025")).content.decode()
    assert "sparkline__break" not in page, "nothing was told in 2025, but the old years are before the change"
    page = unescape(of_an_giang.get(DOCS, of("AG", period="2026", units="now")).content.decode())
    assert "Vạch đứng" not in page, "nothing is drawn"
    file(an_giang, "AG.MT", {"doc_issued": 40}, period="2025", line="provincial-front")
    recompute_waiting()
    page = unescape(of_an_giang.get(DOCS, of("AG", period="2025", units="now")).content.decode())
    assert "Vạch đứng đánh dấu ngày thay đổi đơn vị: 01/07/2025." in page
    assert "sparkline__break" in page


def test_queries_do_not_grow_with_predecessors(of_an_giang):
    counts = [_queries(of_an_giang, url, of("AG", units="now")) for url in (TOTALS, DOCS)]
    more = [f"P{number}" for number in range(12)]
    open_units([histories_province(code, f"Tỉnh {code}") for code in more])
    open_units([front(code) for code in more])
    histories.end(more, REFORM)
    histories.change(REFORM, [(code, "AG", Decimal(1)) for code in more])
    after = [_queries(of_an_giang, url, of("AG", units="now")) for url in (TOTALS, DOCS)]
    assert "mới có 1 đơn vị báo cáo" in text(of_an_giang, TOTALS, of("AG", units="now"))
    assert all(now <= before for before, now in zip(counts, after, strict=True)), (counts, after)


def _queries(client, url: str, query: dict[str, str]) -> int:
    client.get(url, query)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url, query).status_code == 200
    return len(seen)
