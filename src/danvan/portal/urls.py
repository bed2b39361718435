"""Addresses of the public portal."""

from django.urls import path

from . import views
from .voice.views import public, queue

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("tin/", views.news, name="news"),
    path("tin/<str:category>/", views.category, name="category"),
    path("tin/<str:category>/<str:slug>/", views.article, name="article"),
    path("tin/<str:category>/<str:slug>/phan-hoi/", public.comments, name="comments"),
    path("luot-truy-cap.json", public.numbers, name="numbers"),
    path("phan-hoi/", queue.Queue.as_view(), name="queue"),
    path("phan-hoi/quyet-dinh/", queue.Decide.as_view(), name="decide"),
    path("phan-hoi/tam-dung/", queue.Pause.as_view(), name="pause_comments"),
    path("phan-hoi/hoan-tac/<uuid:decision>/", queue.Undo.as_view(), name="undo_decision"),
    path("phan-hoi/<uuid:public_id>/", queue.Moderated.as_view(), name="moderated"),
]
