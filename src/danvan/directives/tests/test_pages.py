"""The pages, walked through HTTP as people walk them."""

import uuid
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.directives import services
from danvan.directives.models import Directive, Mandate, Relation, Task
from danvan.notices.models import Notice

from .factories import TITLE, advance, directive, sent, task

pytestmark = pytest.mark.django_db


def typed(**changes) -> dict[str, str]:
    """What the browser sends for a new entry."""
    return {
        "token": str(uuid.uuid4()), "raw_symbol": "62-KL/TW", "kind": "", "number": "", "issuer": "Ban Bí thư",
        "issued_on": "08/01/2026", "year": "", "certainty": "checked", "title": TITLE, "term": "", "valid_from": "",
        "valid_until": "", "source": "", "source_note": "", "version": "",
    } | changes  # fmt: skip


def page(client, name, *args, **query) -> str:
    answer = client.get(reverse(f"directives:{name}", args=args), query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.row(1)
def test_a_clerk_enters_a_document_with_its_file_and_finds_it_by_a_loose_symbol(signed_in):
    client = signed_in("provincial_specialist", "A")
    file = SimpleUploadedFile("62-kl-tw.txt", "Kết luận về Mặt trận".encode())
    answer = client.post(reverse("directives:new"), typed() | {"file": file})
    one = Directive.objects.get()
    assert answer.url == one.get_absolute_url()
    assert "62-KL/TW" in page(client, "directive", one.public_id)
    assert TITLE in page(client, "list", q="62kltw")
    assert TITLE not in page(client, "list", q="63kltw")
    fetched = client.get(reverse("directives:file", args=[one.public_id]))
    assert b"".join(fetched.streaming_content).decode() == "Kết luận về Mặt trận"


@pytest.mark.row(1)
def test_a_wrong_symbol_is_told_at_its_field_and_nothing_typed_is_lost(signed_in):
    client = signed_in("provincial_specialist", "A")
    file = SimpleUploadedFile("ban-goc.txt", "Bản gốc".encode())
    answer = client.post(reverse("directives:new"), typed(raw_symbol="62-KLX/TW") | {"file": file})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "id_raw_symbol_error" in text
    assert "62-KLX/TW" in text
    assert TITLE in text
    assert "ban-goc.txt" in text
    mark = text.split('name="kept_file" value="')[1].split('"')[0]
    client.post(reverse("directives:new"), typed() | {"kept_file": mark})
    assert Directive.objects.get().file.name == "ban-goc.txt"


@pytest.mark.row(1)
def test_a_symbol_with_two_meanings_is_asked_side_by_side(signed_in):
    client = signed_in("provincial_specialist", "A")
    answer = client.post(reverse("directives:new"), typed(raw_symbol="217-QĐ/TW"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count('type="radio" name="kind"') == 2
    client.post(reverse("directives:new"), typed(raw_symbol="217-QĐ/TW", kind="regulation"))
    assert Directive.objects.get().kind == "regulation"


@pytest.mark.row(1)
def test_a_document_already_there_is_shown_with_a_link(country, signed_in):
    first = directive(country)
    client = signed_in("provincial_specialist", "A")
    answer = client.post(reverse("directives:new"), typed())
    assert answer.status_code == 422
    assert first.get_absolute_url() in answer.content.decode()
    assert Directive.objects.count() == 1


def test_a_form_sent_twice_makes_one_entry(signed_in):
    client, form = signed_in("provincial_specialist", "A"), typed()
    answers = [client.post(reverse("directives:new"), form) for _time in range(2)]
    assert answers[0].url == answers[1].url
    assert Directive.objects.count() == 1


def test_the_change_of_somebody_else_is_shown_beside_ones_own(country, signed_in):
    one = directive(country)
    services.mend(
        one,
        _entry_with(title="Trích yếu của người khác"),
        by=country.actor("provincial_specialist", "A"),
        version=1,
    )
    client = signed_in("provincial_specialist", "A")
    url = reverse("directives:edit", args=[one.public_id])
    answer = client.post(url, typed(title="Trích yếu của tôi", version="1"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Trích yếu của người khác" in text
    assert "Trích yếu của tôi" in text
    assert client.post(url, typed(title="Trích yếu của tôi", version="2")).status_code == 302


def _entry_with(**changes):
    from .factories import entry

    return entry(**changes)


@pytest.mark.row(2)
def test_a_relation_is_shown_from_both_sides(country, signed_in):
    old = directive(country, raw_symbol="290-QĐ/TW", kind="regulation", issued_on=None, year=2010)
    new = directive(country, raw_symbol="23-QĐ/TW", kind="regulation", issued_on=None, year=2021)
    client = signed_in("provincial_specialist", "A")
    url = reverse("directives:add_relation", args=[new.public_id])
    client.post(url, {"side": "out", "kind": "replaces", "other": "290qđtw"})
    assert old.get_absolute_url() in page(client, "directive", new.public_id)
    assert new.get_absolute_url() in page(client, "directive", old.public_id)
    relation = Relation.objects.get()
    client.post(reverse("directives:remove_relation", args=[old.public_id, relation.public_id]))
    assert not Relation.objects.exists()


def test_a_relation_to_a_foreign_document_finds_nothing(country, signed_in):
    mine, foreign = directive(country, "A"), directive(country, "B", raw_symbol="99-CT/TW")
    url = reverse("directives:add_relation", args=[mine.public_id])
    answer = signed_in("provincial_specialist", "A").post(url, {"side": "out", "kind": "cites", "other": "99cttw"})
    assert answer.status_code == 422
    assert foreign.get_absolute_url() not in answer.content.decode()


def chosen(country, *codes) -> list[str]:
    return [str(country[code].public_id) for code in codes]


@pytest.mark.row(3)
def test_sending_is_chosen_seen_before_it_happens_and_done_once(country, signed_in, django_capture_on_commit_callbacks):
    country.person("commune_officer", "A1")
    one, client = directive(country), signed_in("provincial_specialist", "A")
    url = reverse("directives:send", args=[one.public_id])
    form = {"token": str(uuid.uuid4()), "where": "communes", "kind": "party_committee", "working_days": "10"}
    listed = client.post(url, form | {"step": "add"}).content.decode()
    assert all(unit in listed for unit in chosen(country, "A1.DU", "A2.DU", "A3.DU"))
    assert str(country["B1.DU"].public_id) not in listed
    form["pick"] = chosen(country, "A1.DU", "A2.DU")
    seen = client.post(url, form | {"step": "preview"})
    assert (seen.status_code, Mandate.objects.count()) == (200, 0)
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            assert client.post(url, form | {"step": "do"}).url == one.get_absolute_url()
    assert Mandate.objects.count() == 2
    assert list(Notice.objects.values_list("user__username", flat=True)) == ["commune_officer.a1"]


def test_sending_to_nobody_is_told(country, signed_in):
    one = directive(country)
    url = reverse("directives:send", args=[one.public_id])
    for step in ("preview", "do"):
        answer = signed_in("provincial_specialist", "A").post(url, {"token": str(uuid.uuid4()), "step": step})
        assert answer.status_code == 422
    assert not Mandate.objects.exists()


def test_a_sending_is_undone_from_the_page(country, signed_in):
    one, mandates = sent(country)
    sending = mandates["A1.DU"].sending
    client = signed_in("provincial_specialist", "A")
    client.post(reverse("directives:withdraw", args=[one.public_id, sending.public_id]))
    assert not one.mandates.standing().exists()


@pytest.mark.row(5)
def test_a_commune_walks_through_every_step_on_its_own_page(country, signed_in):
    _one, mandates = sent(country)
    mandate, client = mandates["A1.DU"], signed_in("commune_officer", "A1")
    url = reverse("directives:answer", args=[mandate.public_id])
    steps = [
        {"step": "received", "note": ""},
        {"step": "disseminated", "held_on": "20/02/2026", "form": "conference", "attendance": "312", "note": ""},
        {"step": "planned", "title": "Kế hoạch thực hiện", "symbol": "05-KH/ĐU", "issued_on": "", "local_target": "x"},
        {"step": "in_progress", "note": ""},
        {"step": "done", "note": "Đã triển khai ở 9 thôn"},
    ]
    for version, step in enumerate(steps, start=1):
        assert client.post(url, step | {"version": str(version)}).status_code == 302
    text = page(client, "mandate", mandate.public_id)
    assert "20/02/2026" in text
    assert "312" in text
    assert "05-KH/ĐU" in text


@pytest.mark.row(5)
def test_a_wrong_head_count_is_told_at_its_place_and_the_rest_is_kept(country, signed_in):
    _one, mandates = sent(country)
    mandate = advance(country, mandates["A1.DU"], 1)
    url = reverse("directives:answer", args=[mandate.public_id])
    wrong = {
        "step": "disseminated", "version": "2", "held_on": "20/02/2026", "form": "conference", "attendance": "-5",
        "note": "Tại hội trường",
    }  # fmt: skip
    answer = signed_in("commune_officer", "A1").post(url, wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "id_attendance_error" in text
    assert "Tại hội trường" in text


def test_an_answer_to_a_state_that_moved_says_so_and_keeps_the_words(country, signed_in):
    _one, mandates = sent(country)
    advance(country, mandates["A1.DU"], 1)
    url = reverse("directives:answer", args=[mandates["A1.DU"].public_id])
    answer = signed_in("commune_officer", "A1").post(
        url, {"step": "received", "version": "1", "note": "Đã nhận bản giấy"}
    )
    assert answer.status_code == 409
    assert "Đã nhận bản giấy" in answer.content.decode()


@pytest.mark.row(5)
def test_the_units_still_missing_the_study_are_listed(country, signed_in):
    one, mandates = sent(country)
    advance(country, mandates["A1.DU"], 2)
    text = page(signed_in("provincial_specialist", "A"), "matrix", one.public_id, only="no-disseminated", view="list")
    assert mandates["A1.DU"].get_absolute_url() not in text
    assert mandates["A2.DU"].get_absolute_url() in text


@pytest.mark.row(17)
def test_the_matrices_show_every_unit_and_lead_to_its_mandate(country, signed_in):
    one, mandates = sent(country)
    advance(country, mandates["A1.DU"], 5)
    client = signed_in("provincial_specialist", "A")
    drawn = page(client, "matrix", one.public_id)
    assert all(mandate.get_absolute_url() in drawn for mandate in mandates.values())
    assert "<svg" in page(client, "matrix_all")
    listed = page(client, "matrix_all", view="list")
    assert all(mandate.get_absolute_url() in listed for mandate in mandates.values())
    alone = page(client, "matrix_all", unit=country["A2.DU"].public_id)
    assert mandates["A2.DU"].get_absolute_url() in alone
    assert mandates["A3.DU"].get_absolute_url() not in alone


def test_a_commune_sees_its_own_row_only(country, signed_in):
    one, mandates = sent(country)
    client = signed_in("commune_officer", "A2")
    for name, args in (("matrix", [one.public_id]), ("matrix_all", [])):
        text = page(client, name, *args, view="list")
        assert mandates["A2.DU"].get_absolute_url() in text
        assert mandates["A1.DU"].get_absolute_url() not in text


@pytest.mark.row(8)
def test_what_is_overdue_is_listed_by_unit_and_by_directive_and_reminded_once(country, signed_in):
    country.person("commune_officer", "A1")
    one, mandates = sent(country, due_on=country.actor("provincial_specialist", "A").day)
    Mandate.objects.filter(pk=mandates["A1.DU"].pk).update(due_on=mandates["A1.DU"].due_on - timedelta(days=1))
    client = signed_in("provincial_specialist", "A")
    text = page(client, "late")
    assert country["A1.DU"].get_absolute_url() in text
    assert country["A2.DU"].get_absolute_url() not in text
    assert one.get_absolute_url() in text
    for _time in range(2):
        client.post(reverse("directives:remind", args=[one.public_id]))
    assert Notice.objects.filter(user__username="commune_officer.a1").count() == 1
    from danvan.directives.tasks import remind_overdue

    assert remind_overdue() == 0


@pytest.mark.row(18)
def test_the_history_says_who_did_what_and_what_changed(country, signed_in):
    one = directive(country)
    client = signed_in("provincial_specialist", "A")
    url = reverse("directives:edit", args=[one.public_id])
    client.post(url, typed(title="Trích yếu đã sửa", version="1"))
    text = page(client, "directive", one.public_id)
    assert country.person("provincial_specialist", "A").full_name in text
    assert '<del><span class="unseen">' in text
    assert "Trích yếu đã sửa" in text.split('class="history"')[1]


@pytest.mark.row(3)
@pytest.mark.row(6)
def test_a_task_goes_to_many_units_and_its_progress_is_counted(country, signed_in):
    one, _mandates = sent(country)
    client = signed_in("provincial_specialist", "A")
    url = reverse("directives:assign", args=[one.public_id])
    form = {"token": str(uuid.uuid4()), "title": "Rà soát người có uy tín", "pick": chosen(country, "A1.DU", "A2.DU")}
    whole_url = client.post(url, form | {"step": "do"}).url
    assert client.post(url, form | {"step": "do"}).url == whole_url
    whole = Task.objects.get(parent=None)
    officer = country.actor("commune_officer", "A1")
    part = whole.children.get(lead=country["A1.DU"])
    services.begin_task(part, by=officer, version=1)
    services.finish_task(part, "Đã rà soát", by=officer, version=2)
    text = client.get(whole_url).content.decode()
    assert "1/2" in text
    assert all(child.get_absolute_url() in text for child in whole.children.all())


@pytest.mark.row(4)
def test_a_commune_adds_its_own_task_and_reports_it(country, signed_in):
    _one, mandates = sent(country)
    client = signed_in("commune_officer", "A1")
    url = reverse("directives:add_own_task", args=[mandates["A1.DU"].public_id])
    assert client.get(url).status_code == 200
    form = {"token": str(uuid.uuid4()), "title": "Họp chi bộ", "lead": str(country["A1.MTTQ"].public_id)}
    own = client.post(url, form)
    made = Task.objects.get()
    assert (own.url, made.lead, made.giver) == (made.get_absolute_url(), country["A1.MTTQ"], country["A1.DU"])
    step = reverse("directives:task_step", args=[made.public_id])
    client.post(step, {"step": "begin", "version": "1"})
    wrong = client.post(step, {"step": "finish", "version": "2", "result": "  "})
    assert wrong.status_code == 422
    client.post(step, {"step": "finish", "version": "2", "result": "Đã họp"})
    assert "Đã họp" in page(client, "task", made.public_id)
    foreign = client.post(url, form | {"token": str(uuid.uuid4()), "lead": str(country["A2.MTTQ"].public_id)})
    assert foreign.status_code == 422


@pytest.mark.trust("T25")
def test_an_export_holds_exactly_what_is_shown(country, signed_in):
    directive(country, title="=cmd|' /C calc'!A0")
    directive(country, raw_symbol="15/QĐ-BNV", issuer="Bộ Nội vụ", title="Quy chế dân chủ")
    directive(country, "B")
    client = signed_in("provincial_specialist", "A")
    answer = client.get(reverse("directives:list"), {"q": "62kltw", "format": "xlsx"})
    cells = [cell for row in openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows() for cell in row]
    found = [cell for cell in cells if cell.value and "cmd|" in str(cell.value)]
    assert [cell.data_type for cell in found] == ["s"]
    assert not [cell for cell in cells if cell.value and "Quy chế" in str(cell.value)]
    for form in ("csv", "docx"):
        assert client.get(reverse("directives:list"), {"format": form}).status_code == 200


def test_a_matrix_is_exported_with_only_the_rows_one_may_take(country, signed_in):
    one, _mandates = sent(country)
    answer = signed_in("commune_officer", "A1").get(
        reverse("directives:matrix", args=[one.public_id]), {"format": "csv"}
    )
    text = answer.content.decode("utf-8-sig")
    assert "Đảng ủy xã Đồng Xuân" in text
    assert "Hòa Bình" not in text


def test_the_tasks_list_is_filtered(country, signed_in):
    one, _mandates = sent(country)
    task(country, one)
    client = signed_in("commune_officer", "A1")
    assert "Rà soát" in page(client, "tasks")
    assert "Rà soát người" not in page(client, "tasks", state="done")
