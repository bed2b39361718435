"""What the editor's preview shows is the public page, made from the draft."""

import pytest

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.row(111)]


def test_the_preview_of_a_draft_is_the_public_page_of_that_draft(settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = factories.draft("Bài chưa đăng")
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "Bài chưa đăng" in response.content.decode()
