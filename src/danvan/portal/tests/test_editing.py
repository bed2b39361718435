"""From a draft to what visitors see: author, editor, publisher, the schedule, and what stands in the way."""

import html
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from danvan.notices.models import Notice
from danvan.portal.checking import NotPublishable, findings
from danvan.portal.models import ArticlePage

from . import factories

pytestmark = pytest.mark.django_db

NO_ROWS = {f"{rows}-{name}_FORMS": "0" for rows in ("comments", "links") for name in ("TOTAL", "INITIAL")}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder of its own for the files of one test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(country):
    """An author, an editor and a publisher at their browsers."""

    def at_browser(role):
        browser = Client()
        browser.force_login(country.person(role, "A"))
        browser.get("/bien-tap/")
        return browser

    return {role: at_browser(f"portal_{role}") for role in ("author", "editor", "publisher")}


def _form(title: str = "Bà con Đồng Tháp làm đường", body: list | None = None, **more) -> dict:
    form = {"title": title, "slug": "", "lead": "Lời dẫn.", "tags": "", "with_comments": "on", "language": "vi"}
    form |= NO_ROWS
    blocks = body or [{"type": "quote", "value": {"words": "Dân vận khéo.", "speaker": ""}}]
    form["body-count"] = str(len(blocks))
    for number, block in enumerate(blocks):
        form |= {f"body-{number}-type": block["type"], f"body-{number}-order": str(number), f"body-{number}-id": ""}
        form[f"body-{number}-deleted"] = ""
        form |= {f"body-{number}-value-{name}": value for name, value in block["value"].items()}
    return form | more


def _write(author, **more) -> ArticlePage:
    parent = factories.category().pk
    answer = author.post(f"/bien-tap/pages/add/portal/articlepage/{parent}/", _form(**more))
    assert answer.status_code == 302, "the form was refused"
    return ArticlePage.objects.get()


def _act(browser, page: ArticlePage, action: str, **form):
    state = TaskState.objects.get(workflow_state=page.current_workflow_state, status="in_progress")
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return browser.post(address, form)


def _told(country, role: str) -> list[str]:
    return list(Notice.objects.filter(user=country.person(role, "A")).order_by("pk").values_list("text", flat=True))


@pytest.mark.row(111)
def test_an_article_passes_editor_and_publisher_and_each_is_told(people, country, client):
    page = _write(people["author"], **{"action-submit": "1"})
    assert page.slug == "ba-con-dong-thap-lam-duong"
    assert page.unit == country["A"]
    empty = people["author"].get(f"/bien-tap/pages/add/portal/articlepage/{page.get_parent().pk}/").content.decode()
    assert country.person("portal_author", "A").full_name in empty
    assert _told(country, "portal_editor") == ["Bài “Bà con Đồng Tháp làm đường” chờ đồng chí duyệt."]
    assert _told(country, "portal_publisher") == []
    assert _act(people["author"], page, "approve").status_code in (302, 403)
    assert page.current_workflow_task.name == "Biên tập viên duyệt"
    _act(people["editor"], page, "approve")
    page = ArticlePage.objects.get()
    assert not page.live
    assert _told(country, "portal_publisher") == ["Bài “Bà con Đồng Tháp làm đường” chờ đồng chí duyệt."]
    assert client.get("/tin/tin-hoat-dong/ba-con-dong-thap-lam-duong/").status_code == 404
    _act(people["publisher"], page, "approve")
    assert ArticlePage.objects.get().live
    assert client.get("/tin/tin-hoat-dong/ba-con-dong-thap-lam-duong/").status_code == 200
    assert _told(country, "portal_author") == ["Bài “Bà con Đồng Tháp làm đường” đã được duyệt và đăng."]


@pytest.mark.row(111)
@pytest.mark.trust("T08")
def test_an_author_publishes_nothing_by_himself(people):
    page = _write(people["author"], **{"action-publish": "1"})
    assert not page.live
    people["author"].post(reverse("wagtailadmin_pages:edit", args=[page.pk]), _form(**{"action-publish": "1"}))
    people["author"].post(f"/bien-tap/bulk/wagtailcore/page/publish/?id={page.pk}", {"next": "/bien-tap/"})
    page.refresh_from_db()
    assert not page.live


@pytest.mark.row(111)
def test_who_sends_an_article_back_says_why(people, country):
    page = _write(people["author"], **{"action-submit": "1"})
    _act(people["editor"], page, "reject", comment="")
    assert page.current_workflow_state.status == "in_progress"
    _act(people["editor"], page, "reject", comment="Cần dẫn nguồn số liệu.")
    told = "Bài “Bà con Đồng Tháp làm đường” được trả lại: Cần dẫn nguồn số liệu."
    assert _told(country, "portal_author") == [told]


@pytest.mark.row(117)
def test_a_photo_without_alternative_text_is_saved_as_a_draft_and_not_sent_on(people):
    photo = factories.photo(alternative="")
    block = {"type": "photo", "value": {"photo": str(photo.pk), "alternative": "", "caption": "", "credit": ""}}
    page = _write(people["author"], body=[block])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    refused = people["author"].post(edit, _form(body=[block], **{"action-submit": "1"}))
    assert json.dumps("Hãy cho biết ảnh chụp gì")[1:-1] in html.unescape(refused.content.decode())
    assert page.current_workflow_state is None
    assert "Thiếu mô tả ảnh" in people["author"].get(edit).content.decode()
    with pytest.raises(NotPublishable):
        page.get_latest_revision().publish()
    block["value"]["alternative"] = "Người dân làm đường"
    people["author"].post(edit, _form(body=[block], **{"action-submit": "1"}))
    assert page.current_workflow_state.status == "in_progress"


@pytest.mark.row(117)
def test_what_makes_an_article_hard_to_use_is_said_with_its_place():
    photo = factories.photo(alternative="IMG_0001.jpg")
    text = '<p>Xem <a href="/x/">tại đây</a> và <a href="/y/">https://vi.du/y</a>.</p><p><b>Kết quả</b></p>'
    film = factories.attachment("Phim.mp4", factories.pictures.mp4())
    body = [("text", text), ("photo", {"photo": photo}), ("video", {"video": film, "transcript": " "})]
    found = [(finding.code, finding.block, finding.must) for finding in findings(factories.draft(body=body))]
    assert found == [
        ("link-empty", 1, False),
        ("link-address", 1, False),
        ("text-as-heading", 1, False),
        ("alternative-is-a-name", 2, False),
        ("transcript-missing", 3, True),
    ]


@pytest.mark.row(111)
def test_an_editor_sees_first_what_waits_and_what_will_appear(people):
    _write(people["author"], title="Bản nháp của tôi")
    later = factories.draft("Hẹn giờ", go_live_at=timezone.now() + timedelta(days=1))
    later.save_revision().publish()
    seen = people["author"].get("/bien-tap/").content.decode()
    assert seen.index("Bản nháp của tôi") < seen.index("Hẹn giờ")


@pytest.mark.row(117)
def test_the_preview_is_checked_in_the_frame_of_the_editor(people):
    page = _write(people["author"])
    answer = people["author"].get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "checker-axe-configuration" in answer.content.decode()
    assert "Dân vận khéo." in answer.content.decode()


@pytest.mark.trust("T08")
@pytest.mark.parametrize("closed", ["images/1/preview/width-9999/", "images/1/generate_url/", "users/", "login/"])
def test_rooms_that_the_house_does_not_use_are_shut(people, closed):
    assert people["publisher"].get(f"/bien-tap/{closed}").status_code == 404
