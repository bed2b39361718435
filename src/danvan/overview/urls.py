"""Addresses of this app."""

from django.urls import path

from . import views

app_name = "overview"
urlpatterns = [
    path("viec/", views.MyWork.as_view(), name="my_work"),
    path("tim/", views.Search.as_view(), name="search"),
    path("tim/lenh/", views.Palette.as_view(), name="palette"),
    path("khoe/", views.health, name="health"),
]
