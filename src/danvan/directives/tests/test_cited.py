"""What texts name meets the register: matched, missing, or asked; and a nod makes an entry or a task."""

import pytest

from danvan.directives.cited import cited, matched_in, naming
from danvan.directives.models import Directive, Task
from danvan.reader import services as reader
from danvan.reader.kinds import Kind
from danvan.reader.tests import factories as reading

from . import factories

pytestmark = pytest.mark.django_db

TEXT = """Báo cáo minh họa về công tác dân vận

Các cấp thực hiện Kết luận số 62-KL/TW của Bộ Chính trị (khóa X) về tiếp tục đổi mới công tác và Kết luận 77 - KL/TU \
của Ban Thường vụ Tỉnh ủy về công tác dân vận. Đồng thời triển khai Quyết định số 217- QĐ/TW về giám sát.
"""


@pytest.fixture
def clerk(country):
    return country.actor("provincial_specialist", "A")


@pytest.fixture
def text(clerk):
    return reading.document(clerk, TEXT)


def labels(rows, *, matched):
    return {row.label for row in rows if bool(row.matched) == matched}


@pytest.mark.row(129)
def test_named_documents_are_matched_with_the_register_however_the_symbol_is_written(country, clerk, text):
    one = factories.directive(country, raw_symbol="217/QĐ-TW", kind="decision")
    rows = cited(clerk)
    assert [row.matched for row in rows if row.matched] == [one]
    assert {row.fact.values["symbol"] for row in rows if not row.matched} == {"62-KL/TW", "77-KL/TU"}
    assert naming(one, clerk) == [text]
    assert matched_in(text, clerk) == [one]


@pytest.mark.row(129)
def test_the_work_list_shows_what_the_register_lacks_and_who_names_it(signed_in, text):
    page = signed_in("provincial_specialist", "A").get("/van-ban/nhac-toi/").content.decode()
    assert "62-KL/TW" in page
    assert str(text) in page
    graph = signed_in("provincial_specialist", "A").get("/van-ban/nhac-toi.json").json()
    assert len(graph["edges"]) == 3
    assert all(not node["in_register"] for node in graph["nodes"] if node["id"].startswith("named:"))


@pytest.mark.row(129)
def test_a_nod_makes_a_register_entry_that_has_what_the_text_says(signed_in, text):
    fact = text.facts.get(kind=Kind.CITATION, values__symbol="62-KL/TW")
    form = signed_in("provincial_specialist", "A").get(f"/van-ban/moi/?trich-dan={fact.public_id}").context["form"]
    assert form.initial["raw_symbol"] == "62-KL/TW"
    assert form.initial["issuer"] == "Bộ Chính trị"
    assert form.initial["kind"] == "conclusion"
    assert not Directive.objects.exists()


@pytest.mark.trust("T08")
def test_a_text_of_another_province_fills_no_form(signed_in, text):
    fact = text.facts.filter(kind=Kind.CITATION).first()
    stranger = signed_in("provincial_specialist", "B")
    assert stranger.get(f"/van-ban/moi/?trich-dan={fact.public_id}").status_code == 404
    assert "62-KL/TW" not in stranger.get("/van-ban/nhac-toi/").content.decode()


@pytest.mark.row(127)
def test_what_a_text_asks_becomes_a_draft_task_under_a_document_that_the_text_names(country, signed_in, clerk):
    one = factories.directive(country, raw_symbol="77-KL/TU", kind="conclusion")
    text = reading.document(clerk)
    asked = text.facts.filter(kind=Kind.TASK).first()
    reader.confirm(asked, by=clerk)
    client = signed_in("provincial_specialist", "A")
    choose = client.get(f"/van-ban/nhiem-vu/tu-van-ban/{asked.public_id}/")
    assert [found for found, _address in choose.context["rows"]] == [one]
    form = client.get(choose.context["rows"][0][1]).context["form"]
    assert asked.values["value"] in form.initial["detail"]
    assert not Task.objects.exists()
