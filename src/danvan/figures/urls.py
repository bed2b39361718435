"""Addresses of this app."""

from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("", views.TotalsView.as_view(), name="totals"),
    path("chi-tieu/", views.IndicatorsView.as_view(), name="indicators"),
    path("chi-tieu/<slug:code>/", views.CellsView.as_view(), name="cells"),
]
