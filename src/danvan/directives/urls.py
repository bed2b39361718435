"""Addresses of this app."""

app_name = "directives"
urlpatterns = []
