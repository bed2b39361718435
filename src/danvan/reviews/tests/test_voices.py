"""What the units said in words becomes quotes of a review, each with who said it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from danvan.core.periods import Period
from danvan.reports import services as reports
from danvan.reports.services import Written
from danvan.reports.tests import factories as report_factories
from danvan.reviews.models import Review
from danvan.reviews.services import NewReview, draft

pytestmark = [pytest.mark.django_db, pytest.mark.row(51)]
SAID = "Kinh phí còn hạn hẹp {{so:s1}}."


@pytest.fixture
def review(country) -> Review:
    """A draft on the month in which one commune filed a difficulty."""
    version = report_factories.form_version(country, prompts=report_factories.PROMPTS[:1])
    opened = report_factories.open_round(country, version=version)
    report = report_factories.submission_of(opened, country, "A1.DU")
    words = {version.prompts.get().pk: Written(SAID)}
    reports.save_texts(report, words, by=country.actor("commune_officer", "A1"))
    report_factories.file(country, report)
    wanted = NewReview(
        country["A.BTGDV"], country["A"], Period.parse(report_factories.MONTH), opened.form.line, "yearly"
    )
    return draft(wanted, by=country.actor("provincial_specialist", "A"))


def client_of(country, role: str, on: str) -> Client:
    client = Client()
    client.force_login(country.person(role, on))
    return client


def test_a_picked_sentence_is_a_quote_with_its_unit_and_never_a_figure(country, review):
    client = client_of(country, "provincial_specialist", "A")
    url = reverse("reviews:voices", args=[review.public_id])
    page = client.get(url).content.decode()
    key = page.split('name="pick" value="')[1].split('"')[0]
    assert client.post(url, {"pick": [key]}).status_code == 302
    block = review.blocks.last()
    assert (block.kind, block.text) == ("list", "“Kinh phí còn hạn hẹp { {so:s1} }.” (Đảng ủy xã Đồng Xuân)")


def test_nothing_picked_is_said_and_an_unknown_key_picks_nothing(country, review):
    client = client_of(country, "provincial_specialist", "A")
    blocks = review.blocks.count()
    assert client.post(reverse("reviews:voices", args=[review.public_id]), {"pick": ["x.y.0-1"]}).status_code == 422
    assert review.blocks.count() == blocks
