"""Word templates of one's own: filled with the paper as plain data, tried out at upload, refused with the place."""

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.reviews import services
from danvan.reviews.exports import docx_of
from danvan.reviews.models import Review, ReviewTemplate
from danvan.reviews.queries import paper_of
from danvan.reviews.services import Head

from .factories import charted, drafted, file_models, template, word_file

EVIL = "{{7*7}} {% now %} {{ ''.__class__ }} <w:p>&amp;"


def chosen(country, review, one, **changes) -> Review:
    """The review printed in a template."""
    review = Review.objects.get(pk=review.pk)
    names = ("subject", "superior", "issuer", "place", "recipients")
    head = Head(**{name: getattr(review, name) for name in names} | changes, template=one)
    by = country.actor("provincial_specialist", "A")
    return services.edit_head(review, head, by=by, version=review.version)


def printed(review) -> docx.document.Document:
    return docx.Document(io.BytesIO(docx_of(review, paper_of(review, clock.today()).pieces, clock.today())))


@pytest.mark.row(65)
@pytest.mark.trust("T15")
def test_a_review_is_printed_in_its_own_template_and_what_people_typed_stays_text(country):
    file_models(country)
    review = drafted(country)
    by = country.actor("provincial_specialist", "A")
    services.add_block(review, "paragraph", EVIL, by=by)
    charted(country, review, caption=EVIL)
    review = chosen(country, review, template(country), subject=f"Báo cáo {EVIL}")
    word = printed(review)
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert lines.count(EVIL) == 1
    assert f"Báo cáo {EVIL}" in lines
    assert any(line.startswith("Biểu đồ 1. " + EVIL) for line in lines)
    assert "49" not in lines[: lines.index(EVIL)]
    assert len(word.inline_shapes) == 1
    assert any("đã đăng ký 60 mô hình" in line for line in lines)


@pytest.mark.trust("T15")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Tổng {{7*7}}", "template-not-allowed"),
        ("{{ ''.__class__ }}", "template-not-allowed"),
        ("{{ subject.__class__.__mro__ }}", "template-not-allowed"),
        ("{{ subject['__class__'] }}", "template-not-allowed"),
        ("{{ subject|attr('x') }}", "template-not-allowed"),
        ("{{ subject.upper() }}", "template-not-allowed"),
        ("{{ subject|safe }}", "template-not-allowed"),
        ("{% include 'a' %}{{ subject }}", "template-not-allowed"),
        ("{% for a in range(9) %}{{ a }}{% endfor %}", "template-loop"),
        ("{% for a in blocks %}{% for b in blocks %}{{ a.text }}{% endfor %}{% endfor %}", "template-loop"),
        ("{{ subjekt }}", "template-unknown-name"),
        ("{{ blocks[0].tekst }}", "template-unknown-name"),
        ("{% if subject %}x", "template-syntax"),
        ("Không có chỗ nào", "template-no-place"),
    ],
)
def test_what_a_template_may_not_say_is_refused_with_its_place(line, code):
    from danvan.documents.templating import Fault, fill
    from danvan.reviews.own_templates import SAMPLE, refusal

    with pytest.raises(Fault) as caught:
        fill(word_file("Mở đầu {{ subject }}" if code != "template-no-place" else "a", line).read(), SAMPLE, SAMPLE)
    refused = refusal(caught.value)
    assert refused.code == code
    assert code == "template-no-place" or line.split("}")[0][:20] in str(refused.message)


def _with(part: str, change) -> SimpleUploadedFile:
    """The sample template with one part of the package changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(word_file()) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.infolist():
            data = old.read(one)
            new.writestr(one.filename, change(data) if one.filename == part else data)
    return SimpleUploadedFile("khuon-mau.docx", made.getvalue())


def _relation(kind: str):
    """Add a relation to something outside."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="rId99" Type="{kinds}/{kind}" Target="http://ngoai.example/a" TargetMode="External"/>'
    return lambda data: data.replace(b"</Relationships>", f"{more}</Relationships>".encode())


def _field(data: bytes) -> bytes:
    said = '<w:p><w:fldSimple w:instr="INCLUDEPICTURE http://ngoai.example/a.png"/></w:p><w:sectPr'
    return data.replace(b"<w:sectPr", said.encode(), 1)


@pytest.mark.trust("T15")
@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        ("word/_rels/document.xml.rels", _relation("image"), "template-outside"),
        ("word/_rels/document.xml.rels", _relation("attachedTemplate"), "outside"),
        ("word/document.xml", _field, "template-outside"),
        ("[Content_Types].xml", lambda data: data.replace(b"document.main+xml", b"macroEnabled.main+xml"), "macros"),
        ("word/document.xml", lambda data: data.replace(b"<w:body>", b"<w:body>" + b" " * 2_500_000), None),
    ],
)
def test_a_template_that_fetches_or_runs_something_is_not_taken(country, part, change, code):
    by = country.actor("unit_administrator", "A")
    with pytest.raises(Refused) as refused:
        services.keep_template(country["A.BTGDV"], "Xấu", _with(part, change), by=by)
    assert refused.value.code == code if code else refused.value.code in ("zip-bomb", "template-too-large")
    assert not ReviewTemplate.objects.exists()


def test_only_the_administrator_keeps_templates_and_only_those_offered_are_chosen(country, signed_in):
    for role, unit in (("provincial_specialist", "A"), ("commune_officer", "A1")):
        with pytest.raises(Refused):
            services.keep_template(country["A.BTGDV"], "Mẫu", word_file(), by=country.actor(role, unit))
        assert signed_in(role, unit).get(reverse("reviews:templates")).status_code == 404
    other = country.actor("unit_administrator", "B1")
    with pytest.raises(Http404):
        services.keep_template(country["A.BTGDV"], "Mẫu", word_file(), by=other)
    one = template(country)
    review = drafted(country)
    services.retire_template(one, by=country.actor("unit_administrator", "A"))
    with pytest.raises(Refused) as refused:
        chosen(country, review, one)
    assert refused.value.code == "no-template"


def test_the_page_takes_a_template_and_says_what_is_wrong_at_the_field(country, signed_in):
    client = signed_in("unit_administrator", "A")
    address = reverse("reviews:templates")
    body = str(country["A.BTGDV"].public_id)
    bad = client.post(address, {"unit": body, "name": "Mẫu", "file": word_file("Kính gửi {{ nguoi_nhan }}")})
    assert bad.status_code == 422
    assert "Không có “nguoi_nhan” để điền ở chỗ này: “Kính gửi {{ nguoi_nhan }}”" in bad.content.decode()
    sample = client.get(reverse("reviews:sample_template"))
    good = SimpleUploadedFile("a.docx", sample.content)
    assert client.post(address, {"unit": body, "name": "Mẫu", "file": good}).status_code == 302
    page = client.get(address).content.decode()
    assert "Mẫu" in page
    review = drafted(country)
    head = signed_in("provincial_specialist", "A").get(reverse("reviews:head", args=[review.public_id])).content
    assert "Khuôn mẫu riêng" in head.decode()
