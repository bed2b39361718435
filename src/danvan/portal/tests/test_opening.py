"""What of the work is public, by a deliberate act, and nothing else: the register, open data, links with articles."""

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.access import services as access
from danvan.access.actor import Actor
from danvan.audit.models import Act
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.directives import services as work
from danvan.directives.models import RelationKind
from danvan.directives.tests import factories as directives
from danvan.files import services as files
from danvan.portal import services
from danvan.portal.models import ArticleLink, ArticlePage, CategoryPage, PublicArticle, PublicDirective
from danvan.reviews.tests import factories as reviews

from . import factories

pytestmark = pytest.mark.django_db
CANARY = "Zarathustra"


@pytest.fixture
def head(country):
    return country.actor("provincial_head", "A")


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def everything(client) -> dict[str, str]:
    """All that a stranger can take, by address."""
    found = {}
    for address in (
        "/van-ban-cong-khai/", "/tim-kiem/?q=zarathustra", "/van-ban-cong-khai/?q=zarathustra", "/du-lieu-mo/",
        "/api/1/", "/tin/", "/",
        *(f"/du-lieu-mo/{slug}.{form}" for slug in SETS for form in ("csv", "json")),
        *(f"/api/1/{slug}/" for slug in SETS),
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = body(answer).decode()
    packed = zipfile.ZipFile(io.BytesIO(body(client.get("/du-lieu-mo/tat-ca.zip"))))
    return found | {name: packed.read(name).decode() for name in packed.namelist()}


SETS = ("van-ban-cong-khai", "bai-viet", "don-vi-hanh-chinh", "ke-thua-don-vi")


@pytest.mark.row(120)
@pytest.mark.trust("T08")
def test_nothing_internal_unpublished_or_taken_back_is_in_any_public_output(country, head, client):
    factories.draft(f"{CANARY} nháp")
    gone = factories.published(f"{CANARY} đã gỡ")
    gone.unpublish()
    hidden = directives.directive(country, title=f"{CANARY} nội bộ", raw_symbol="70-KL/TW")
    back = directives.directive(country, title=f"{CANARY} đã thôi công khai", raw_symbol="71-KL/TW")
    opened = services.open_directive(back, by=head)
    shown = directives.directive(country, title="Văn bản ai cũng đọc", raw_symbol="72-KL/TW", source_note=CANARY)
    work.add_alias(shown, CANARY, by=country.actor("provincial_specialist", "A"))
    work.relate(shown, hidden, RelationKind.CITES, by=country.actor("provincial_specialist", "A"))
    public = services.open_directive(shown, by=head)
    services.close_directive(back, by=head)
    for address, text in everything(client).items():
        assert CANARY not in text.replace("q=zarathustra", ""), address
    page = client.get(public.get_absolute_url()).content.decode()
    assert "Văn bản ai cũng đọc" in page
    assert CANARY not in page
    assert client.get(opened.get_absolute_url()).status_code == 404
    assert client.get(f"/van-ban-cong-khai/{hidden.public_id}/").status_code == 404


@pytest.mark.row(120)
def test_a_head_opens_a_directive_by_an_act_that_is_recorded_and_takes_it_back(country, signed_in):
    one = directives.directive(country)
    client = signed_in("provincial_head", "A")
    assert "cong-khai" in client.get(one.get_absolute_url()).content.decode()
    client.post(f"/van-ban/{one.public_id}/cong-khai/", {"act": "open"})
    public = PublicDirective.objects.get(directive=one)
    client.logout()
    assert directives.TITLE in client.get("/van-ban-cong-khai/").content.decode()
    assert directives.TITLE in client.get("/van-ban-cong-khai/?q=62kltw").content.decode()
    assert client.get(f"/van-ban-cong-khai/{public.public_id}/tep/").status_code == 404
    client = signed_in("provincial_head", "A")
    client.post(f"/van-ban/{one.public_id}/cong-khai/", {"act": "close"})
    assert client.get(public.get_absolute_url()).status_code == 404
    assert {"directives.opened", "directives.closed"} <= set(Act.objects.values_list("verb", flat=True))


@pytest.mark.trust("T08")
def test_who_only_keeps_or_reads_a_directive_cannot_open_it(country, signed_in):
    one = directives.directive(country)
    for role, on in (("provincial_specialist", "A"), ("provincial_head", "B"), ("portal_publisher", "A")):
        client = signed_in(role, on)
        assert client.post(f"/van-ban/{one.public_id}/cong-khai/", {"act": "open"}).status_code == 404
    assert not PublicDirective.objects.exists()


@pytest.mark.trust("T46")
def test_what_bears_a_mark_of_secrecy_is_never_public(country, head):
    marked = directives.directive(country, title="Kế hoạch\nĐộ mật: Tối mật")
    with pytest.raises(Refused):
        services.open_directive(marked, by=head)
    one = directives.directive(country, raw_symbol="73-KL/TW")
    services.open_directive(one, by=head)
    one.refresh_from_db()
    clerk = country.actor("provincial_specialist", "A")
    work.mend(
        one, directives.entry(raw_symbol="73-KL/TW", title="TỐI MẬT\nvề việc khác"), by=clerk, version=one.version
    )
    assert not PublicDirective.objects.exists()


@pytest.mark.row(120)
def test_a_file_is_public_only_when_it_was_opened_too(country, head, client):
    clerk = country.actor("provincial_specialist", "A")
    paper = files.store(SimpleUploadedFile("van-ban.txt", "Toàn văn".encode()), by=clerk)
    one = directives.directive(country, file=paper)
    address = f"{services.open_directive(one, by=head).get_absolute_url()}tep/"
    assert client.get(address).status_code == 404
    services.open_directive(one, by=head, with_file=True)
    assert body(client.get(address)).decode() == "Toàn văn"


@pytest.mark.row(120)
@pytest.mark.trust("T25")
def test_files_of_open_data_hold_the_same_rows_and_no_formula(country, client):
    factories.published("=HYPERLINK(1)", tags=[])
    factories.published("Bài thường")
    text = body(client.get("/du-lieu-mo/bai-viet.csv"))
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    told = json.loads(body(client.get("/du-lieu-mo/bai-viet.json")))
    assert {line["title"] for line in lines} == {"'=HYPERLINK(1)", "Bài thường"}
    assert [row["id"] for row in told["rows"]] == [int(line["id"]) for line in lines]
    assert told["count"] == len(lines) == 2
    assert [field["name"] for field in told["fields"]] == list(lines[0])
    areas = json.loads(body(client.get("/du-lieu-mo/don-vi-hanh-chinh.json")))["rows"]
    assert {"code": "A1", "parent": "A"}.items() <= next(row for row in areas if row["code"] == "A1").items()
    assert not any(row["code"].endswith(".DU") for row in areas)


@pytest.mark.row(120)
def test_the_interface_for_programs_pages_and_answers_unchanged_with_304(country, client):
    for number in range(3):
        factories.published(f"Bài {number}")
    first = client.get("/api/1/bai-viet/?size=2")
    second = client.get(json.loads(first.content)["next"])
    ids = [row["id"] for answer in (first, second) for row in json.loads(answer.content)["rows"]]
    assert len(set(ids)) == len(ids) == 3
    assert json.loads(second.content)["next"] is None
    again = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert client.get("/api/1/bai-viet/?size=2", **again).status_code == 304
    PublicArticle.objects.all()[0].page.unpublish()
    assert client.get("/api/1/bai-viet/?size=2", **again).status_code == 200
    for odd in ("?first=-1", "?size=0", "?size=x&first=99999999999"):
        assert client.get(f"/api/1/bai-viet/{odd}").status_code == 200
    assert client.get("/api/1/khong-co/").status_code == 404


@pytest.mark.row(119)
def test_an_article_drafted_from_a_directive_is_linked_both_ways_once_published(country, head, client):
    one = directives.directive(country)
    user = country.person("provincial_specialist", "A")
    access.grant(user, "portal_author", country["A"], since=country.actor("provincial_specialist", "A").day)
    client.force_login(user)
    assert "dang-tin" in client.get(one.get_absolute_url()).content.decode()
    answer = client.post(f"/van-ban/{one.public_id}/dang-tin/", {"category": "tin-hoat-dong"})
    page = ArticlePage.objects.get()
    assert answer["Location"] == f"/bien-tap/pages/{page.pk}/edit/"
    assert client.get(answer["Location"]).status_code == 200
    assert not page.live
    assert directives.TITLE in page.lead
    assert page.title not in client.get(one.get_absolute_url()).content.decode()
    page.get_latest_revision_as_object().save_revision().publish()
    page.refresh_from_db()
    assert page.url in client.get(one.get_absolute_url()).content.decode()
    client.logout()
    assert "van-ban-cong-khai" not in client.get(page.url).content.decode().split("</header>")[-1].split("<footer")[0]
    public = services.open_directive(one, by=head)
    assert public.get_absolute_url() in client.get(page.url).content.decode()
    assert page.url in client.get(public.get_absolute_url()).content.decode()


@pytest.mark.row(119)
def test_an_article_drafted_from_an_issued_report_is_linked_both_ways_once_published(country, client):
    report = reviews.issued(country)
    user = country.person("provincial_specialist", "A")
    access.grant(user, "portal_author", country["A"], since=country.actor("provincial_specialist", "A").day)
    client.force_login(user)
    address = f"/so-ket/{report.public_id}/dang-tin/"
    assert address in client.get(report.get_absolute_url()).content.decode()
    assert report.number_text in client.get(address).content.decode()
    answer = client.post(address, {"category": "tin-hoat-dong"})
    page = ArticlePage.objects.get()
    assert answer["Location"] == f"/bien-tap/pages/{page.pk}/edit/"
    assert not page.live
    assert page.slug not in client.get(report.get_absolute_url()).content.decode()
    page.title = "Dân vận khéo: nhìn lại một năm (minh họa)"
    page.save_revision().publish()
    shown = client.get(report.get_absolute_url()).content.decode()
    assert "Dân vận khéo: nhìn lại một năm (minh họa)" in shown
    assert page.url in shown


def test_a_report_that_is_still_being_written_has_no_article(country, client):
    report = reviews.drafted(country)
    user = country.person("provincial_specialist", "A")
    access.grant(user, "portal_author", country["A"], since=country.actor("provincial_specialist", "A").day)
    client.force_login(user)
    assert "dang-tin" not in client.get(report.get_absolute_url()).content.decode()
    assert client.post(f"/so-ket/{report.public_id}/dang-tin/", {"category": "tin-hoat-dong"}).status_code == 404
    with pytest.raises(Refused, match="issued|ban hành"):
        services.draft_about_review(report, CategoryPage.objects.first(), by=Actor.of(user, clock.today()))


@pytest.mark.trust("T08")
def test_an_author_without_the_directive_cannot_draft_from_it(country, signed_in):
    one = directives.directive(country)
    client = signed_in("portal_author", "A")
    assert client.get(f"/van-ban/{one.public_id}/dang-tin/").status_code == 404
    assert client.post(f"/van-ban/{one.public_id}/dang-tin/", {"category": "tin-hoat-dong"}).status_code == 404
    assert not ArticleLink.objects.exists()


@pytest.mark.trust("T08")
def test_an_author_is_offered_public_directives_and_those_they_see_themselves(country, head, signed_in):
    hidden, shown = (directives.directive(country, raw_symbol=f"{number}-KL/TW") for number in (81, 82))
    services.open_directive(shown, by=head)
    page = factories.draft(owner=country.person("portal_author", "A"))
    edit = signed_in("portal_author", "A").get(f"/bien-tap/pages/{page.pk}/edit/").content.decode()
    assert shown.symbol in edit
    assert hidden.symbol not in edit
