"""Addresses of this app."""

from django.urls import path, register_converter

from . import views


class Verb:
    """The decisions that a fact takes."""

    regex = "dong-y|sua|bo|mo-lai"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Verb, "decision")

app_name = "reader"
urlpatterns = [
    path("", views.DocumentList.as_view(), name="list"),
    path("moi/", views.Take.as_view(), name="take"),
    path("du-kien/<uuid:public_id>/<decision:verb>/", views.Decide.as_view(), name="decide"),
    path("<uuid:public_id>/", views.DocumentPage.as_view(), name="document"),
    path("<uuid:public_id>/dong-y/", views.ConfirmShown.as_view(), name="confirm_shown"),
    path("<uuid:public_id>/doc-lai/", views.ReadAgain.as_view(), name="read_again"),
]
