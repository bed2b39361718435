"""Addresses of the public portal."""

from django.urls import path

from . import feeds, serving, views
from .voice.views import public, queue

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("anh/<path:path>", serving.photo, name="photo"),
    path("tai-lieu/<uuid:public_id>/<str:name>", serving.attachment, name="attachment"),
    path("tin/", views.news, name="news"),
    path("tin/rss.xml", feeds.rss_all, name="rss_all"),
    path("tin/atom.xml", feeds.atom_all, name="atom_all"),
    path("tin/<str:category>/rss.xml", feeds.rss_category, name="rss_category"),
    path("tin/<str:category>/atom.xml", feeds.atom_category, name="atom_category"),
    path("tin/<str:category>/", views.category, name="category"),
    path("tin/<str:category>/<str:slug>/", views.article, name="article"),
    # A topic may hold a stroke: "464-QĐ/TU".
    path("chu-de/<path:tag>/rss.xml", feeds.rss_tag, name="rss_tag"),
    path("chu-de/<path:tag>/atom.xml", feeds.atom_tag, name="atom_tag"),
    path("chu-de/<path:tag>/", views.tag, name="tag"),
    path("sitemap.xml", feeds.sitemap_index, name="sitemap_index"),
    path("sitemap-<int:number>.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("tin/<str:category>/<str:slug>/phan-hoi/", public.comments, name="comments"),
    path("luot-truy-cap.json", public.numbers, name="numbers"),
    path("phan-hoi/", queue.Queue.as_view(), name="queue"),
    path("phan-hoi/quyet-dinh/", queue.Decide.as_view(), name="decide"),
    path("phan-hoi/tam-dung/", queue.Pause.as_view(), name="pause_comments"),
    path("phan-hoi/hoan-tac/<uuid:decision>/", queue.Undo.as_view(), name="undo_decision"),
    path("phan-hoi/<uuid:public_id>/", queue.Moderated.as_view(), name="moderated"),
]
