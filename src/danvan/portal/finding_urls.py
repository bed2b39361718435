"""Addresses of the public search, of the register of public documents, of open data, and of links with the work."""

from django.urls import path

from . import finding, open_data, opening, register

app_name = "search"
urlpatterns = [
    path("tim-kiem/", finding.search_page, name="portal"),
    path("van-ban-cong-khai/", register.register, name="register"),
    path("van-ban-cong-khai/<uuid:public_id>/", register.public_directive, name="public_directive"),
    path("van-ban-cong-khai/<uuid:public_id>/tep/", register.public_file, name="public_file"),
    path("du-lieu-mo/", open_data.page, name="open_data"),
    path("du-lieu-mo/tat-ca.zip", open_data.archive, name="archive"),
    path("du-lieu-mo/<slug:slug>.csv", open_data.csv_file, name="csv"),
    path("du-lieu-mo/<slug:slug>.json", open_data.json_file, name="json"),
    path("api/1/", open_data.api, name="api"),
    path("api/1/<slug:slug>/", open_data.api_rows, name="api_rows"),
    path("van-ban/<uuid:public_id>/cong-khai/", opening.MakePublic.as_view(), name="make_public"),
    path("van-ban/<uuid:public_id>/dang-tin/", opening.WriteAbout.as_view(), name="write_about"),
    path("so-ket/<uuid:public_id>/dang-tin/", opening.WriteAboutReview.as_view(), name="write_about_review"),
]
