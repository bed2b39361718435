"""Addresses of this app."""

from django.urls import path

from .views.answering import Answer, MandatePage, PlanFile
from .views.cited import CitedGraph, CitedList, TaskFromText
from .views.matrix import Late, Matrix, MatrixAll
from .views.record import DirectivePage
from .views.register import (
    AddAlias,
    AddRelation,
    DirectiveFile,
    DirectiveList,
    EditDirective,
    NewDirective,
    RemoveRelation,
)
from .views.sending import Assign, Remind, Send, Withdraw
from .views.studies import AddStudy
from .views.targets import Targets
from .views.tasks import AddOwnTask, AddPart, TaskList, TaskPage, TaskStep

app_name = "directives"
urlpatterns = [
    path("", DirectiveList.as_view(), name="list"),
    path("moi/", NewDirective.as_view(), name="new"),
    path("ma-tran/", MatrixAll.as_view(), name="matrix_all"),
    path("qua-han/", Late.as_view(), name="late"),
    path("nhac-toi/", CitedList.as_view(), name="cited"),
    path("nhac-toi.json", CitedGraph.as_view(), name="cited_graph"),
    path("nhiem-vu/tu-van-ban/<uuid:public_id>/", TaskFromText.as_view(), name="task_from_text"),
    path("nhiem-vu/", TaskList.as_view(), name="tasks"),
    path("nhiem-vu/<uuid:public_id>/", TaskPage.as_view(), name="task"),
    path("nhiem-vu/<uuid:public_id>/buoc/", TaskStep.as_view(), name="task_step"),
    path("nhiem-vu/<uuid:public_id>/phan-viec/", AddPart.as_view(), name="add_part"),
    path("thuc-hien/<uuid:public_id>/", MandatePage.as_view(), name="mandate"),
    path("thuc-hien/<uuid:public_id>/tra-loi/", Answer.as_view(), name="answer"),
    path("thuc-hien/<uuid:public_id>/ke-hoach/", PlanFile.as_view(), name="plan_file"),
    path("thuc-hien/<uuid:public_id>/quan-triet/", AddStudy.as_view(), name="add_study"),
    path("thuc-hien/<uuid:public_id>/quan-triet/<uuid:study_id>/", AddStudy.as_view(), name="mend_study"),
    path("thuc-hien/<uuid:public_id>/viec-rieng/", AddOwnTask.as_view(), name="add_own_task"),
    path("<uuid:public_id>/", DirectivePage.as_view(), name="directive"),
    path("<uuid:public_id>/sua/", EditDirective.as_view(), name="edit"),
    path("<uuid:public_id>/tep/", DirectiveFile.as_view(), name="file"),
    path("<uuid:public_id>/ten-goi/", AddAlias.as_view(), name="add_alias"),
    path("<uuid:public_id>/lien-quan/", AddRelation.as_view(), name="add_relation"),
    path("<uuid:public_id>/lien-quan/<uuid:relation_id>/bo/", RemoveRelation.as_view(), name="remove_relation"),
    path("<uuid:public_id>/gui/", Send.as_view(), name="send"),
    path("<uuid:public_id>/gui/<uuid:sending_id>/thu-hoi/", Withdraw.as_view(), name="withdraw"),
    path("<uuid:public_id>/giao-viec/", Assign.as_view(), name="assign"),
    path("<uuid:public_id>/chi-tieu/", Targets.as_view(), name="targets"),
    path("<uuid:public_id>/ma-tran/", Matrix.as_view(), name="matrix"),
    path("<uuid:public_id>/don-doc/", Remind.as_view(), name="remind"),
]
