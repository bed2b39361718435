"""Make the site, measure its pages and print them: ``benchmarks.portal`` starts it and names the database."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta

from benchmarks import serving
from benchmarks.articles import BLOCKS, LEAD, title


def main() -> int:
    """``python -m benchmarks.plain_wagtail ARTICLES REQUESTS``."""
    articles, requests = (int(number) for number in sys.argv[1:3])
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.plain_wagtail.settings"
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    _build(articles)
    results = {
        name: serving.measured(application, address, requests)
        for name, address in (("article", "/tin/bai-7/"), ("list", "/tin/"), ("front", "/"))
    }
    print(json.dumps(results))
    return 0


def _build(articles: int) -> None:
    from django.core.management import call_command
    from wagtail.models import Page, Site

    from .models import ArticlePage, IndexPage

    call_command("migrate", verbosity=0)
    if ArticlePage.objects.exists():
        return
    root = Page.objects.get(depth=1)
    root.get_children().delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=IndexPage(title="Trang nhất", slug="trang-nhat"))
    Site.objects.all().delete()
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True, site_name="plain")
    index = home.add_child(instance=IndexPage(title="Tin tức", slug="tin", show_in_menus=True))
    now = datetime.now(UTC)
    for number in range(articles):
        for parent, slug in ((index, f"bai-{number}"), (home, f"dau-{number}") if number < 40 else (None, "")):
            if parent is not None:
                shown_on = now - timedelta(hours=number)
                page = ArticlePage(title=title(number), slug=slug, lead=LEAD, body=BLOCKS, shown_on=shown_on)
                parent.add_child(instance=page)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("analyze")


if __name__ == "__main__":
    sys.exit(main())
