"""Addresses of the public portal."""

from django.urls import path

from . import serving, views

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("anh/<path:path>", serving.photo, name="photo"),
    path("tai-lieu/<uuid:public_id>/<str:name>", serving.attachment, name="attachment"),
    path("tin/", views.news, name="news"),
    path("tin/<str:category>/", views.category, name="category"),
    path("tin/<str:category>/<str:slug>/", views.article, name="article"),
]
