"""Answers in words and evidence: kept as written, checked at filing, frozen, shown with what changed."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.http import Http404
from django.urls import reverse

from danvan.core.errors import Refused
from danvan.reports import services
from danvan.reports.models import Evidence, Prompt, Submission, Told
from danvan.reports.services import About, DesignPrompt, Written
from danvan.reports.services.deciding import NewRemark
from danvan.reports.services.filing import NotReady
from danvan.reports.states import Theme
from danvan.reports.wording import difference

from . import factories as make
from .browsing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def report(country) -> Submission:
    """A report whose form asks three questions, the last of them optional."""
    version = make.form_version(country, prompts=make.PROMPTS)
    return make.submission_of(make.open_round(country, version=version), country, "A1.DU")


def prompt(report: Submission, theme: str) -> Prompt:
    return report.round.form_version.prompts.get(theme=theme)


def write(country, report: Submission, *, on: str = "A1", shown=None, **texts: str):
    written = {prompt(report, theme).pk: Written(text) for theme, text in texts.items()}
    return services.save_texts(report, written, by=country.actor("commune_officer", on), shown=shown)


def filed(country, report: Submission, **texts: str) -> Submission:
    texts = {"difficulties": "Thiếu kinh phí.", "good_practice": "Tổ dân vận khéo ở ấp 3."} | texts
    write(country, report, **texts)
    make.file(country, report)
    return Submission.objects.get(pk=report.pk)


class TestWriting:
    def test_an_answer_is_kept_with_its_lines_and_begins_the_report(self, country, report):
        write(country, report, difficulties="  Thiếu kinh phí.\r\n- Cán bộ kiêm nhiệm. ")
        report.refresh_from_db()
        assert report.state == "drafting"
        assert report.texts.get().text == "  Thiếu kinh phí.\n- Cán bộ kiêm nhiệm."

    def test_of_two_people_on_one_answer_the_first_stays_until_the_second_has_seen_it(self, country, report):
        one = prompt(report, "difficulties")
        write(country, report, difficulties="Của người thứ nhất")
        second = {"on": "A1.DU"}
        saved = write(country, report, shown={one.pk: Written()}, **second, difficulties="Của người thứ hai")
        assert saved.held[one.pk].raw == "Của người thứ nhất"
        assert saved.mine[one.pk].text == "Của người thứ hai"
        assert report.texts.get().text == "Của người thứ nhất"
        seen = {one.pk: Written("Của người thứ nhất")}
        assert not write(country, report, shown=seen, **second, difficulties="Của cả hai").held
        assert report.texts.get().text == "Của cả hai"

    def test_an_answer_left_as_it_was_shown_does_not_wipe_out_the_others(self, country, report):
        one = prompt(report, "difficulties")
        write(country, report, difficulties="Mới")
        saved = write(country, report, on="A1.DU", shown={one.pk: Written()}, difficulties="")
        assert not saved.held
        assert report.texts.get().text == "Mới"

    @pytest.mark.parametrize(("pk", "text", "code"), [(0, "x", "no-prompt"), (None, "x" * 20001, "too-long")])
    def test_what_cannot_be_kept_is_refused(self, country, report, pk, text, code):
        pk = prompt(report, "difficulties").pk if pk is None else pk
        with pytest.raises(Refused) as refusal:
            services.save_texts(report, {pk: Written(text)}, by=country.actor("commune_officer", "A1"))
        assert refusal.value.code == code

    def test_a_stranger_does_not_write(self, country, report):
        with pytest.raises(Http404):
            services.save_texts(report, {}, by=country.actor("commune_officer", "A2"))


class TestFiling:
    def test_required_questions_are_answered_or_ticked_before_filing(self, country, report):
        with pytest.raises(NotReady) as refusal:
            make.file(country, report)
        assert [one.prompt.theme for one in refusal.value.narrative.wrong()] == ["difficulties", "good_practice"]
        by = country.actor("commune_officer", "A1")
        services.save_texts(report, {prompt(report, "difficulties").pk: Written(nothing=True)}, by=by)
        write(country, report, good_practice="Tổ dân vận.")
        make.file(country, report)
        told = Told.objects.filter(submission=report).order_by("prompt__order")
        assert [(one.text, one.nothing) for one in told] == [("", True), ("Tổ dân vận.", False)]

    @pytest.mark.parametrize("written", [Written("Có chữ", nothing=True), Written("x" * 501)])
    def test_an_answer_that_contradicts_itself_or_is_too_long_is_kept_but_not_filed(self, country, report, written):
        write(country, report, good_practice="Tổ dân vận.")
        pk = prompt(report, "difficulties").pk
        services.save_texts(report, {pk: written}, by=country.actor("commune_officer", "A1"))
        with pytest.raises(NotReady):
            make.file(country, report)
        assert report.texts.get(prompt=pk).text == written.text

    def test_what_was_told_never_changes(self, country, report):
        filed(country, report)
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            Told.objects.update(text="Khác")

    def test_a_question_is_returned_with_a_remark_and_the_next_revision_shows_the_words_that_changed(
        self, country, report
    ):
        done = filed(country, report)
        one = prompt(report, "difficulties")
        remark = NewRemark("Nêu rõ thiếu bao nhiêu", prompt_id=one.pk)
        clerk = country.actor("provincial_specialist", "A")
        services.return_(done, [remark], by=clerk, revision_shown=1)
        page = enter(country, "commune_officer", "A1").get(reverse("reports:fill", args=[report.public_id]))
        assert "Nêu rõ thiếu bao nhiêu" in page.content.decode()
        filed(country, done, difficulties="Thiếu kinh phí 12 triệu đồng.")
        page = enter(country, "provincial_specialist", "A").get(done.get_absolute_url()).content.decode()
        assert "<del>" in page
        assert "12 triệu đồng." in page
        first = enter(country, "provincial_specialist", "A").get(f"{done.get_absolute_url()}?revision=1")
        assert "12 triệu đồng." not in first.content.decode()

    def test_a_remark_on_a_question_of_another_form_is_refused(self, country, report):
        done = filed(country, report)
        with pytest.raises(Refused) as refusal:
            services.return_(
                done, [NewRemark("Sai", prompt_id=0)], by=country.actor("provincial_specialist", "A"), revision_shown=1
            )
        assert refusal.value.code == "no-prompt"


class TestPages:
    def test_the_page_asks_and_saves_by_itself(self, country, report):
        client = enter(country, "commune_officer", "A1")
        page = client.get(reverse("reports:fill", args=[report.public_id])).content.decode()
        assert page.count('class="input question__text"') == 3
        assert "Một là" in page
        pk = prompt(report, "difficulties").pk
        url = reverse("reports:save_text", args=[report.public_id])
        answer = client.post(url, {f"text-{pk}": "Thiếu kinh phí", f"textwas-{pk}": ""}).json()
        assert answer["texts"][str(pk)] == {"kept": True, "text": "Thiếu kinh phí", "nothing": False, "message": ""}
        answer = (
            enter(country, "commune_officer", "A1.DU").post(url, {f"text-{pk}": "Khác", f"textwas-{pk}": ""}).json()
        )
        assert answer["texts"][str(pk)]["kept"] is False
        assert "Thiếu kinh phí" in answer["texts"][str(pk)]["message"]

    def test_without_script_answers_come_back_with_what_is_missing(self, country, report):
        client = enter(country, "commune_officer", "A1")
        pk = prompt(report, "difficulties").pk
        cells = {f"cell-{item}": raw for item, raw in make.cells(report, make.GOOD).items()}
        sent = cells | {f"text-{pk}": "Thiếu kinh phí", f"textwas-{pk}": "", "token": uuid.uuid4(), "version": "1"}
        answer = client.post(reverse("reports:fill", args=[report.public_id]), sent)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Thiếu kinh phí</textarea>" in page
        assert f'href="#text-{prompt(report, "good_practice").pk}"' in page
        two = prompt(report, "good_practice").pk
        answer = client.post(
            reverse("reports:fill", args=[report.public_id]), sent | {f"nothing-{two}": "on", f"text-{two}": ""}
        )
        assert answer.status_code == 302
        assert Told.objects.get(submission=report, prompt=two).nothing

    def test_those_above_see_words_only_once_they_are_filed(self, country, report):
        write(country, report, difficulties="Bản nháp của xã")
        clerk = enter(country, "provincial_specialist", "A")
        assert "Bản nháp của xã" not in clerk.get(report.get_absolute_url()).content.decode()
        filed(country, report, difficulties="Đã nộp của xã")
        assert "Đã nộp của xã" in clerk.get(report.get_absolute_url()).content.decode()

    def test_the_designer_asks_orders_and_keeps_questions_from_edition_to_edition(self, country, report):
        client = enter(country, "provincial_specialist", "A")
        form = report.round.form_version.form
        url = reverse("reports:form", args=[form.public_id])
        page = client.get(url).content.decode()
        assert "Khó khăn, vướng mắc của xã" in page
        item = report.round.form_version.items.first()
        facts = {
            "code": form.code, "name_vi": form.name_vi, "owner": form.owner_id, "line": form.line_id,
            "period_type": "month", "due_after": 5, "remind_before": 3, "entry": f"i{item.indicator_id}",
        }  # fmt: skip
        asked = {
            "ask-1": "Kiến nghị", "asktheme-1": "proposals", "askorder-1": "20", "askneeded-1": "on",
            "askcode-1": "old",
            "ask-2": "Khó khăn", "asktheme-2": "difficulties", "askorder-2": "10", "asklongest-2": "300",
            "ask-3": "", "asktheme-3": "other",
        }  # fmt: skip
        assert client.post(url, facts | asked).status_code == 302
        prompts = form.versions.last().prompts.all()
        assert [(one.text_vi, one.required, one.longest, one.code) for one in prompts] == [
            ("Khó khăn", False, 300, "kho-khan"),
            ("Kiến nghị", True, 4000, "old"),
        ]
        assert report.round.form_version.prompts.count() == 3

    @pytest.mark.parametrize(
        ("one", "code"),
        [
            (DesignPrompt(" "), "no-question"),
            (DesignPrompt("Gì?", "x"), "bad-theme"),
            (make.PROMPTS[0], "prompt-twice"),
        ],
    )
    def test_a_question_that_cannot_be_asked_is_refused(self, country, one, code):
        with pytest.raises(Refused) as refusal:
            make.form_version(country, prompts=(make.PROMPTS[0], one))
        assert refusal.value.code == code


class TestEvidence:
    @pytest.fixture
    def paper(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("bien-ban.txt", "Biên bản họp (minh họa)".encode())

    def attach(self, client, report: Submission, **more):
        url = reverse("reports:attach", args=[report.public_id])
        return client.post(url, more | {"act": "attach"})

    def test_a_file_goes_with_a_question_and_what_was_typed_is_kept(self, country, report, paper):
        client = enter(country, "commune_officer", "A1")
        pk = prompt(report, "good_practice").pk
        answer = self.attach(
            client, report, file=paper, caption="Biên bản", about=f"prompt-{pk}", **{f"text-{pk}": "Tổ dân vận"}
        )
        assert answer.status_code == 302
        one = report.evidence.get()
        assert (one.prompt_id, one.caption, one.since) == (pk, "Biên bản", 1)
        assert report.texts.get().text == "Tổ dân vận"
        assert "bien-ban.txt" in client.get(reverse("reports:fill", args=[report.public_id])).content.decode()

    @pytest.mark.parametrize(("name", "body"), [("anh.png", b"MZ not a picture"), ("x.exe", b"MZ")])
    def test_a_file_that_is_not_what_it_says_is_refused_at_its_place(self, country, report, name, body):
        answer = self.attach(enter(country, "commune_officer", "A1"), report, file=SimpleUploadedFile(name, body))
        assert answer.status_code == 422
        assert not report.evidence.exists()

    def test_no_file_chosen_is_said(self, country, report):
        assert self.attach(enter(country, "commune_officer", "A1"), report).status_code == 422

    def test_those_above_get_it_only_once_it_was_filed_and_strangers_never(self, country, report, paper):
        by = country.actor("commune_officer", "A1")
        one = services.attach(report, paper, About("Biên bản"), by=by)
        url = reverse("reports:evidence", args=[report.public_id, one.public_id])
        clerk = enter(country, "provincial_specialist", "A")
        assert clerk.get(url).status_code == 404
        filed(country, report)
        assert clerk.get(url).getvalue() == "Biên bản họp (minh họa)".encode()
        assert enter(country, "commune_officer", "A2").get(url).status_code == 404

    def test_taken_out_of_the_next_revision_it_stays_with_the_one_it_was_filed_with(self, country, report, paper):
        by = country.actor("commune_officer", "A1")
        one = services.attach(report, paper, About(), by=by)
        done = filed(country, report)
        services.return_(done, [NewRemark("Sai")], by=country.actor("provincial_specialist", "A"), revision_shown=1)
        url = reverse("reports:detach", args=[report.public_id, one.public_id])
        assert enter(country, "commune_officer", "A1").post(url).status_code == 302
        one.refresh_from_db()
        assert (one.stands_in(1), one.stands_in(2)) == (True, False)

    def test_a_file_never_filed_goes_for_good_and_a_filed_report_takes_none(self, country, report, paper):
        by = country.actor("commune_officer", "A1")
        services.detach(services.attach(report, paper, About(), by=by), by=by)
        assert not Evidence.objects.filter(submission=report).exists()
        filed(country, report)
        with pytest.raises(Refused) as refusal:
            services.attach(report, paper, About(), by=by)
        assert refusal.value.code == "already-filed"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("a b c", "a x c"),
        ("Thiếu kinh phí.\nKhác", "Thiếu kinh phí 12 triệu.\nKhác"),
        ("", "mới"),
        ("cũ", ""),
    ],
)
def test_the_words_that_stayed_went_and_came_give_both_texts(before, after):
    runs = difference(before, after)
    assert "".join(run.text for run in runs if run.kind != "gone") == after
    assert "".join(run.text for run in runs if run.kind != "new").split() == before.split()


def test_every_theme_has_a_name():
    assert all(theme.label for theme in Theme)
