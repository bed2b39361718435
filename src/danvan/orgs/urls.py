"""Addresses of this app."""

from django.urls import path

from . import views
from .wizard.views import acts, record, register, steps

app_name = "orgs"
urlpatterns = [
    path("", views.Units.as_view(), name="units"),
    path("<uuid:public_id>/", views.UnitLife.as_view(), name="unit"),
    path("thay-doi/", register.Changes.as_view(), name="changes"),
    path("thay-doi/moi/", steps.NewChange.as_view(), name="new_change"),
    path("thay-doi/<uuid:public_id>/", record.ChangeRecord.as_view(), name="change"),
    path("thay-doi/<uuid:public_id>/sua/", steps.EditChange.as_view(), name="edit_change"),
    path("thay-doi/<uuid:public_id>/quyet-dinh/", acts.Decide.as_view(), name="decide_change"),
    path("thay-doi/<uuid:public_id>/ap-dung/", acts.Apply.as_view(), name="apply_change"),
    path("thay-doi/<uuid:public_id>/bo/", acts.Discard.as_view(), name="discard_change"),
    path("thay-doi/<uuid:public_id>/huy-ap-dung/", acts.Undo.as_view(), name="undo_change"),
]
