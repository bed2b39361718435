"""One's own account and the rooms of the account administrator."""

from django.urls import path

from . import views

app_name = "access"
urlpatterns = [
    path("", views.MyAccount.as_view(), name="my_account"),
    path("nguoi/", views.People.as_view(), name="people"),
    path("nguoi/moi/", views.NewAccount.as_view(), name="new_account"),
    path("nguoi/<uuid:public_id>/", views.Person.as_view(), name="person"),
    path("nguoi/<uuid:public_id>/trao-quyen/", views.GiveRight.as_view(), name="give_right"),
    path("nguoi/<uuid:public_id>/thu-hoi/", views.WithdrawRight.as_view(), name="withdraw_right"),
    path("nguoi/<uuid:public_id>/mat-khau/", views.RenewPassword.as_view(), name="renew_password"),
    path("nguoi/<uuid:public_id>/dong/", views.CloseAccount.as_view(), name="close_account"),
]
