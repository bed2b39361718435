"""The frame of the site stands whatever happened to the database."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.models import Page

from danvan.portal.models import CategoryPage, FrontPage


@pytest.mark.django_db(transaction=True)
def test_a_portal_that_was_flushed_has_its_front_page_and_categories_again():
    categories = CategoryPage.objects.count()
    assert categories
    # A process that works with pages remembers the numbers of their kinds, and a flush gives them new ones.
    ContentType.objects.get_for_models(Page, FrontPage, CategoryPage)
    call_command("flush", interactive=False, verbosity=0)
    assert FrontPage.objects.count() == 1
    assert CategoryPage.objects.count() == categories
