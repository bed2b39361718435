"""Uploads through the editors' pages, and what strangers may fetch."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.exceptions import InvalidFilterSpecError

from danvan.portal.models import Attachment, Photo, PhotoRendition
from danvan.portal.page_cache import SHARED_SECONDS

from . import factories, pictures

pytestmark = pytest.mark.django_db

CHOOSER = "/bien-tap/images/chooser/create/"
DOCUMENTS = "/bien-tap/documents/chooser/create/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """A folder of its own for the files of one test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _photo_form(data: bytes, name: str) -> dict:
    prefix = "image-chooser-upload-"
    return {
        prefix + "title": "Lễ phát động",
        prefix + "alternative": "Người dân làm đường",
        prefix + "file": SimpleUploadedFile(name, data),
    }


@pytest.mark.row(112)
@pytest.mark.trust("T26")
@pytest.mark.trust("T20")
def test_an_uploaded_photo_is_stored_without_what_the_camera_wrote(signed_in, media):
    author = signed_in("portal_author", "A")
    answer = author.post(CHOOSER, _photo_form(pictures.jpeg(), "../../Nhà bà Chu 21.0278.jpg"))
    assert json.loads(answer.content)["step"] == "chosen"
    photo = Photo.objects.get()
    assert photo.alternative == "Người dân làm đường"
    bytes_kept = _stored(media)
    assert len(bytes_kept) > 1000
    assert pictures.OWNER.encode() not in bytes_kept
    assert pictures.PLACE.encode() not in bytes_kept
    assert "21.0278" not in " ".join(str(path) for path in media.rglob("*"))
    assert all(path.resolve().is_relative_to(media) for path in media.rglob("*"))


@pytest.mark.trust("T26")
def test_a_photo_whose_form_is_wrong_does_not_wait_on_the_disk_as_it_came(signed_in, media):
    author = signed_in("portal_author", "A")
    form = {"title": "x" * 300, "files[]": SimpleUploadedFile("a.jpg", pictures.jpeg())}
    answer = author.post("/bien-tap/images/multiple/add/", form, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 200
    assert Photo.objects.count() == 0
    assert pictures.OWNER.encode() not in _stored(media)


@pytest.mark.trust("T23")
@pytest.mark.trust("T28")
@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "Chỉ nhận ảnh"),
        (pictures.jpeg() + b"<script>alert(1)</script>", "a.jpg", "Tệp bị hỏng"),
        (pictures.bomb(), "a.png", "40 triệu điểm ảnh"),
    ],
)
def test_what_is_no_photo_is_refused_at_the_field_and_the_rest_of_the_form_stays(signed_in, media, data, name, said):
    answer = json.loads(signed_in("portal_author", "A").post(CHOOSER, _photo_form(data, name)).content)
    assert said in answer["htmlFragment"]
    assert "Người dân làm đường" in answer["htmlFragment"]
    assert Photo.objects.count() == 0
    assert _stored(media) == b""


@pytest.mark.row(112)
def test_strangers_fetch_photos_of_published_articles_in_fixed_sizes_and_no_original(client):
    photo = factories.photo(caption="Làm đường", credit="Minh Châu")
    page = factories.draft(lead_photo=photo, body=[("photo", {"photo": photo})])
    for spec in ("width-480|format-webp", "original"):
        photo.get_rendition(spec)
    address = {each.filter_spec: each.url for each in PhotoRendition.objects.all()}
    assert client.get(address["width-480|format-webp"]).status_code == 404
    page.save_revision().publish()
    page.refresh_from_db()
    answer = client.get(address["width-480|format-webp"])
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/webp",
        "nosniff",
    )
    assert "immutable" in answer["Cache-Control"]
    assert f"s-maxage={SHARED_SECONDS}" in answer["Cache-Control"]  # what is taken down goes from shared caches too
    assert client.get(address["original"]).status_code == 404
    assert client.get(f"/anh/{photo.file.name}").status_code == 404
    assert client.get("/anh/../secret_key").status_code == 404
    shown = page.shown.body_html
    assert 'alt="Người dân làm đường"' in shown
    assert 'width="480"' in shown
    assert "Minh Châu" in shown
    assert "480w" in page.shown.photo["srcset"]
    page.unpublish()
    assert client.get(address["width-480|format-webp"]).status_code == 404


def test_a_photo_is_drawn_in_no_other_size():
    with pytest.raises(InvalidFilterSpecError):
        factories.photo().get_rendition("width-4999")


@pytest.mark.row(112)
def test_documents_of_published_articles_are_taken_away_as_files(client):
    plan = factories.attachment()
    page = factories.draft(text=f'<p><a linktype="document" id="{plan.pk}">Kế hoạch</a></p>')
    assert client.get(plan.url).status_code == 404
    page.save_revision().publish()
    answer = client.get(plan.url)
    assert b"".join(answer.streaming_content).decode() == "Nội dung minh họa"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.row(112)
def test_a_video_is_played_from_the_middle(client):
    film = factories.attachment("Phim.mp4", pictures.mp4())
    block = {"video": film, "transcript": "Bà con cùng làm đường."}
    page = factories.published(body=[("video", block)])
    answer = client.get(film.url, headers={"range": "bytes=-4"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, b"film")
    assert client.get(film.url, headers={"range": "bytes=999999-"}).status_code == 416
    assert "Bà con cùng làm đường." in page.shown.body_html
    assert '<source src="' in page.shown.body_html
    assert "Bà con cùng làm đường." in page.shown.text


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        ("TỐI MẬT\nNội dung".encode(), "a.txt", "bí mật nhà nước"),
        (pictures.mp4(), "Phim tối mật.mp4", "bí mật nhà nước"),
        (b"<script>alert(1)</script>", "a.pdf", "Tệp bị hỏng"),
        (b"<html>", "a.html", "Chỉ nhận"),
    ],
)
def test_documents_that_must_not_be_here_are_not_kept(signed_in, media, data, name, said):
    form = {"document-chooser-upload-title": "Tài liệu", "document-chooser-upload-file": SimpleUploadedFile(name, data)}
    answer = json.loads(signed_in("portal_author", "A").post(DOCUMENTS, form).content)
    assert said in answer["htmlFragment"]
    assert Attachment.objects.count() == 0
    assert _stored(media) == b""


@pytest.mark.trust("T20")
def test_a_document_has_the_name_that_the_server_makes(signed_in, media):
    form = {
        "document-chooser-upload-title": "Kế hoạch",
        "document-chooser-upload-file": SimpleUploadedFile("Kế\u202ehoạch.txt", "Nội dung".encode()),
    }
    signed_in("portal_author", "A").post(DOCUMENTS, form)
    kept = Attachment.objects.get()
    assert (kept.name, kept.kind) == ("Kếhoạch.txt", "txt")
    assert Path(kept.file.name).stem.isalnum()
    assert reverse("portal:attachment", kwargs={"public_id": kept.public_id, "name": kept.name}) == kept.url
