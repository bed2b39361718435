"""What is published is seen by everybody, and nothing else is."""

import pytest

from . import factories

pytestmark = pytest.mark.django_db


@pytest.mark.row(111)
def test_a_draft_is_seen_by_nobody_and_a_published_article_by_strangers(client):
    page = factories.draft("Xã Hòa Bình hiến đất làm đường")
    address = f"/tin/tin-hoat-dong/{page.slug}/"
    assert client.get(address).status_code == 404
    page.save_revision().publish()
    page.refresh_from_db()
    assert "Xã Hòa Bình hiến đất làm đường" in client.get(address).content.decode()
    assert page.url == address == "/tin/tin-hoat-dong/xa-hoa-binh-hien-dat-lam-duong/"
    page.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.trust("T16")
def test_a_script_in_the_text_of_an_article_does_not_reach_the_reader(client):
    page = factories.published(text='<p onclick="x()">Chào<script>alert(1)</script></p>')
    shown = client.get(page.url).content.decode()
    assert "alert(1)" not in shown
    assert "onclick" not in shown
    assert "Chào" in shown


@pytest.mark.trust("T08")
def test_only_people_with_a_role_on_the_portal_enter_the_editors_rooms(signed_in, client):
    assert client.get("/bien-tap/").status_code == 302
    assert signed_in("provincial_specialist", "A").get("/bien-tap/").status_code == 404
    assert signed_in("portal_author", "A").get("/bien-tap/").status_code == 200
