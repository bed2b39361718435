"""The editors' rooms: Wagtail's admin, every address of it behind the portal's own door."""

from django.urls import include, path
from wagtail.admin import urls as wagtail_admin_urls

from .door import behind_the_door

urlpatterns = behind_the_door([path("", include(wagtail_admin_urls))])
