"""Issued means frozen: in the service, in the database, and in the file."""

import hashlib
import io

import docx
import pytest
from django.db import DatabaseError, transaction

from danvan.core.errors import Refused, Stale
from danvan.figures.models import Value
from danvan.files.storage import path_of
from danvan.reviews import services
from danvan.reviews.models import Block, FigureRef, Issue, Review, Snapshot
from danvan.reviews.queries import changed_since, figure_of, paper_of, require_unchanged, said_of
from danvan.reviews.services.issuing import digest_of, frozen_of

from .factories import COMMUNES, YEAR, drafted, file, file_models, issued, paper, submitted

pytestmark = pytest.mark.django_db


def printed(review) -> str:
    """All words of the issued file, tables included."""
    word = docx.Document(io.BytesIO(path_of(review.issued.digest).read_bytes()))
    text = "\n".join(
        "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
        for paragraph in word.element.body.iter()
        if paragraph.tag.endswith("}p")
    )
    return text.replace("\u00a0", " ")


def correct(country) -> None:
    """A1 files its year once more with five models more."""
    values = {"dvk_registered": 40, "dvk_implemented": 35, "dvk_implemented.economy": 17}
    values |= {"dvk_implemented.culture_society": 10, "dvk_implemented.security_defence": 5}
    file(country, "A1.DU", values | {"dvk_implemented.political_system": 3, "dialogue_conf": 4, "dialogue_attend": 250})
    from danvan.figures.services import recompute_waiting

    recompute_waiting()


@pytest.mark.row(65)
def test_the_numbers_in_the_file_are_the_sums_over_the_filed_values(country):
    file_models(country, units=tuple(COMMUNES))
    text = printed(issued(country))
    values = Value.objects.filter(period=YEAR, indicator__code="dvk_implemented", part=None)
    total = sum(int(value.amount) for value in values)
    registered = sum(int(v.amount) for v in Value.objects.filter(period=YEAR, indicator__code="dvk_registered"))
    assert (registered, total) == (70, 57)
    assert f"đã đăng ký {registered} mô hình" in text
    assert f"thực hiện {total} mô hình, đạt 81,4 %" in text
    assert "BÁO CÁO" in text
    assert "Trần Văn Mẫu" in text


@pytest.mark.row(66)
def test_after_a_correction_the_paper_stands_and_what_changed_is_said_beside_it(country):
    file_models(country)
    review = issued(country)
    text, bytes_before = review.issued.text, path_of(review.issued.digest).read_bytes()
    before = {one.ref.key: (one.text, one.digest) for one in Snapshot.objects.select_related("ref")}
    assert changed_since(review) == []
    correct(country)
    changes = {(one.label.split(",")[0], one.before, one.after) for one in changed_since(review)}
    assert ("Mô hình “Dân vận khéo” thực hiện", "48", "53") in changes
    again = Review.objects.get(pk=review.pk)
    assert again.issued.text == text
    assert path_of(again.issued.digest).read_bytes() == bytes_before
    assert {one.ref.key: (one.text, one.digest) for one in Snapshot.objects.select_related("ref")} == before


@pytest.mark.row(66)
def test_a_frozen_number_can_be_opened_again_with_its_cells(country):
    file_models(country)
    review = issued(country)
    correct(country)
    snapshot = Snapshot.objects.get(label__startswith="Mô hình “Dân vận khéo” thực hiện, năm", ref__review=review)
    figure = figure_of(snapshot.ref)
    assert figure.said.text == "48"
    assert figure.now.text == "53"
    assert figure.has_changed
    assert figure.said.formula == "20 + 16 + 8 + 4 = 48"
    assert {(one["unit"], one["text"]) for one in figure.said.sources} == {
        ("Đảng ủy xã Đồng Xuân", "30"),
        ("Đảng ủy xã Hòa Bình", "18"),
    }
    assert all(one["filed_by"] and one["filed_at"] and one["revision"] == 1 for one in figure.said.sources)
    assert digest_of(frozen_of(said_of(snapshot))) == snapshot.digest


@pytest.mark.row(66)
def test_a_number_of_the_table_by_unit_is_frozen_with_its_filed_cell(country):
    file_models(country)
    review = issued(country)
    ref = FigureRef.objects.get(review=review, question__ask="grid")
    place = figure_of(ref).said.columns.index("Mô hình “Dân vận khéo” thực hiện (mô hình)") + 1
    figure = figure_of(ref, f"2.{place}")
    assert figure.said.label == "Mô hình “Dân vận khéo” thực hiện, Xã Đồng Xuân"
    assert figure.said.text == "30"
    assert [one["unit"] for one in figure.said.sources] == ["Đảng ủy xã Đồng Xuân"]
    assert figure_of(ref, "99.1") is None
    assert figure_of(ref, "x") is None


def test_every_number_of_the_issued_paper_has_a_snapshot(country):
    file_models(country)
    review = issued(country)
    from danvan.reviews.paper import keys_in

    used = keys_in(review.issued.text)
    assert used
    assert used == set(Snapshot.objects.filter(ref__review=review).values_list("ref__key", flat=True))


@pytest.mark.parametrize("model", [Block, FigureRef, Snapshot, Issue, Review])
def test_the_database_refuses_to_change_or_delete_what_was_issued(country, model):
    file_models(country)
    issued(country)
    rows = model.objects.all()
    changes = {
        Block: {"text": "khác"}, FigureRef: {"question": {}}, Snapshot: {"text": "0"}, Issue: {"digest": "0"},
        Review: {"subject": "khác"},
    }[model]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(using="default")


def test_the_database_refuses_a_new_block_in_an_issued_review_and_a_wrong_move(country):
    file_models(country)
    review = issued(country)
    with pytest.raises(DatabaseError), transaction.atomic():
        Block.objects.create(review=review, order=999, kind="paragraph", text="thêm")
    draft = drafted(country)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(pk=draft.pk).update(state="issued")


def test_nobody_issues_what_they_submitted(country):
    file_models(country)
    head = country.actor("provincial_head", "A")
    review = drafted(country)
    review = services.submit(review, by=head, version=review.version)
    with pytest.raises(Refused) as refusal:
        services.issue(review, paper(), by=head, version=review.version)
    assert refusal.value.code == "own-submission"


def test_who_may_only_write_does_not_issue(country):
    review = submitted(country)
    with pytest.raises(Refused) as refusal:
        services.issue(review, paper(), by=country.actor("provincial_specialist", "A"), version=review.version)
    assert refusal.value.code == "not-allowed"


def test_an_issue_names_the_version_and_the_numbers_that_were_shown(country):
    file_models(country)
    review = submitted(country)
    head = country.actor("provincial_head", "A")
    with pytest.raises(Stale):
        services.issue(review, paper(), by=head, version=review.version - 1)
    with pytest.raises(Stale):
        services.issue(review, paper(), by=head, version=review.version, shown="0" * 64)
    assert not Issue.objects.exists()


def test_it_is_not_issued_while_totals_wait_to_be_made(country):
    file_models(country)
    review = submitted(country)
    file(country, "A3.DU", {"dvk_registered": 1})
    with pytest.raises(Refused) as refusal:
        services.issue(review, paper(), by=country.actor("provincial_head", "A"), version=review.version)
    assert refusal.value.code == "totals-waiting"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"number": 0}, "number"), ({"signer_name": " "}, "signer_name"), ({"symbol": ""}, "symbol")],
)
def test_a_paper_without_number_symbol_or_signer_is_refused_at_its_field(country, changes, field):
    review = submitted(country)
    with pytest.raises(Refused) as refusal:
        services.issue(review, paper(**changes), by=country.actor("provincial_head", "A"), version=review.version)
    assert refusal.value.field == field


def test_one_number_is_given_once_a_year(country):
    issued(country)
    with pytest.raises(Refused) as refusal:
        issued(country)
    assert refusal.value.code == "number-taken"


def test_a_review_sent_back_can_be_written_and_submitted_again(country):
    review = submitted(country)
    head = country.actor("provincial_head", "A")
    with pytest.raises(Refused):
        services.send_back(review, "  ", by=head, version=review.version)
    review = services.send_back(review, "Bổ sung phần kinh nghiệm.", by=head, version=review.version)
    assert review.is_open
    assert review.sent_back_for == "Bổ sung phần kinh nghiệm."
    review = services.submit(review, by=country.actor("provincial_specialist", "A"), version=review.version)
    assert review.state == "submitted"


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(country):
    review = issued(country)
    path = path_of(review.issued.digest)
    data = path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == review.issued.digest
    require_unchanged(review.issued)
    path.chmod(0o640)
    path.write_bytes(data + b"x")
    with pytest.raises(Refused) as refusal:
        require_unchanged(review.issued)
    assert refusal.value.code == "file-changed"
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("unit", "family", "said", "unsaid", "symbol"),
    [
        ("A.BTGDV", "party", "ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI", "05-BC/BTGDVTU"),
        ("A.MTTQ", "state", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN", "05/BC-UBMTTQ"),
    ],
)
def test_each_family_has_its_own_head_and_never_the_other(country, unit, family, said, unsaid, symbol):
    file_models(country)
    review = submitted(country, unit=unit)
    assert review.family == family
    words = paper(symbol=symbol[3:], superior=review.superior, issuer=review.issuer)
    services.issue(review, words, by=country.actor("provincial_head", "A"), version=review.version)
    text = printed(Review.objects.get(pk=review.pk))
    assert said in text
    assert unsaid not in text
    assert symbol in text


@pytest.mark.trust("T15")
def test_braces_in_a_text_are_printed_as_they_stand(country):
    review = drafted(country)
    by = country.actor("provincial_specialist", "A")
    services.add_block(review, "paragraph", "Giá trị {{7*7}} và {% debug %}", by=by)
    review = Review.objects.get(pk=review.pk)
    review = services.submit(review, by=by, version=review.version)
    services.issue(review, paper(), by=country.actor("provincial_head", "A"), version=review.version)
    text = printed(Review.objects.get(pk=review.pk))
    assert "Giá trị {{7*7}} và {% debug %}" in text
    assert "49" not in text.split("Giá trị")[1][:30]


def test_the_issued_page_is_made_of_the_frozen_text(country):
    from danvan.core import clock

    file_models(country)
    review = issued(country)
    assert paper_of(review, clock.today()).pieces == review.issued.text
