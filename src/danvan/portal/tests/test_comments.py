"""Readers comment without an account; nothing is shown before a moderator decided, and nobody who wrote is exposed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.portal.models import Allowance, Comment, PublicArticle
from danvan.portal.prepared import told
from danvan.portal.services import moderating
from danvan.portal.services.commenting import Said, drop_allowances, placed
from danvan.portal.states import CommentState
from danvan.portal.voice.stamps import is_worked
from danvan.portal.voice.threads import voices

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.row(113)]
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


def form_of(client, address: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    text = client.get(address).content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', text)
    return dict(found)


def post(client, address: str, text: str, *, name: str = "", wait: int = 10, **more: str):
    """Fill in the form on the page and send it ``wait`` seconds later."""
    now = clock.now()
    fields = form_of(client, address) | {"text": text, "name": name, "website": ""} | more
    with clock.at(now + timedelta(seconds=wait)):
        return client.post(address + "phan-hoi/", fields)


def publish(comments: list[Comment]) -> None:
    """As a moderator would have decided."""
    for comment in comments:
        comment.publish()
        comment.save()


@pytest.fixture
def article():
    return factories.published("Xã Hòa Bình hiến đất làm đường")


@pytest.fixture(autouse=True)
def noon():
    with clock.at(NOON):
        yield


def test_a_comment_waits_for_a_decision_and_its_writer_is_told(client, article):
    answer = post(client, article.url, "Rất đáng học tập.", name="Bà Lành")
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "chờ" in page
    assert "Rất đáng học tập." not in page
    assert Comment.objects.get().state == CommentState.WAITING
    assert "Rất đáng học tập." not in client.get(article.url).content.decode()


def test_sending_the_same_form_twice_stores_one_comment(client, article):
    fields = form_of(client, article.url) | {"text": "Một lần thôi."}
    with clock.at(NOON + timedelta(seconds=20)):
        first, second = (client.post(article.url + "phan-hoi/", fields) for _ in range(2))
    assert first.url == second.url
    assert Comment.objects.count() == 1


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7*7 }}{% debug %}",
    "<svg/onload=alert(1)>",
]


@pytest.mark.trust("T16")
def test_whatever_is_written_is_shown_as_text(client, signed_in, article):
    comments = [factories.comment(article, f"{text} và chữ", name=text[:60]) for text in PAYLOADS]
    shown = [signed_in("portal_editor", "A").get("/phan-hoi/").content.decode()]
    with clock.at(NOON + timedelta(minutes=1)):
        publish(comments)
    client.logout()
    shown.append(client.get(article.url).content.decode())
    for page in shown:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg/onload" not in page
        assert 'href="javascript:' not in page
        assert "49" not in re.findall(r"comment__text\">([^<]*)", page)
        assert "&lt;script&gt;alert(1)&lt;/script&gt; và chữ" in page


@pytest.mark.trust("T30")
def test_control_and_direction_characters_are_dropped_and_text_is_composed(client, article):
    post(client, article.url, "Chie\u0302\u0301n\u202e sĩ\x07 \u200btốt\r\nlắm", name="Lan\u202e\r\nLê")
    comment = Comment.objects.get()
    assert (comment.text, comment.name) == ("Chiến sĩ tốt\nlắm", "Lan Lê")


@pytest.mark.trust("T18")
@pytest.mark.parametrize(
    ("changes", "headers"),
    [
        ({"stamp": ""}, {}),
        ({"stamp": "1.1.x:forged"}, {}),
        ({}, {"origin": "https://ke-xau.example"}),
        ({}, {"sec-fetch-site": "cross-site"}),
    ],
)
def test_a_form_that_is_not_ours_stores_nothing_and_loses_nothing(client, article, changes, headers):
    fields = form_of(client, article.url) | {"text": "Lời của tôi"} | changes
    with clock.at(NOON + timedelta(seconds=20)):
        answer = client.post(article.url + "phan-hoi/", fields, headers=headers)
        assert answer.status_code == 403
        assert "Lời của tôi" in answer.content.decode()
        assert Comment.objects.count() == 0


def test_a_stamp_of_one_article_serves_no_other(client, article):
    other = factories.published("Bài khác")
    fields = form_of(client, other.url) | {"text": "Lời của tôi"}
    with clock.at(NOON + timedelta(seconds=20)):
        assert client.post(article.url + "phan-hoi/", fields).status_code == 403


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        ("", {}, "nhập nội dung"),
        (" \u200b\n…", {}, "nhập nội dung"),
        ("a" * 2003, {}, "Dài quá 3 ký tự"),
        ("Lời", {"website": "http://spam.example"}, "để trống"),
        ("Lời", {"name": "x" * 61}, "60 ký tự"),
        ("Lời", {"wait": 1}, "quá nhanh"),
        ("Lời", {"wait": 25 * 3600}, "hơn một ngày"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_lost(client, article, text, more, says):
    answer = post(client, article.url, text, **({"name": "Bà Lành"} | more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert (more.get("name") or "Bà Lành") in page
    assert text.strip(" \u200b\n")[:2000] in page
    assert Comment.objects.count() == 0


@pytest.mark.trust("T33")
def test_a_flood_from_one_address_is_held_and_a_neighbour_gets_through(client, article):
    fields = form_of(client, article.url)
    codes = []
    with clock.at(NOON + timedelta(seconds=30)):
        for number in range(20):
            answer = client.post(article.url + "phan-hoi/", fields | {"text": f"Lời số {number}"})
            codes.append(answer.status_code)
        assert (codes.count(302), codes.count(429)) == (5, 15)
        assert answer["Retry-After"] == "60"
        assert "Lời số 19" in answer.content.decode()
        client.defaults["REMOTE_ADDR"] = "203.0.113.77"
        assert client.post(article.url + "phan-hoi/", fields | {"text": "Lời thật"}).status_code == 302
    assert list(Comment.objects.exclude(suspicions=[]).values_list("text", flat=True)) == ["Lời số 4", "Lời số 3"]
    assert not Allowance.objects.filter(key__contains="203.0.113").exists()
    with clock.at(NOON + timedelta(days=2)):
        drop_allowances()
    assert Allowance.objects.count() == 0


def test_a_browser_that_worked_is_let_through_further(client, article):
    fields = form_of(client, article.url)
    with clock.at(NOON + timedelta(seconds=30)):
        for number in range(7):
            text = f"Lời số {number}"
            work = next(str(n) for n in range(10**6) if is_worked(fields["stamp"], str(n), text))
            answer = client.post(article.url + "phan-hoi/", fields | {"text": text, "work": work})
            assert answer.status_code == 302
        reused = client.post(article.url + "phan-hoi/", fields | {"text": "Lời khác", "work": work})
    assert reused.status_code == 302  # as one who did not work: the first of these five
    assert Allowance.objects.get(key__startswith="plain:").left == 4


def test_long_words_sent_again_are_refused_and_links_are_suspect(client, article):
    text = "Một cách làm hay, đề nghị phổ biến rộng rãi cho các xã khác cùng học tập."
    assert post(client, article.url, text).status_code == 302
    again = post(client, article.url, text)
    assert again.status_code == 422
    assert "đã được gửi" in again.content.decode()
    post(client, article.url, "Xem http://a.example và www.b.example nhé")
    assert Comment.objects.get(suspicions__contains=["links"]).text.startswith("Xem")


def test_nothing_is_taken_where_comments_are_closed(client, article, country):
    fields = form_of(client, article.url) | {"text": "Lời muộn"}
    editor = country.actor("portal_editor", "A")
    moderating.pause("Bảo trì đến thứ Hai.", by=editor)
    with clock.at(NOON + timedelta(seconds=20)):
        assert client.post(article.url + "phan-hoi/", fields).status_code == 422
        page = client.get(article.url + "phan-hoi/").content.decode()
        assert "Bảo trì đến thứ Hai." in page
        assert "<textarea" not in page
        moderating.resume(by=editor)
        assert client.post(article.url + "phan-hoi/", fields).status_code == 302
    article.with_comments = False
    article.save_revision().publish()
    assert "<textarea" not in client.get(article.url).content.decode()


def test_replies_stand_under_what_they_answer_and_go_with_it(client, article, country):
    first = factories.comment(article, "Lời đầu")
    publish([first])
    second = factories.comment(article, "Lời hai", answers=first)
    publish([second])
    third = factories.comment(article, "Lời ba", answers=second)
    publish([third])
    fourth = factories.comment(article, "Lời bốn", answers=third)
    assert [one.depth for one in (first, second, third, fourth)] == [1, 2, 3, 3]
    assert fourth.parent == second
    page = client.get(article.url).content.decode()
    assert page.index("Lời đầu") < page.index("Lời hai") < page.index("Lời ba")
    moderating.decide([first], "withdraw", by=country.actor("portal_editor", "A"), reason="rude")
    page = client.get(article.url).content.decode()
    assert "Lời đầu" not in page
    assert "Lời hai" not in page
    with pytest.raises(Refused):
        factories.comment(article, "Lời năm", answers=second)


def test_comments_outlive_what_happens_to_their_article(client, article, signed_in):
    publish([factories.comment(article, "Lời ở lại")])
    article.unpublish()
    assert client.get(article.url + "phan-hoi/").status_code == 404
    article.save_revision().publish()
    assert "Lời ở lại" in client.get(article.url).content.decode()
    article.delete()
    comment = Comment.objects.get()
    assert (comment.article, comment.about) == (None, "Xã Hòa Bình hiến đất làm đường")
    assert "Lời ở lại" in signed_in("portal_editor", "A").get("/phan-hoi/?state=all").content.decode()


def grow(article, number: int, *, under: Comment | None = None) -> None:
    """Published comments as the services would have stored them, without their limits."""
    shown = PublicArticle.objects.get(page=article)
    rows = []
    for place in range(number):
        said = Said(f"Lời {place}", f"{under and under.pk}-{place}-{number}", answers=under)
        row = placed(shown.page_id, shown.title, said, NOON + timedelta(seconds=place))
        row.publish()
        rows.append(row)
    Comment.objects.bulk_create(rows)


def test_a_page_of_comments_costs_the_same_for_three_and_for_three_hundred(
    client, article, django_assert_max_num_queries
):
    grow(article, 3)
    address = article.url + "phan-hoi/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    grow(article, 300)
    first = Comment.objects.order_by("path").last()
    grow(article, 40, under=first)
    with django_assert_max_num_queries(len(few) + 1):  # the replies, which three comments without any need not ask for
        page = client.get(address).content.decode()
    assert page.count('class="comment"') == 20 + 5
    assert "Xem thêm 35 trả lời" in page
    assert client.get(address, {"trang": "16"}).content.decode().count('class="comment"') == 3
    whole = client.get(address, {"chuoi": str(first.public_id)}).content.decode()
    assert whole.count('class="comment"') == 41


def test_what_is_no_number_is_the_first_page_and_what_is_beyond_the_last(article):
    grow(article, 45)
    shown = PublicArticle.objects.get(page=article)
    numbers = {asked: voices(shown, asked).page.number for asked in (None, "", "x", "2", "0", "-1", "9", "9" * 30)}
    assert numbers == {None: 1, "": 1, "x": 1, "2": 2, "0": 3, "-1": 3, "9": 3, "9" * 30: 3}
    assert [len(voices(shown, number).threads) for number in (1, 2, 3)] == [20, 20, 5]


def test_a_reply_to_a_withdrawn_reply_is_neither_shown_nor_counted(article, country):
    first = factories.comment(article, "Lời đầu")
    publish([first])
    second = factories.comment(article, "Lời hai", answers=first)
    publish([second])
    publish(
        [factories.comment(article, "Lời ba", answers=second), factories.comment(article, "Lời bốn", answers=first)]
    )
    factories.comment(article, "Chưa duyệt", answers=first)
    moderating.decide([second], "withdraw", by=country.actor("portal_editor", "A"), reason="rude")
    found = voices(PublicArticle.objects.get(page=article))
    assert [[reply.text for reply in one.replies] for one in found.threads] == [["Lời bốn"]]
    assert (found.total, found.threads[0].hidden) == (2, 0)


def test_threads_are_one_statement_planned_once_for_each_connection(article):
    grow(article, 25)
    grow(article, 8, under=Comment.objects.order_by("path").last())
    shown = PublicArticle.objects.get(page=article)
    first = voices(shown)
    with CaptureQueriesContext(connection) as again:
        assert voices(shown).threads == first.threads
    assert [one["sql"].split()[0] for one in again] == ["execute"]
    # What a new connection knows: nothing.
    told().clear()
    with connection.cursor() as cursor:
        cursor.execute("deallocate all")
    with CaptureQueriesContext(connection) as anew:
        assert voices(shown).threads == first.threads
    assert [one["sql"].split()[0] for one in anew] == ["prepare", "execute"]
