"""Addresses of this app."""

app_name = "reports"
urlpatterns = []
