"""Addresses of this app."""

from django.urls import path

from . import views

app_name = "deadlines"
urlpatterns = [path("", views.Rules.as_view(), name="rules")]
