"""Addresses of this app."""

app_name = "overview"
urlpatterns = []
