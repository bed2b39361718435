"""Addresses of this app."""

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.Inbox.as_view(), name="inbox"),
    path("da-doc/", views.ReadAll.as_view(), name="read_all"),
    path("<uuid:public_id>/mo/", views.Open.as_view(), name="open"),
]
