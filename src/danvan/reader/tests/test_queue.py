"""The confirmation queue: nothing is a record before a person says so, and what a person said stays."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word

from danvan.core.errors import Refused, Stale
from danvan.reader import services
from danvan.reader.kinds import Kind
from danvan.reader.models import Document
from danvan.reader.queries import pieces
from danvan.reader.states import State

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(country):
    return country.actor("provincial_specialist", "A")


@pytest.fixture
def document(clerk):
    return factories.document(clerk)


def fact(document, kind):
    return document.facts.filter(kind=kind).first()


@pytest.mark.row(130)
def test_what_was_decided_is_not_overwritten_by_a_later_run(document, clerk):
    cited, figure = fact(document, Kind.CITATION), fact(document, Kind.FIGURE)
    services.correct(cited, {"kind": "kết luận", "symbol": "77-KL/TU", "subject": "điều tôi viết"}, by=clerk)
    services.refuse(figure, by=clerk)
    before = document.facts.count()
    services.read_again(document, by=clerk)
    cited.refresh_from_db()
    figure.refresh_from_db()
    assert cited.state == State.CORRECTED
    assert cited.values["subject"] == "điều tôi viết"
    assert figure.state == State.REFUSED
    assert document.facts.count() == before


@pytest.mark.row(128)
def test_each_fact_shows_where_it_stands_by_which_rule_and_how_sure(document):
    assert document.facts.exists()
    for one in document.facts.all():
        start, end = one.spans[0]
        assert document.text[start:end] == one.text
        assert one.rule
        assert 0 <= one.confidence <= 1


@pytest.mark.row(128)
def test_the_text_on_the_left_is_the_whole_text_with_every_fact_lit(document):
    facts = list(document.facts.all())
    shown = pieces(document, facts)
    assert "".join(piece.text for piece in shown) == document.text
    lit = {public_id for piece in shown for public_id in piece.facts}
    assert lit == {str(one.public_id) for one in facts}
    assert any(piece.dim and "Hôm nay" in piece.text for piece in shown)


@pytest.mark.row(130)
def test_a_clerk_confirms_corrects_refuses_and_takes_back_through_the_page(signed_in, document):
    client = signed_in("provincial_specialist", "A")
    cited, figure = fact(document, Kind.CITATION), fact(document, Kind.FIGURE)
    address = f"/bo-doc/du-kien/{cited.public_id}/"
    assert client.post(address + "dong-y/").status_code == 302
    cited.refresh_from_db()
    assert (cited.state, cited.values) == (State.CONFIRMED, cited.proposed)
    assert client.post(address + "bo/").status_code == 409  # decided already
    client.post(address + "mo-lai/")
    cited.refresh_from_db()
    assert cited.state == State.PROPOSED
    wrong = client.post(f"/bo-doc/du-kien/{figure.public_id}/sua/", {"value": "một nghìn", "unit": "mô hình"})
    assert wrong.status_code == 422
    assert "một nghìn" in wrong.content.decode()
    client.post(f"/bo-doc/du-kien/{figure.public_id}/sua/", {"value": "1.201", "unit": "mô hình"})
    figure.refresh_from_db()
    assert (figure.state, figure.values["value"]) == (State.CORRECTED, 1201)
    assert "1.201" in client.get(document.get_absolute_url()).content.decode()


def test_two_clerks_do_not_decide_the_same_fact_twice(document, clerk):
    cited = fact(document, Kind.CITATION)
    services.confirm(cited, by=clerk)
    with pytest.raises(Stale):
        services.refuse(cited, by=clerk)


def test_the_sure_ones_that_were_shown_are_confirmed_at_once_and_no_others(signed_in, document):
    first, second, *_others = document.facts.all()
    client = signed_in("provincial_specialist", "A")
    client.post(f"/bo-doc/{document.public_id}/dong-y/", {"fact": [str(first.public_id)]})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.CONFIRMED, State.PROPOSED)


def test_the_same_file_brought_twice_is_one_document(document, clerk):
    assert factories.document(clerk) == document


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("rong.txt", b"   ", "rỗng"),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "không đọc được"),
        ("hong.pdf", b"%PDF-1.4 nothing more", "hỏng"),
        ("bai.docx", b"PK\x03\x04 not a package", "hỏng"),
        ("bao-cao.txt", "TUYỆT MẬT\n\nBáo cáo minh họa".encode(), "bí mật nhà nước"),
    ],
)
def test_what_cannot_or_must_not_be_read_is_refused_at_the_file_and_nothing_is_kept(signed_in, name, data, said):
    answer = signed_in("provincial_specialist", "A").post("/bo-doc/moi/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.row(123)
def test_a_word_file_is_read_in_a_process_of_its_own_and_kept_beside_its_facts(signed_in):
    word, kept = Word(), io.BytesIO()
    for line in factories.REPORT.split("\n\n"):
        word.add_paragraph(line)
    word.save(kept)
    answer = signed_in("provincial_specialist", "A").post(
        "/bo-doc/moi/", {"file": SimpleUploadedFile("bao-cao.docx", kept.getvalue())}
    )
    document = Document.objects.get()
    assert answer.url == document.get_absolute_url()
    assert document.kind == "docx"
    assert document.file.name == "bao-cao.docx"
    assert document.facts.filter(kind=Kind.CITATION).exists()


@pytest.mark.trust("T08")
def test_people_of_another_province_find_neither_document_nor_fact(signed_in, document):
    stranger = signed_in("provincial_specialist", "B")
    assert stranger.get(document.get_absolute_url()).status_code == 404
    assert stranger.post(f"/bo-doc/du-kien/{document.facts.first().public_id}/dong-y/").status_code == 404
    assert str(document) not in stranger.get("/bo-doc/").content.decode()


def test_a_correction_that_says_nothing_is_refused_at_its_field(document, clerk):
    with pytest.raises(Refused) as refused:
        services.correct(fact(document, Kind.FIGURE), {"value": "5", "unit": " "}, by=clerk)
    assert refused.value.field == "unit"


@pytest.mark.row(126)
def test_bodies_are_resolved_to_units_of_the_register_and_shown_with_their_names(country, signed_in, document):
    committee = document.facts.get(kind=Kind.ORGANISATION, values__name="Tỉnh ủy Ánh Dương")
    assert committee.unit == country["A.TU"]
    page = signed_in("provincial_specialist", "A").get(document.get_absolute_url()).content.decode()
    assert f"/don-vi/{country['A.TU'].public_id}" in page


@pytest.mark.row(126)
def test_a_committee_in_a_text_about_another_province_is_not_taken_for_ones_own(country, clerk):
    elsewhere = factories.REPORT.replace("Tỉnh ủy Ánh Dương sơ kết", "Tỉnh ủy sơ kết").replace(
        "Năm 2020, các cấp trong tỉnh", "Năm 2020, tại tỉnh Bình Minh, các cấp"
    )
    text = factories.document(clerk, elsewhere)
    assert text.facts.get(kind=Kind.PLACE, values__name="tỉnh Bình Minh").unit == country["B"]
    assert country["A.TU"] not in [one.unit for one in text.facts.filter(kind=Kind.ORGANISATION)]
