"""Addresses of this app."""

from django.urls import path

from . import views

app_name = "orgs"
urlpatterns = [
    path("", views.Units.as_view(), name="units"),
    path("<uuid:public_id>/", views.UnitLife.as_view(), name="unit"),
]
