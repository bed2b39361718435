"""Every address of the house. A house test sweeps them all and asks each for its rule."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.i18n import set_language

from danvan.portal.views import serve
from danvan.web.style import style_page

urlpatterns = [
    path("", include("danvan.portal.urls")),
    path("", include("danvan.portal.finding_urls")),
    path("bien-tap/", include("danvan.portal.editors_urls")),
    path("", include("danvan.overview.urls")),
    path("tai-khoan/", include("danvan.access.urls")),
    path("tai-khoan/", include("danvan.access.sign_in_urls")),
    path("don-vi/", include("danvan.orgs.urls")),
    path("van-ban/", include("danvan.directives.urls")),
    path("so-lieu/", include("danvan.figures.urls")),
    path("bao-cao/", include("danvan.reports.urls")),
    path("so-ket/", include("danvan.reviews.urls")),
    path("bo-doc/", include("danvan.reader.urls")),
    path("tep/", include("danvan.files.urls")),
    path("thong-bao/", include("danvan.notices.urls")),
    path("thoi-han/", include("danvan.deadlines.urls")),
    path("style/", style_page, name="style"),
    path("ngon-ngu/setlang/", login_not_required(set_language), name="set_language"),
    # Last: whatever no room answers. Wagtail asks for the name when it works out the address of a page.
    re_path(r"^(?P<path>(?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
]
handler404 = "danvan.web.errors.not_found"
handler500 = "danvan.web.errors.broken"
