"""Addresses of this app."""

app_name = "figures"
urlpatterns = []
