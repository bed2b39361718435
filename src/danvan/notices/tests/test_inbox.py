"""The inbox through HTTP: one's own, marked read only by a POST."""

import pytest
from django.urls import reverse

from danvan.access import services as access
from danvan.notices import services
from danvan.notices.models import Notice


@pytest.fixture
def notice(country) -> Notice:
    services.tell([country.person("commune_officer", "A1")], "Chỉ thị 12 đã gửi đến đơn vị", "/thong-bao/?x=1", key="k")
    return Notice.objects.get()


def test_a_stranger_is_sent_to_the_login_page(client, notice):
    for url in ("inbox", "read_all"):
        assert client.get(reverse(f"notices:{url}")).status_code == 302
    assert client.post(reverse("notices:open", args=[notice.public_id])).status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_inbox_shows_what_is_new_and_opening_it_marks_it_read_and_goes_there(signed_in, notice):
    client = signed_in("commune_officer", "A1")
    page = client.get(reverse("notices:inbox")).content.decode()
    assert "Chỉ thị 12 đã gửi đến đơn vị" in page
    assert "Có 1 thông báo mới." in page
    notice.refresh_from_db()
    assert notice.read_at is None
    response = client.post(reverse("notices:open", args=[notice.public_id]))
    assert (response.status_code, response.url) == (302, "/thong-bao/?x=1")
    assert "Không có gì mới." in client.get(reverse("notices:inbox")).content.decode()


def test_looking_never_marks_read(signed_in, notice):
    client = signed_in("commune_officer", "A1")
    assert client.get(reverse("notices:open", args=[notice.public_id])).status_code == 405
    assert client.get(reverse("notices:read_all")).status_code == 405


def test_all_are_marked_read_at_once(signed_in, notice):
    client = signed_in("commune_officer", "A1")
    assert client.post(reverse("notices:read_all")).url == reverse("notices:inbox")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_the_notice_of_another_is_not_shown_and_not_found(signed_in, notice):
    client = signed_in("provincial_head", "A")
    page = client.get(reverse("notices:inbox")).content.decode()
    assert "Chỉ thị 12" not in page
    assert "Chưa có thông báo nào" in page
    assert client.post(reverse("notices:open", args=[notice.public_id])).status_code == 404
    client.post(reverse("notices:read_all"))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_sentence_is_shown_as_text_and_never_as_markup(signed_in, country):
    services.tell([country.person("reader", "A")], "<b onclick=x>Chào</b>", "/", key="k")
    page = signed_in("reader", "A").get(reverse("notices:inbox")).content.decode()
    assert "<b onclick" not in page
    assert "&lt;b onclick" in page


@pytest.mark.parametrize("count", [3, 40])
def test_the_inbox_costs_as_many_queries_with_forty_notices_as_with_three(
    signed_in, country, django_assert_max_num_queries, count
):
    person = country.person("reader", "A")
    for n in range(count):
        services.tell([person], f"Việc {n}", "/", key=f"k{n}")
    client = signed_in("reader", "A")
    with django_assert_max_num_queries(10):
        assert client.get(reverse("notices:inbox")).status_code == 200


def test_an_account_that_goes_takes_its_inbox_along(country):
    user = access.create_account("nguoi.moi", "Người Mới", password=None)
    services.tell([user], "Chào", "/", key="k")
    user.delete()
    assert not Notice.objects.exists()
