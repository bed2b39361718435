"""The pages, through HTTP, as people use them."""

import io
import re

import docx
import pytest
from django.urls import reverse

from danvan.reviews import services
from danvan.reviews.models import Block, FigureRef, Issue, Review, Snapshot
from danvan.reviews.paper import digest
from danvan.reviews.queries import paper_of, search, work_items

from .factories import drafted, file_models, issued, submitted
from .test_issuing import correct, printed

pytestmark = pytest.mark.django_db


def url(name: str, review, *more) -> str:
    return reverse(f"reviews:{name}", args=[review.public_id, *more])


def text_of(response) -> str:
    plain = re.sub(r"<[^>]+>", "", response.content.decode())
    return " ".join(plain.split())


def new_form(country, **changes) -> dict:
    data = {
        "outline": "yearly", "unit": str(country["A.BTGDV"].public_id), "area": str(country["A"].public_id),
        "period": "2026", "line": "commune-party", "token": "0c1a67a1-9d2c-4b8f-8a3b-6c4a9f1f2b11",
    }  # fmt: skip
    return data | changes


@pytest.mark.row(65)
def test_a_specialist_drafts_a_report_and_takes_it_as_a_word_file(country, signed_in):
    file_models(country)
    client = signed_in("provincial_specialist", "A")
    assert client.get(reverse("reviews:new")).status_code == 200
    made = client.post(reverse("reviews:new"), new_form(country))
    again = client.post(reverse("reviews:new"), new_form(country))
    assert made.status_code == 302
    assert again.url == made.url
    page = client.get(made.url)
    said = text_of(page)
    assert "đã đăng ký 60 mô hình" in said
    assert "2 trên 3 đơn vị đã báo cáo" in said
    answer = client.get(url("docx", Review.objects.get()))
    word = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Dự thảo" in words
    assert "đã đăng ký 60 mô hình" in words


@pytest.mark.row(65)
@pytest.mark.row(66)
def test_the_head_issues_it_and_a_later_correction_is_said_on_the_page(country, signed_in):
    file_models(country)
    review = submitted(country)
    client = signed_in("provincial_head", "A")
    page = client.get(url("issue", review))
    assert page.status_code == 200
    data = {name: page.context["form"].initial.get(name) or "" for name in page.context["form"].fields}
    data |= {"number": 7, "signer_name": "Trần Văn Mẫu", "shown": page.context["shown"], "version": review.version}
    done = client.post(url("issue", review), data, follow=True)
    assert Issue.objects.get().digest
    assert "07-BC/BTGDVTU" in text_of(done)
    assert "Chưa có số liệu nào thay đổi từ khi ban hành" in text_of(done)
    file_before = client.get(url("docx", review)).getvalue()
    correct(country)
    page = client.get(url("review", review))
    said = text_of(page)
    assert "khi ban hành: 48 → hiện nay: 53" in said
    assert "thực hiện 48 mô hình" in said
    assert client.get(url("docx", review)).getvalue() == file_before
    key = Snapshot.objects.get(label__startswith="Mô hình “Dân vận khéo” thực hiện, năm").ref.key
    panel = text_of(client.get(url("figure", review, key)))
    assert "20 + 16 + 8 + 4 = 48" in panel
    assert "Đã đổi từ khi ban hành: 48 → 53" in panel
    assert "Đảng ủy xã Đồng Xuân" in panel


def test_an_issue_on_numbers_that_were_not_shown_is_asked_again(country, signed_in):
    file_models(country)
    review = submitted(country)
    client = signed_in("provincial_head", "A")
    page = client.get(url("issue", review))
    data = {name: page.context["form"].initial.get(name) or "" for name in page.context["form"].fields}
    data |= {"number": 7, "signer_name": "Trần Văn Mẫu", "shown": page.context["shown"], "version": review.version}
    correct(country)
    answer = client.post(url("issue", review), data)
    assert answer.status_code == 409
    assert not Issue.objects.exists()
    assert "thực hiện 53 mô hình" in text_of(answer)
    assert client.post(url("issue", review), data | {"shown": answer.context["shown"]}).status_code == 302


def test_two_authors_on_one_block_lose_nothing(country, signed_in):
    review = drafted(country)
    block = Block.objects.filter(review=review, kind="paragraph").first()
    client = signed_in("provincial_specialist", "A")
    services.edit_block(block, "Câu của người khác.", by=country.actor("provincial_head", "A"), version=block.version)
    answer = client.post(
        url("block", review, block.public_id), {"text": "Câu của tôi.", "version": block.version, "save": "1"}
    )
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Câu của người khác." in said
    assert "Câu của tôi." in said
    shown = answer.context["form"].data["version"]
    client.post(url("block", review, block.public_id), {"text": "Cả hai câu.", "version": shown, "save": "1"})
    block.refresh_from_db()
    assert block.text == "Cả hai câu."


def test_a_figure_is_found_without_marks_and_put_where_it_should_stand(country, signed_in):
    file_models(country)
    review = drafted(country)
    block = Block.objects.filter(review=review, kind="paragraph").first()
    client = signed_in("provincial_specialist", "A")
    data = {"text": "Có {{?}} hội nghị.", "version": block.version, "q": "hoi nghi doi thoai"}
    page = client.post(url("block", review, block.public_id), data | {"find": "1"})
    best = page.context["finding"].found[0]
    assert best.name == "Hội nghị đối thoại của người đứng đầu với Nhân dân"
    page = client.post(url("block", review, block.public_id), data | {"insert": best.choices[0].value})
    words = page.context["form"].data["text"]
    assert re.fullmatch(r"Có \{\{so:s\d+\}\} hội nghị\.", words)
    assert page.context["chips"][0]["said"].text == "8"
    assert Block.objects.get(pk=block.pk).text != words
    client.post(url("block", review, block.public_id), {"text": words, "version": block.version, "save": "1"})
    assert "Có 8 hội nghị." in text_of(client.get(url("review", review)))


def test_a_place_of_a_figure_that_is_not_there_is_refused_at_the_text(country, signed_in):
    review = drafted(country)
    block = Block.objects.filter(review=review, kind="paragraph").first()
    client = signed_in("provincial_specialist", "A")
    answer = client.post(url("block", review, block.public_id), {"text": "Có {{so:s999}}", "version": 1, "save": "1"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"]


def test_blocks_are_added_moved_and_removed(country, signed_in):
    review = drafted(country)
    client = signed_in("provincial_specialist", "A")
    first = review.blocks.first()
    answer = client.post(
        url("add", review) + f"?after={first.public_id}",
        {"kind": "list", "text": "Việc một;\nViệc hai.", "level": 1, "save": "1"},
    )
    assert answer.status_code == 302
    made = Block.objects.get(review=review, kind="list")
    assert list(review.blocks.all()).index(made) == 1
    client.post(url("move", review, made.public_id), {"to": "up", "version": made.version})
    assert list(review.blocks.all())[0] == made
    client.post(url("delete", review, made.public_id), {"version": made.version})
    assert not Block.objects.filter(pk=made.pk).exists()


@pytest.mark.trust("T15")
def test_braces_and_tags_in_a_text_are_shown_as_they_stand(country, signed_in):
    review = drafted(country)
    client = signed_in("provincial_specialist", "A")
    client.post(
        url("add", review),
        {"kind": "paragraph", "level": 1, "text": "{{7*7}} <script>alert(1)</script> {% now 'Y' %}", "save": "1"},
    )
    page = client.get(url("review", review)).content.decode()
    assert "{{7*7}} &lt;script&gt;alert(1)&lt;/script&gt; {% now &#x27;Y&#x27; %}" in page


@pytest.mark.trust("T08")
@pytest.mark.parametrize("name", ["review", "docx", "history", "head", "add", "issue", "send_back"])
def test_a_foreign_review_is_not_there(country, signed_in, name):
    review = drafted(country)
    assert signed_in("provincial_head", "B").get(url(name, review)).status_code == 404


@pytest.mark.trust("T08")
def test_foreign_figures_and_blocks_are_not_there(country, signed_in):
    file_models(country)
    review = drafted(country)
    client = signed_in("provincial_head", "B")
    key, block = FigureRef.objects.first().key, review.blocks.first()
    assert client.get(url("figure", review, key)).status_code == 404
    assert client.get(url("block", review, block.public_id)).status_code == 404
    for name, more in (("submit", ()), ("delete", (block.public_id,)), ("move", (block.public_id,))):
        assert client.post(url(name, review, *more), {"version": 1}).status_code == 404
    actor = country.actor("provincial_head", "B")
    assert search(actor, "dân vận", 5) == []
    assert work_items(actor, actor.day) == []


def test_a_commune_officer_neither_writes_nor_issues(country, signed_in):
    review = submitted(country)
    client = signed_in("commune_officer", "A1")
    assert client.get(reverse("reviews:new")).status_code == 404
    assert client.get(url("issue", review)).status_code == 404
    assert client.post(url("issue", review), {}).status_code == 404


def test_a_reader_reads_and_does_not_write(country, signed_in):
    review = drafted(country)
    client = signed_in("reader", "A")
    page = client.get(url("review", review))
    assert page.status_code == 200
    assert not page.context["editing"]
    assert client.get(url("docx", review)).status_code == 404
    assert client.get(url("block", review, review.blocks.first().public_id)).status_code == 404
    assert client.post(url("submit", review), {"version": review.version}).status_code == 404


def test_whoever_submitted_sees_why_they_cannot_issue(country, signed_in):
    review = drafted(country)
    head = country.actor("provincial_head", "A")
    review = services.submit(review, by=head, version=review.version)
    client = signed_in("provincial_head", "A")
    assert "người khác sẽ ban hành" in text_of(client.get(url("review", review)))
    page = client.get(url("issue", review))
    data = {name: page.context["form"].initial.get(name) or "" for name in page.context["form"].fields}
    data |= {"number": 7, "signer_name": "Mẫu", "shown": page.context["shown"], "version": review.version}
    answer = client.post(url("issue", review), data)
    assert answer.status_code == 422
    assert not Issue.objects.exists()


def test_a_review_goes_back_with_a_reason_and_stands_in_the_authors_work(country, signed_in):
    review = submitted(country)
    client = signed_in("provincial_head", "A")
    assert [item.button for item in work_items(country.actor("provincial_head", "A"), None)] == ["Xem và ban hành"]
    client.post(url("send_back", review), {"reason": "Bổ sung kinh nghiệm.", "version": review.version})
    author = country.actor("provincial_specialist", "A")
    (item,) = work_items(author, author.day)
    assert "Bổ sung kinh nghiệm." in item.detail
    assert "Bổ sung kinh nghiệm." in text_of(signed_in("provincial_specialist", "A").get(url("review", review)))


def test_the_history_tells_every_act_and_why_one_sees_it(country, signed_in):
    file_models(country)
    review = issued(country)
    said = text_of(signed_in("provincial_specialist", "A").get(url("history", review)))
    for words in ("lập dự thảo báo cáo", "trình ban hành", "ban hành báo cáo số 05-BC/BTGDVTU", "Chuyên viên cấp tỉnh"):
        assert words in said


def test_a_panel_is_a_fragment_for_htmx_and_a_page_without_script(country, signed_in):
    file_models(country)
    review = drafted(country)
    client = signed_in("provincial_specialist", "A")
    key = FigureRef.objects.filter(review=review, question__ask="share").first().key
    page = client.get(url("figure", review, key)).content.decode()
    part = client.get(url("figure", review, key), headers={"HX-Request": "true"}).content.decode()
    assert "<html" in page
    assert "<html" not in part
    assert "× 100 = " in part


def test_an_issued_table_by_unit_opens_whole_with_each_number(country, signed_in):
    file_models(country)
    review = issued(country)
    client = signed_in("provincial_specialist", "A")
    ref = FigureRef.objects.get(review=review, question__ask="grid")
    said = text_of(client.get(url("figure", review, ref.key)))
    assert "Xã Ân Thi" in said
    assert client.get(url("figure", review, ref.key) + "?cell=2.1").status_code == 200
    assert client.get(url("figure", review, ref.key) + "?cell=9.9").status_code == 404


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_takes_the_same_queries_however_long_it_is(country, signed_in, django_assert_max_num_queries, rows):
    for _at in range(rows):
        review = drafted(country)
    client = signed_in("provincial_specialist", "A")
    client.get(reverse("reviews:list"))
    with django_assert_max_num_queries(16):
        said = text_of(client.get(reverse("reviews:list")))
    assert review.subject in said


def test_the_page_of_a_review_takes_few_queries(country, signed_in, django_assert_max_num_queries):
    file_models(country)
    review = issued(country)
    client = signed_in("provincial_specialist", "A")
    client.get(url("review", review))
    with django_assert_max_num_queries(30):
        client.get(url("review", review))


def test_a_search_finds_it_without_marks(country):
    review = drafted(country)
    (hit,) = search(country.actor("reader", "A"), "ket qua cong tac dan van", 5)
    assert hit.url == review.get_absolute_url()


def test_the_preview_digest_is_that_of_the_paper(country):
    from danvan.core import clock

    file_models(country)
    review = issued(country)
    assert digest(paper_of(review, clock.today()).pieces) == review.issued.text_digest
    assert "BÁO CÁO" in printed(review)
