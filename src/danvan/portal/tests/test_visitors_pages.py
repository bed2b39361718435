"""The pages that a visitor opens: complete, light, without a cookie, and never about a draft."""

import re

import pytest
from django.test import Client

from . import factories

pytestmark = pytest.mark.django_db
HOSTILE = (
    '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'-alert(1)-'", "{{ 7|add:7 }}{% now 'Y' %}",
    "javascript:alert(1)", "]]><x>&amp;", "a\u202eb\u0000c",
)  # fmt: skip


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_smoke(client):
    one = factories.published("Một", tags=["khéo"]) if False else factories.published("Một")
    for address in ("/", "/tin/", "/tin/tin-hoat-dong/", one.url, "/tin/rss.xml", "/tin/atom.xml", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/tin/tin-hoat-dong/rss.xml"):
        answer = client.get(address)
        print(address, answer.status_code, len(answer.content), dict(answer.headers), answer.cookies)
