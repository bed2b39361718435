"""Addresses of this app."""

from django.urls import path

from .views import issuing, reading, register, templates, voices, writing

app_name = "reviews"
urlpatterns = [
    path("", register.ListView.as_view(), name="list"),
    path("moi/", register.NewView.as_view(), name="new"),
    path("khuon-mau/", templates.TemplatesView.as_view(), name="templates"),
    path("khuon-mau/mau.docx", templates.SampleView.as_view(), name="sample_template"),
    path("khuon-mau/<uuid:public_id>/tep/", templates.TemplateFileView.as_view(), name="template_file"),
    path("khuon-mau/<uuid:public_id>/ngung/", templates.RetireView.as_view(), name="retire_template"),
    path("<uuid:public_id>/", reading.PaperView.as_view(), name="review"),
    path("<uuid:public_id>/so/<slug:key>/", reading.FigureView.as_view(), name="figure"),
    path("<uuid:public_id>/bieu-do/<slug:key>.svg", reading.ChartView.as_view(), name="chart"),
    path("<uuid:public_id>/docx/", reading.DocxView.as_view(), name="docx"),
    path("<uuid:public_id>/lich-su/", reading.HistoryView.as_view(), name="history"),
    path("<uuid:public_id>/dau/", writing.HeadView.as_view(), name="head"),
    path("<uuid:public_id>/khoi/them/", writing.AddView.as_view(), name="add"),
    path("<uuid:public_id>/khoi/them-bieu-do/", writing.AddChartView.as_view(), name="add_chart"),
    path("<uuid:public_id>/khoi/<uuid:block_id>/", writing.BlockView.as_view(), name="block"),
    path("<uuid:public_id>/khoi/<uuid:block_id>/chuyen/", writing.MoveView.as_view(), name="move"),
    path("<uuid:public_id>/khoi/<uuid:block_id>/xoa/", writing.DeleteView.as_view(), name="delete"),
    path("<uuid:public_id>/y-kien/", voices.VoicesView.as_view(), name="voices"),
    path("<uuid:public_id>/trinh/", issuing.SubmitView.as_view(), name="submit"),
    path("<uuid:public_id>/tra-lai/", issuing.SendBackView.as_view(), name="send_back"),
    path("<uuid:public_id>/ban-hanh/", issuing.IssueView.as_view(), name="issue"),
]
