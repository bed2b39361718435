"""Addresses of this app."""

app_name = "reviews"
urlpatterns = []
