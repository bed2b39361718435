"""What is kept of a photo or video is the picture and nothing else; what is none is not kept."""

import io

import pytest
from PIL import Image, ImageFile

from danvan.core.errors import Refused
from danvan.portal import photos, videos
from danvan.portal.models.blocks import table_cells

from . import pictures

TELLING = [pictures.OWNER.encode(), pictures.PLACE.encode(), b"Exif", b"xmpmeta", b"GPS", b"Author"]


@pytest.mark.trust("T26")
@pytest.mark.parametrize(("data", "extension"), [(pictures.jpeg(), "jpg"), (pictures.png(), "png")])
def test_nothing_that_the_camera_wrote_stays_in_the_bytes(data, extension):
    assert any(sign in data for sign in TELLING)
    kept = photos.clean(data, extension).data
    assert [sign for sign in TELLING if sign in kept] == []
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert not set(picture.info) & {"comment", "icc_profile", "xmp", "exif"}


def test_a_photo_is_made_smaller_once_and_stands_upright():
    kept = photos.clean(pictures.jpeg((3200, 1600)), "jpg")
    assert (kept.width, kept.height) == (1280, 2560)  # its camera lay on its side


def test_a_photo_of_a_drawing_keeps_what_is_clear():
    out = io.BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(out, "WEBP")
    with Image.open(io.BytesIO(photos.clean(out.getvalue(), "webp").data)) as picture:
        assert picture.mode == "RGBA"


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.trust("T23")
@pytest.mark.parametrize(
    ("data", "extension", "code"),
    [
        (SVG, "svg", "type-not-taken"),
        (HTML, "html", "type-not-taken"),
        (SVG, "png", "broken"),
        (HTML, "jpg", "broken"),
        (pictures.png(), "jpg", "broken"),
        (pictures.jpeg(), "webp", "broken"),
        (pictures.jpeg() + HTML, "jpg", "broken"),
        (pictures.png() + HTML, "png", "broken"),
        (pictures.png()[:200], "png", "broken"),
        (b"GIF89a/*" + HTML, "png", "broken"),
        (b"", "jpg", "empty"),
        (pictures.moving("PNG"), "png", "moving"),
        (pictures.moving("WEBP"), "webp", "moving"),
        (b"\xff\xd8\xff" + bytes(photos.MOST_BYTES), "jpg", "too-large"),
    ],
)
def test_what_is_no_photo_is_refused(data, extension, code):
    with pytest.raises(Refused) as refused:
        photos.clean(data, extension)
    assert refused.value.code == code
    assert refused.value.field == "file"


@pytest.mark.trust("T28")
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(monkeypatch):
    def decoded(picture):
        pytest.fail("the points were decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded)
    data = pictures.bomb()
    assert len(data) < 200_000
    with pytest.raises(Refused) as refused:
        photos.clean(data, "png")
    assert refused.value.code == "too-many-points"


@pytest.mark.trust("T26")
@pytest.mark.parametrize(("data", "kind"), [(pictures.mp4(), "mp4"), (pictures.webm(), "webm")])
def test_a_video_forgets_place_and_owner_and_keeps_its_film(data, kind):
    file = io.BytesIO(data)
    videos.clean(file, kind)
    kept = file.getvalue()
    assert len(kept) == len(data)
    assert pictures.OWNER.encode() not in kept
    assert pictures.PLACE.encode() not in kept
    assert kept.count(b"film") == data.count(b"film")
    again = io.BytesIO(kept)
    videos.clean(again, kind)
    assert again.getvalue() == kept


@pytest.mark.trust("T23")
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (HTML, "mp4"),
        (pictures.mp4()[:-1], "mp4"),
        (pictures.mp4() + HTML, "mp4"),
        (pictures.webm(), "mp4"),
        (pictures.mp4(), "webm"),
        (pictures.webm()[:-1], "webm"),
        (b"", "webm"),
    ],
)
def test_what_is_no_video_is_refused(data, kind):
    with pytest.raises(Refused) as refused:
        videos.clean(io.BytesIO(data), kind)
    assert refused.value.code == "broken"


def test_a_table_is_read_from_what_a_sheet_copies():
    assert table_cells("Xã\tSố hộ\nHòa Bình\t12\n\nTân Lập\n") == [["Xã", "Số hộ"], ["Hòa Bình", "12"], ["Tân Lập", ""]]
    assert table_cells("| Xã | Số hộ |\n| Hòa Bình | 12 |") == [["Xã", "Số hộ"], ["Hòa Bình", "12"]]
