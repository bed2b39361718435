"""Moderators decide before anybody reads, one by one or many at once, and can take a decision back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from danvan.audit.models import Act
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.portal.models import Comment
from danvan.portal.services import moderating
from danvan.portal.states import CommentState

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.row(113)]


@pytest.fixture
def article(country):
    return factories.published("Xã Hòa Bình hiến đất", unit=country["A"])


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def test_a_moderator_publishes_and_refuses_from_the_queue_and_undoes_it(signed_in, article):
    first, second = factories.comment(article, "Lời một"), factories.comment(article, "Lời hai")
    client = signed_in("portal_editor", "A")
    page = client.get("/phan-hoi/").content.decode()
    assert page.index("Lời một") < page.index("Lời hai")
    client.post("/phan-hoi/quyet-dinh/", {"one": f"publish:{first.public_id}"})
    assert states() == ["published", "waiting"]
    client.post("/phan-hoi/quyet-dinh/", {"one": f"refuse:{second.public_id}"})
    assert states() == ["published", "waiting"]  # no reason was given
    wish = {"one": f"refuse:{second.public_id}", f"reason-{second.public_id}": "rude"}
    told = client.post("/phan-hoi/quyet-dinh/", wish, follow=True).content.decode()
    assert states() == ["published", "refused"]
    second.refresh_from_db()
    undo = f"/phan-hoi/hoan-tac/{second.decision}/"
    assert undo in told
    client.post(undo)
    assert states() == ["published", "waiting"]
    said = {act.verb for act in Act.objects.filter(object_id=second.pk)}
    assert {"portal.comment_refused", "portal.comment_taken_back"} <= said


def test_many_are_decided_on_after_a_look_at_what_will_happen(signed_in, article):
    comments = [factories.comment(article, f"Lời {n}") for n in range(3)]
    client = signed_in("portal_editor", "A")
    wish = {"pick": [str(one.public_id) for one in comments], "act": "refuse", "reason": "off_topic"}
    preview = client.post("/phan-hoi/quyet-dinh/", wish | {"step": "preview"}).content.decode()
    assert "Chưa có gì thay đổi" in preview
    assert states() == ["waiting"] * 3
    client.post("/phan-hoi/quyet-dinh/", wish | {"step": "do"})
    assert states() == ["refused"] * 3


def test_what_somebody_else_decided_meanwhile_is_left(country, article):
    first, second = factories.comment(article, "Lời một"), factories.comment(article, "Lời hai")
    editor, publisher = country.actor("portal_editor", "A"), country.actor("portal_publisher", "A")
    moderating.decide([first], "refuse", by=editor, reason="rude")
    done = moderating.decide([first, second], "publish", by=publisher)
    assert (done.moved, done.skipped) == (1, 1)
    assert states() == ["refused", "published"]
    with pytest.raises(Refused):
        moderating.decide([first, second], "publish", by=publisher)
    with pytest.raises(Refused):
        moderating.take_back(done.decision, by=editor)  # only who decided
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(Refused):
        moderating.take_back(done.decision, by=publisher)


def test_the_database_refuses_a_move_that_is_none(article):
    comment = factories.comment(article)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state=CommentState.WITHDRAWN, reason="rude")


def test_the_suspect_stand_behind_the_others_however_long_they_wait(signed_in, article):
    factories.comment(article, "Mua ở http://a.example hay www.b.example")
    factories.comment(article, "Lời thật")
    page = signed_in("portal_editor", "A").get("/phan-hoi/").content.decode()
    assert page.index("Lời thật") < page.index("Mua ở")
    assert "nhiều liên kết" in page
    only = signed_in("portal_editor", "A").get("/phan-hoi/?suspect=no&q=loi+that").content.decode()
    assert "Lời thật" in only
    assert "Mua ở" not in only


def test_the_body_answers_under_its_own_name(client, signed_in, country, article):
    comment = factories.comment(article, "Bao giờ xong đường?")
    editor = signed_in("portal_editor", "A")
    wish = {"text": "Quý I/2027 <b>xong</b>.", "token": str(uuid.uuid4())}
    for _twice in range(2):
        assert editor.post(f"/phan-hoi/{comment.public_id}/", wish).status_code == 302
    assert Comment.objects.filter(official=True).count() == 1
    client.logout()
    page = client.get(article.url).content.decode()
    assert "Bao giờ xong đường?" in page  # answering publishes
    assert "Tỉnh Ánh Dương" in page
    assert "Trả lời của cơ quan" in page
    assert "&lt;b&gt;xong" in page
    answer = Comment.objects.get(official=True)
    moderating.decide([answer], "withdraw", by=country.actor("portal_editor", "A"), reason="off_topic")
    assert "xong" not in client.get(article.url + "phan-hoi/").content.decode().split("Bao giờ xong")[1][:200]


def test_moderators_of_another_province_see_nothing_of_it(signed_in, article):
    comment = factories.comment(article, "Lời ở đây")
    client = signed_in("portal_editor", "B")
    assert "Lời ở đây" not in client.get("/phan-hoi/?state=all").content.decode()
    assert client.get(f"/phan-hoi/{comment.public_id}/").status_code == 404
    client.post("/phan-hoi/quyet-dinh/", {"one": f"publish:{comment.public_id}"})
    assert states() == ["waiting"]


def test_the_queue_costs_the_same_for_three_and_for_thirty(signed_in, article):
    client = signed_in("portal_editor", "A")

    def cost(number: int) -> int:
        for one in range(number):
            factories.comment(article, f"Lời {number} {one}")
        client.get("/phan-hoi/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/phan-hoi/")
        return len(asked)

    assert cost(3) >= cost(27)
