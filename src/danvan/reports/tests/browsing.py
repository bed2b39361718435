"""People before the pages of reports, and what they read there."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from danvan.reports.models import Submission


def enter(country, role: str, on: str) -> Client:
    client = Client()
    client.force_login(country.person(role, on))
    return client


def fields(page: str) -> dict[str, str]:
    """The fields of the grid's form as the browser would send them."""
    form = page[page.index('id="report"') : page.index("save-bar")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = value[1] if value else ""
    return found


def said_before_filing(page: str) -> list[tuple[str, str]]:
    """Each line of the list: the item that it leads to, and its words."""
    return re.findall(r'<a href="#cell-(\d+)">([^<]*)</a>', page)


def page_of(client: Client, report: Submission) -> dict[str, str]:
    return fields(client.get(reverse("reports:fill", args=[report.public_id])).content.decode())
