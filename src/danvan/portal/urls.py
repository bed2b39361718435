"""Addresses of the public portal."""

from django.urls import path

from . import views

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("tin/", views.news, name="news"),
    path("tin/<str:category>/", views.category, name="category"),
    path("tin/<str:category>/<str:slug>/", views.article, name="article"),
]
