"""Addresses of this app."""

from django.urls import path

from .views import decide, fill, forms, narrative, owed, punctual, round_page, rounds, sheets, submission, voices

app_name = "reports"
urlpatterns = [
    path("", rounds.Rounds.as_view(), name="rounds"),
    path("phai-nop/", owed.Owed.as_view(), name="owed"),
    path("dung-han/", punctual.Timeliness.as_view(), name="timeliness"),
    path("mo-dot/", rounds.OpenRound.as_view(), name="round_new"),
    path("dot/<uuid:public_id>/", round_page.RoundPage.as_view(), name="round"),
    path("dot/<uuid:public_id>/chap-nhan/", round_page.AcceptMany.as_view(), name="round_accept"),
    path("dot/<uuid:public_id>/nhac/", round_page.Remind.as_view(), name="round_remind"),
    path("dot/<uuid:public_id>/dong/", round_page.Close.as_view(), name="round_close"),
    path("dot/<uuid:public_id>/tieng-noi/", voices.RoundVoices.as_view(), name="round_voices"),
    path("tieng-noi/", voices.AreaVoices.as_view(), name="voices"),
    path("dot/<uuid:public_id>/tong-hop/", round_page.Consolidated.as_view(), name="round_sheet"),
    path("ngoai-tuyen.js", fill.Worker.as_view(), name="worker"),
    path("mau/", forms.Forms.as_view(), name="forms"),
    path("mau/moi/", forms.NewForm.as_view(), name="form_new"),
    path("mau/<uuid:public_id>/", forms.EditForm.as_view(), name="form"),
    path("<uuid:public_id>/", submission.SubmissionPage.as_view(), name="submission"),
    path("<uuid:public_id>/nhap/", fill.Fill.as_view(), name="fill"),
    path("<uuid:public_id>/o/", fill.SaveCell.as_view(), name="save"),
    path("<uuid:public_id>/ly-do/", fill.Explain.as_view(), name="explain"),
    path("<uuid:public_id>/bieu-mau/", sheets.TakeOut.as_view(), name="sheet"),
    path("<uuid:public_id>/nap/", sheets.BringIn.as_view(), name="sheet_in"),
    path("<uuid:public_id>/ban-in/", sheets.Printed.as_view(), name="paper"),
    path("<uuid:public_id>/loi/", narrative.SaveText.as_view(), name="save_text"),
    path("<uuid:public_id>/tep/", narrative.Attach.as_view(), name="attach"),
    path("<uuid:public_id>/tep/<uuid:evidence_id>/", narrative.EvidenceFile.as_view(), name="evidence"),
    path("<uuid:public_id>/tep/<uuid:evidence_id>/bo/", narrative.Detach.as_view(), name="detach"),
    path("<uuid:public_id>/chap-nhan/", decide.Accept.as_view(), name="accept"),
    path("<uuid:public_id>/tra-lai/", decide.Return.as_view(), name="return"),
    path("<uuid:public_id>/gia-han/", decide.Extend.as_view(), name="extend"),
]
