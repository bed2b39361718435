"""What comes in is what its name says, is kept whole or not at all, and goes out as a dead download."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import RequestFactory
from django.utils import timezone

from danvan.audit.queries import history
from danvan.core.errors import Refused
from danvan.files import names, packages, services, storage
from danvan.files.models import StoredFile
from danvan.files.views import serve

from . import samples
from .samples import upload

GOOD = {
    "a.pdf": samples.PDF,
    "a.docx": samples.docx("Báo cáo công tác dân vận"),
    "a.xlsx": samples.xlsx("Số hộ", "12"),
    "a.png": samples.PNG,
    "a.jpg": samples.JPG,
    "A.JPEG": samples.JPG,
    "a.txt": "Kế hoạch số 12, đơn vị A".encode(),
    "utf16.txt": "Kế hoạch".encode("utf-16"),
}


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def actor(country):
    return country.actor("commune_officer", "A1")


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_each_type_is_kept_under_its_digest(actor, blobs, name):
    stored = services.store(upload(name, GOOD[name]), by=actor)
    assert storage.path_of(stored.digest).read_bytes() == GOOD[name]
    assert (stored.size, stored.name, stored.uploaded_by_id) == (len(GOOD[name]), name, actor.user_id)
    assert stored.type == name.lower().rpartition(".")[2].replace("jpeg", "jpg")
    assert kept(blobs) == [storage.path_of(stored.digest)]
    assert [line.who for line in history(stored)] == [actor.name]


def test_the_same_bytes_twice_are_two_rows_and_one_blob(actor, blobs):
    first, second = (services.store(upload(name, samples.PDF), by=actor) for name in ("a.pdf", "b.pdf"))
    assert first.digest == second.digest
    assert (first.name, second.name) == ("a.pdf", "b.pdf")
    assert len(kept(blobs)) == 1


BAD = {
    "svg": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type-not-taken"),
    "html": ("a.html", b"<html></html>", "type-not-taken"),
    "html as text": ("a.txt", b"  <!DOCTYPE html><html></html>", "broken"),
    "svg as text": ("a.txt", b"<?xml version='1.0'?><svg onload='x'/>", "broken"),
    "script inside text": ("a.txt", b"hello <script>alert(1)</script>", "broken"),
    "svg as png": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "broken"),
    "exe": ("a.exe", b"MZ\x90", "type-not-taken"),
    "exe as pdf": ("a.pdf", b"MZ\x90" + b"\0" * 100, "broken"),
    "exe as text": ("a.txt", b"MZ\x90\x00", "not-unicode"),
    "png as jpg": ("a.jpg", samples.PNG, "broken"),
    "jpg as pdf": ("a.pdf", samples.JPG, "broken"),
    "pdf as docx": ("a.docx", samples.PDF, "broken"),
    "docx as xlsx": ("a.xlsx", samples.docx("x"), "broken"),
    "xlsx as docx": ("a.docx", samples.xlsx("x"), "broken"),
    "docx as pdf": ("a.pdf", samples.docx("x"), "broken"),
    "old doc as docx": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken"),
    "docm": ("a.docm", samples.docx("x"), "type-not-taken"),
    "no extension": ("a", samples.PDF, "type-not-taken"),
    "double extension": ("a.pdf.exe", samples.PDF, "type-not-taken"),
    "gif that is a script": ("a.jpg", b"GIF89a/*" + b"\0" * 30 + b"*/=1;alert(1)", "broken"),
    "png with html after it": ("a.png", samples.PNG + b"<html><script>1</script>", "broken"),
    "png with a package after it": ("a.png", samples.PNG + samples.docx("x"), "broken"),
    "png cut short": ("a.png", samples.PNG[:-6], "broken"),
    "png with a wrong checksum": ("a.png", samples.PNG[:-1] + b"!", "broken"),
    "jpg with markup in a comment": (
        "a.jpg",
        b"\xff\xd8\xff\xfe\x00\x14<script>alert(1);" + b"\0" + samples.JPG[2:],
        "broken",
    ),
    "jpg cut short": ("a.jpg", samples.JPG[:-2], "broken"),
    "jpg with a package after it": ("a.jpg", samples.JPG + samples.docx("x"), "broken"),
    "pdf inside html": ("a.pdf", b"<html>" + samples.PDF, "broken"),
    "pdf with html in its head": ("a.pdf", samples.PDF.replace(b"1 0 obj", b"%<script>1</script>\n1 0 obj"), "broken"),
    "pdf with a package after it": ("a.pdf", samples.PDF + samples.docx("x"), "broken"),
    "pdf cut short": ("a.pdf", samples.PDF[:40], "broken"),
    "package with a head before it": ("a.docx", b"#!/bin/sh\n" + samples.docx("x"), "broken"),
    "package with a tail": ("a.docx", samples.docx("x") + b"<html></html>", "broken"),
    "empty": ("a.pdf", b"", "empty"),
    "text of another encoding": ("a.txt", "Kế hoạch".encode("utf-16-le"), "not-unicode"),
    "text in an old encoding": ("a.txt", "Công văn".encode("cp1258", errors="replace"), "not-unicode"),
}  # fmt: skip


@pytest.mark.trust("T23")
@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_not_what_its_name_says_is_refused_and_leaves_nothing(actor, blobs, case):
    name, data, code = BAD[case]
    with pytest.raises(Refused) as refusal:
        services.store(upload(name, data), by=actor)
    assert (refusal.value.code, refusal.value.field) == (code, "file")
    assert not kept(blobs)
    assert not StoredFile.objects.exists()


def bomb(size: int) -> bytes:
    return samples.repacked(
        samples.xlsx("x"), {"xl/sharedStrings.xml": b"<sst><si><t>" + b"a" * size + b"</t></si></sst>"}
    )


PLAIN = samples.docx("x")
RELATION = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="https://example.org/x.dotm" TargetMode="External"/></Relationships>'
)
ENTITIES = b'<!DOCTYPE d [<!ENTITY a "aaaa">]><w:document xmlns:w="w"><w:p><w:t>&a;</w:t></w:p></w:document>'
PACKAGES = {
    "a small file that opens to 100 MB": ("a.xlsx", lambda: bomb(100_000_000), "zip-bomb"),
    "many entries": ("a.docx", lambda: samples.repacked(PLAIN, dict.fromkeys(map(str, range(2_001)), b"")), "zip-bomb"),
    "macros": ("a.docx", lambda: samples.repacked(PLAIN, {"word/vbaProject.bin": b"x"}), "macros"),
    "a program inside": ("a.docx", lambda: samples.repacked(PLAIN, {"word/embeddings/run.exe": b"MZ"}), "macros"),
    "a step upwards": ("a.docx", lambda: samples.repacked(PLAIN, {"../../etc/cron.d/x": b"x"}), "broken"),
    "an absolute path": ("a.docx", lambda: samples.repacked(PLAIN, {"/etc/x": b"x"}), "broken"),
    "a drive": ("a.docx", lambda: samples.repacked(PLAIN, {"C:\\x": b"x"}), "broken"),
    "no main part": ("a.docx", lambda: samples.repacked(PLAIN, {}, without=("word/document.xml",)), "broken"),
    "entities": ("a.docx", lambda: samples.repacked(PLAIN, {"word/document.xml": ENTITIES}), "broken"),
    "a template from elsewhere": (
        "a.docx", lambda: samples.repacked(PLAIN, {"word/_rels/settings.xml.rels": RELATION}), "outside",
    ),
}  # fmt: skip


@pytest.mark.trust("T21")
@pytest.mark.parametrize("case", PACKAGES)
def test_a_dangerous_package_is_refused_before_it_is_unpacked(actor, blobs, case):
    name, make, code = PACKAGES[case]
    with pytest.raises(Refused) as refusal:
        services.store(upload(name, make()), by=actor)
    assert refusal.value.code == code
    assert not kept(blobs)


@pytest.mark.trust("T21")
def test_the_sums_are_checked_without_unpacking(monkeypatch):
    def unpacked(*args, **kwargs):
        raise AssertionError("something was unpacked")

    data = bomb(100_000_000)
    monkeypatch.setattr(packages.ZipFile, "read", unpacked)
    monkeypatch.setattr(packages.ZipFile, "open", unpacked)
    with pytest.raises(Refused) as refusal:
        packages.check_package(data, "xlsx")
    assert refusal.value.code == "zip-bomb"


@pytest.mark.trust("T21")
def test_more_than_the_limit_is_refused_whatever_size_was_announced(actor, blobs):
    large = upload("a.txt", b"a" * (services.MAX_SIZE + 1))
    for announced in (large.size, 10):
        large.size = announced
        with pytest.raises(Refused) as refusal:
            services.store(large, by=actor)
        assert refusal.value.code == "too-large"
    assert not kept(blobs)


def test_what_already_went_to_disk_is_refused(actor, blobs):
    with TemporaryUploadedFile("a.txt", "text/plain", 3, "utf-8") as file:
        file.write(b"abc")
        with pytest.raises(Refused) as refusal:
            services.store(file, by=actor)
    assert refusal.value.code == "too-much-at-once"


NAMES = {
    "../../etc/passwd.pdf": "_.._etc_passwd.pdf",
    "/etc/cron.d/x.pdf": "_etc_cron.d_x.pdf",
    "C:\\Windows\\x.pdf": "C__Windows_x.pdf",
    "a\0b.pdf": "ab.pdf",
    "bao\u202efdp.cao.pdf": "baofdp.cao.pdf",
    "Báo cáo.pdf": "Báo cáo.pdf",
    "Ba\u0301o  ca\u0301o\n.pdf": "Báo cáo.pdf",
    ".pdf": "tep.pdf",
    "...": "tep",
    "": "tep",
}


@pytest.mark.trust("T20")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_for_showing_only(name):
    assert names.clean_name(name) == NAMES[name]


@pytest.mark.trust("T20")
@pytest.mark.parametrize("length", [300, 4000])
def test_a_long_name_is_cut_at_a_whole_letter_and_keeps_its_extension(length):
    name = names.clean_name("ế" * length + ".pdf")
    assert len(name.encode()) <= 255
    assert name.endswith("ế.pdf")


@pytest.mark.trust("T20")
@pytest.mark.parametrize(
    "name", ["../../x.pdf", "/tmp/x.pdf", "CON.pdf", "a\0.pdf", "..\\..\\x.pdf", "x" * 4000 + ".pdf"]
)
def test_no_name_decides_where_a_blob_stands(actor, blobs, tmp_path, name):
    stored = services.store(upload(name, samples.PDF), by=actor)
    assert kept(tmp_path) == [blobs / stored.digest[:2] / stored.digest]


def test_a_blob_whose_row_was_not_kept_is_swept_after_a_day_and_a_known_one_never(actor, blobs):
    stored = services.store(upload("a.pdf", samples.PDF), by=actor)
    orphan = storage.path_of(storage.write(b"left behind"))
    now = timezone.now()
    assert services.sweep(now=now) == 0
    assert services.sweep(now=now + timedelta(days=2)) == 1
    assert not orphan.exists()
    assert storage.path_of(stored.digest).exists()


def test_a_blob_that_is_used_again_is_young_again(blobs):
    path = storage.path_of(storage.write(b"again"))
    os.utime(path, (0, 0))
    storage.write(b"again")
    assert storage.sweep(set(), now=timezone.now()) == 0


def test_a_blob_that_was_cut_short_is_written_anew(blobs):
    path = storage.path_of(storage.write(b"whole"))
    path.write_bytes(b"who")
    storage.write(b"whole")
    assert path.read_bytes() == b"whole"


def test_a_write_that_fails_leaves_nothing_half_done(blobs, monkeypatch):
    def full(*args):
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        storage.write(b"whole")
    assert not kept(blobs)


@pytest.mark.trust("T23")
@pytest.mark.parametrize("name", GOOD)
def test_every_file_goes_out_as_a_download_that_cannot_run(actor, name):
    stored = services.store(upload(name, GOOD[name]), by=actor)
    response = serve(RequestFactory().get("/"), stored)
    assert b"".join(response.streaming_content) == GOOD[name]
    response.close()
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert not response["Content-Type"].startswith(("text/html", "image/svg"))


def test_a_lost_blob_is_said_and_is_no_crash(actor):
    stored = services.store(upload("a.pdf", samples.PDF), by=actor)
    storage.path_of(stored.digest).unlink()
    with pytest.raises(Refused) as refusal:
        serve(RequestFactory().get("/"), stored)
    assert refusal.value.code == "file-missing"
