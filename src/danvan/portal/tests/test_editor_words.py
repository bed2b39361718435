"""Every sentence that the installed Wagtail can say to an editor is in Vietnamese."""

from pathlib import Path

import pytest
import wagtail.admin
from babel.messages.catalog import Catalog
from django.apps import apps
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.trans_real import DjangoTranslation
from tools import messages, wagtail_messages
from wagtail.models import Collection, Page, Task, Workflow

from danvan.portal.services.frame import APPROVERS, WORKFLOW

pytestmark = pytest.mark.row(111)

WELL_KNOWN = {
    "Save draft": "Lưu nháp",
    "Submit for moderation": "Gửi duyệt",
    "Unpublish": "Gỡ đăng",
    "Publish": "Xuất bản",
    "Dashboard": "Trang chính",
    "Snippets": "Mục dùng chung",
    "Collections": "Bộ sưu tập",
    "Redirects": "Chuyển hướng",
    "Choose an image": "Chọn ảnh",
    "Add multiple documents": "Thêm nhiều tài liệu",
    "Awaiting my review": "Chờ tôi duyệt",
    "This field is required.": "Hãy điền ô này.",
}


@pytest.mark.parametrize("domain", wagtail_messages.DOMAINS)
def test_every_sentence_of_the_installed_wagtail_has_good_vietnamese(domain):
    assert wagtail_messages.faults(domain) == []


def test_the_sentences_checked_are_those_of_all_screens():
    pages, scripts = (wagtail_messages.offered(domain) for domain in wagtail_messages.DOMAINS)
    assert len(pages) > 2000
    assert len(scripts) > 80


@pytest.mark.parametrize("english", WELL_KNOWN)
def test_an_editor_reads_vietnamese(english):
    with override("vi"):
        assert gettext(english) == WELL_KNOWN[english]


def test_counted_sentences_come_in_vietnamese_for_one_and_for_many():
    with override("vi"):
        for count in (1, 5):
            said = ngettext("This page has one subpage", "This page has %(counter)s subpages", count)
            assert said % {"counter": count} == f"Trang này có {count} trang con"


def test_sentences_of_scripts_come_in_vietnamese():
    scripts = DjangoTranslation("vi", domain="djangojs")
    assert scripts.gettext("Changes have been autosaved.") == "Đã tự động lưu thay đổi."
    assert scripts.gettext("Toggle sidebar") == "Hiện/ẩn thanh bên"


def test_no_sentence_of_the_house_is_said_otherwise_by_the_catalogue_of_wagtail():
    # LOCALE_PATHS stand before every app: an entry of ours would silence the app's own.
    ours = wagtail_messages.own("django")
    said = wagtail_messages.house("django")
    assert {key: said[key] for key in ours if key in said and said[key] != wagtail_messages.vietnamese(ours[key])} == {}


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """Write a catalogue of ours with one entry changed."""

    def write(change) -> None:
        monkeypatch.setattr(wagtail_messages, "FOLDER", tmp_path)
        changed = Catalog(locale="vi")
        for message in before.values():
            change(message)
            changed.add(message.id, message.string, context=message.context, flags=message.flags)
        path = wagtail_messages.own_path("djangojs")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(messages.written("Wagtail", changed), encoding="utf-8")

    before = wagtail_messages.own("djangojs")
    return write


def test_a_sentence_without_vietnamese_is_found(catalogue):
    def forget(message):
        if message.id == "Toggle sidebar":
            message.string = ""

    catalogue(forget)
    assert wagtail_messages.faults("djangojs") == ["missing: Toggle sidebar"]


def test_an_uncertain_sentence_is_found(catalogue):
    def doubt(message):
        if message.id == "Toggle sidebar":
            message.flags.add("fuzzy")

    catalogue(doubt)
    assert wagtail_messages.faults("djangojs") == ["fuzzy: Toggle sidebar"]


def test_a_place_that_is_not_filled_is_found(catalogue):
    def lose(message):
        if message.id == "Edit '%(title)s'":
            message.string = "Sửa"

    catalogue(lose)
    assert wagtail_messages.faults("djangojs") == ["other places or markup: Edit '%(title)s' / Sửa"]


def test_a_sentence_that_wagtail_does_not_say_any_more_is_found_and_dropped(catalogue):
    def rename(message):
        if message.id == "Toggle sidebar":
            message.id = "Fold the sidebar"

    catalogue(rename)
    assert "not said any more: Fold the sidebar" in wagtail_messages.faults("djangojs")
    assert wagtail_messages.merged("djangojs").get("Fold the sidebar") is None
    assert wagtail_messages.merged("djangojs").get("Toggle sidebar").string is None


OVERRIDDEN = {
    "home.html": ("", 'value="Search"', "value=\"{% trans 'Search' %}\""),
    "shared/header.html": ("", 'value="Search"', "value=\"{% trans 'Search' %}\""),
    "shared/headers/_actions.html": (
        "{% load i18n %}\n",
        'aria-label="Actions"',
        "aria-label=\"{% trans 'Actions' %}\"",
    ),
}


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_a_page_of_wagtail_that_we_say_anew_differs_from_the_installed_one_in_the_words_only(name):
    before, english, ours = OVERRIDDEN[name]
    installed = Path(wagtail.admin.__file__).with_name("templates") / "wagtailadmin" / name
    house = messages.PACKAGE / "portal" / "templates" / "wagtailadmin" / name
    upstream = installed.read_text(encoding="utf-8")
    assert english in upstream
    assert house.read_text(encoding="utf-8") == before + upstream.replace(english, ours)


def test_the_words_of_every_installed_room_of_wagtail_are_looked_after():
    rooms = [app for app in apps.get_app_configs() if app.name.partition(".")[0] in ("wagtail", "taggit")]
    speaking = {room.name for room in rooms if Path(room.path, "locale").is_dir()}
    assert "wagtail.admin" in speaking
    assert speaking <= set(wagtail_messages.PACKAGES)


@pytest.mark.django_db
def test_the_frame_that_stands_after_a_migration_has_no_english_names():
    assert list(Page.objects.filter(depth=1).values_list("title", flat=True)) == ["Gốc"]
    assert list(Collection.objects.filter(depth=1).values_list("name", flat=True)) == ["Kho chung"]
    assert [workflow.name for workflow in Workflow.objects.all()] == [WORKFLOW]
    assert {task.name for task in Task.objects.all()} == {name for name, _group in APPROVERS}
