"""Addresses of the public search, of the register of public documents and of open data."""

from django.urls import path

from . import finding

app_name = "search"
urlpatterns = [
    path("tim-kiem/", finding.search_page, name="portal"),
]
