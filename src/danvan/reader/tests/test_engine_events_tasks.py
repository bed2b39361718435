"""Events, tasks and movements that a page tells of. All names and sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reader.engine.facts.events import find_events
from danvan.reader.engine.facts.movements import find_movements
from danvan.reader.engine.facts.people import find_people
from danvan.reader.engine.facts.tasks import find_tasks
from danvan.reader.tests.made_pages import made_page

EVENTS = [
    ("Sáng 22/5, tại huyện Tân Sơn, Huyện ủy tổ chức hội nghị giao ban công tác dân vận.", "2017-05-23",
     ("giao ban", "2017-05-22", "Sáng 22/5", "huyện Tân Sơn")),
    ("Ngày 18-12, Tỉnh ủy tổ chức Hội nghị sơ kết 3 năm thực hiện nghị quyết.", None,
     ("hội nghị sơ kết", None, "Ngày 18-12", None)),
    ("Ngày 28-12, Tỉnh ủy tổ chức Hội nghị tổng kết năm.", "2015-01-03",
     ("hội nghị tổng kết", "2014-12-28", "Ngày 28-12", None)),
    ("Trong các ngày từ 14 đến 25-2, lãnh đạo Ban đã có các cuộc làm việc với các đoàn thể.", "2014-02-26",
     ("làm việc", "2014-02-14/2014-02-25", "từ 14 đến 25-2", None)),
    ("Chiều ngày 5 tháng 3 năm 2024, Hội Nông dân xã tổ chức tọa đàm.", None,
     ("tọa đàm", "2024-03-05", "Chiều ngày 5 tháng 3 năm 2024", None)),
    ("Thực hiện kế hoạch, ngày 07/08/2020, đoàn giám sát về làm việc với xã.", None,
     ("làm việc", "2020-08-07", "ngày 07/08/2020", None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "expected"), EVENTS)
def test_a_meeting_has_its_kind_day_and_place(text, published, expected):
    page = made_page(text, published=published)
    (event,) = find_events(page, find_people(page))
    assert (event.kind, event.date, event.date_text, event.place) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Chỉ thị số 05-CT/TU ngày 15/3/2019 của Tỉnh ủy, các cấp tổ chức hội nghị quán triệt.",
        "Nghị quyết số 25, ngày 3-6-2013 được tổ chức học tập.",
        "Ngày 31/2, hội viên trồng 500 cây xanh.",
    ],
)
def test_the_day_of_a_document_is_no_event(text):
    page = made_page(text)
    assert all(event.date is None for event in find_events(page, ()))


@pytest.mark.parametrize(
    ("text", "chair"),
    [
        ("Ngày 5/6/2020, xã tổ chức hội nghị sơ kết. Đồng chí Nguyễn Văn An, Bí thư Đảng ủy chủ trì hội nghị.",
         ("Nguyễn Văn An",)),
        ("Ngày 5/6/2020, xã tổ chức hội nghị sơ kết. Chủ trì hội nghị có các đồng chí: Trần Văn Ba, Bí thư Đảng ủy; "
         "Lê Thị Tư, Phó Bí thư Đảng ủy.", ("Trần Văn Ba", "Lê Thị Tư")),
        ("Ngày 5/6/2020, xã tổ chức hội nghị sơ kết. Phát biểu kết luận hội nghị, đồng chí Lê Thị Tư, Phó Bí thư "
         "Đảng ủy biểu dương các chi bộ.", ("Lê Thị Tư",)),
        ("Ngày 5/6/2020, xã tổ chức hội nghị sơ kết. Giao đồng chí Trần Văn Ba, Phó Bí thư chủ trì, phối hợp thực "
         "hiện.", ()),
    ],
)  # fmt: skip
def test_those_who_chair_or_conclude_are_the_chair(text, chair):
    page = made_page(text)
    assert find_events(page, find_people(page))[0].chair == chair


def test_a_meeting_that_will_be_held_on_a_day_is_planned_once():
    page = made_page(
        "Xã Đồng Xuân sẽ tổ chức Hội nghị đối thoại trực tiếp vào 07 giờ 30 phút, ngày 29/10/2025 tại thôn Bình An.",
        title="Xã Đồng Xuân tổ chức Hội nghị đối thoại với Nhân dân",
    )
    (event,) = find_events(page, ())
    assert (event.kind, event.date, event.place, event.planned) == (
        "hội nghị đối thoại", "2025-10-29", "thôn Bình An", True,
    )  # fmt: skip


def test_a_meeting_told_without_a_day_is_found_in_the_title_or_the_first_sentences():
    titled = made_page("Các đại biểu thảo luận.", title="Hội nghị tổng kết công tác dân vận năm 2031")
    told = made_page("Ban Dân vận vừa tổ chức Hội nghị tổng kết công tác dân vận.")
    for page in (titled, told):
        (event,) = find_events(page, ())
        assert (event.kind, event.date, event.date_text) == ("hội nghị tổng kết", None, None)


def test_an_announced_meeting_is_planned():
    page = made_page("Năm nay hướng tới Hội nghị biểu dương điển hình “Dân vận khéo” của tỉnh năm 2031.")
    (event,) = find_events(page, ())
    assert (event.kind, event.date, event.planned) == ("hội nghị biểu dương", "2031", True)


TASKS = [
    ("Đồng chí yêu cầu các cấp ủy tiếp tục quán triệt sâu sắc Kết luận số 5-KL/TU.",
     [("tiếp tục quán triệt sâu sắc Kết luận số 5-KL/TU", "các cấp ủy")]),
    ("Đồng chí đề nghị: tăng cường kiểm tra các chi hội; đẩy mạnh tuyên truyền ở khu dân cư nhằm tạo đồng thuận.",
     [("tăng cường kiểm tra các chi hội", None), ("đẩy mạnh tuyên truyền ở khu dân cư", None)]),
    ("Các chi bộ cần nắm chắc tình hình nhân dân.", [("nắm chắc tình hình nhân dân", "Các chi bộ")]),
    ("Giao Ban Dân vận chủ trì, phối hợp với Mặt trận xây dựng kế hoạch.",
     [("chủ trì, phối hợp với Mặt trận xây dựng kế hoạch", "Ban Dân vận")]),
    ("Thời gian tới, Hội Nông dân xã tiếp tục vận động hội viên hiến đất làm đường.",
     [("tiếp tục vận động hội viên hiến đất làm đường", "Hội Nông dân xã")]),
    ("Để thực hiện tốt nội dung này, các đơn vị tăng cường đối thoại với nhân dân; chủ động rà soát đơn thư.",
     [("tăng cường đối thoại với nhân dân", "các đơn vị"), ("chủ động rà soát đơn thư", None)]),
    ("Đại hội thống nhất tập trung vào các nhiệm vụ: Phát huy vai trò nòng cốt của Mặt trận; nâng cao chất lượng "
     "giám sát ở cơ sở.", [("Phát huy vai trò nòng cốt của Mặt trận", None),
                           ("nâng cao chất lượng giám sát ở cơ sở", None)]),
    ("Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng; các sở, ngành tập trung thực hiện tốt bảy việc.",
     [("tập trung thực hiện tốt bảy việc", "các cấp ủy, tổ chức đảng; các sở, ngành")]),
    ("Ban Dân vận Tỉnh ủy chủ trì, phối hợp với Văn phòng theo dõi việc thực hiện Thông tri này.",
     [("chủ trì, phối hợp với Văn phòng theo dõi việc thực hiện Thông tri này", "Ban Dân vận Tỉnh ủy")]),
    ("Chỉ thị nêu rõ: các cấp ủy tăng cường đối thoại với nhân dân.",
     [("tăng cường đối thoại với nhân dân", "các cấp ủy")]),
    ("Việc này liên quan đến yêu cầu và lợi ích chính đáng của nhân dân.", []),
    ("Lãnh đạo xã giao cho các cơ quan, đơn vị nghiên cứu, trả lời bằng văn bản.",
     [("nghiên cứu, trả lời bằng văn bản", "các cơ quan, đơn vị")]),
    ("Hoạt động của hội đáp ứng yêu cầu nhiệm vụ trong tình hình mới.", []),
    ("Năm qua, các cấp hội đã đẩy mạnh tuyên truyền và đạt nhiều kết quả.", []),
    ("Hội nghị giao ban công tác dân vận diễn ra sôi nổi, thiết thực.", []),
    ("Theo đề nghị của xã, huyện đã hỗ trợ kinh phí làm đường.", []),
]  # fmt: skip


@pytest.mark.row(127)
@pytest.mark.parametrize(("text", "tasks"), TASKS)
def test_what_is_asked_is_a_task_in_the_words_of_the_text_with_its_doer(text, tasks):
    assert [(task.text, task.doer) for task in find_tasks(made_page(text))] == tasks


@pytest.mark.row(127)
def test_numbered_duties_below_an_announcement_are_tasks_one_for_each_number():
    page = made_page(
        "Hệ thống dân vận các cấp cần tập trung thực hiện tốt những nhiệm vụ trọng tâm sau:",
        "Một là, chủ động tham mưu cấp ủy kiểm tra các đề án. Tiếp tục nâng cao nhận thức.",
        "Hai là, củng cố tổ dân vận ở các thôn; nắm tình hình cơ sở.",
        "Thứ ba, nhân rộng mô hình “Dân vận khéo” ở các xã.",
    )
    assert [task.text for task in find_tasks(page)] == [
        "chủ động tham mưu cấp ủy kiểm tra các đề án",
        "củng cố tổ dân vận ở các thôn",
        "nhân rộng mô hình “Dân vận khéo” ở các xã",
    ]


@pytest.mark.row(127)
def test_a_numbered_list_is_tasks_only_below_a_heading_of_duties():
    duties = made_page("II. NHIỆM VỤ, GIẢI PHÁP", "1. Khối Dân vận xã chủ trì xây dựng kế hoạch chi tiết.")
    results = made_page("I. KẾT QUẢ", "1. Khối Dân vận xã chủ trì xây dựng kế hoạch chi tiết.")
    assert [(task.text, task.doer) for task in find_tasks(duties)] == [
        ("chủ trì xây dựng kế hoạch chi tiết", "Khối Dân vận xã")
    ]
    assert find_tasks(results) == ()


MOVEMENTS = [
    ("Phong trào thi đua “Xóm nghĩa tình” lan tỏa.", [("Xóm nghĩa tình", "phong trào")]),
    ("Các cuộc vận động “Nhà sạch vườn đẹp”, “Ngày thứ bảy vì dân” và “Tiếng loa an ninh”.",
     [("Nhà sạch vườn đẹp", "cuộc vận động"), ("Ngày thứ bảy vì dân", "cuộc vận động"),
      ("Tiếng loa an ninh", "cuộc vận động")]),
    ('Mô hình " Con đường hoa " của Hội Phụ nữ.', [("Con đường hoa", "mô hình")]),
    ("Phong trào dân vận khéo gắn với xây dựng Nông thôn mới.",
     [("Dân vận khéo", "phong trào"), ("xây dựng nông thôn mới", "chương trình")]),
    ("Nghị quyết về “Tăng cường sự lãnh đạo của Đảng” được quán triệt.", []),
    ("Trao kỷ niệm chương “Vì sự nghiệp dân vận”.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "movements"), MOVEMENTS)
def test_named_movements_and_models_are_found(text, movements):
    assert [(fact.name, fact.kind) for fact in find_movements(made_page(text))] == movements


PIECES = (
    "Ngày 18-12, sáng 22/5 từ 14 đến 25-2 tổ chức hội nghị sơ kết giao ban; yêu cầu đề nghị: cần tăng cường "
    "Một là, "
    '“ ” " phong trào mô hình Dân vận khéo nhằm Để thực hiện tốt , các cấp \n 1. Giao Ban chủ trì 2020 31/2 . sẽ '
    "nhiệm vụ trọng tâm sau: Nguyễn Văn An, Bí thư kết luận"
)
WORDS = st.lists(st.sampled_from(PIECES.split(" ")), max_size=70).map(" ".join)


@given(st.one_of(st.text(max_size=200), WORDS))
def test_every_span_is_what_the_source_says_and_the_answer_is_always_the_same(text):
    page, again = made_page(text, published="2020-05"), made_page(text, published="2020-05")
    people = find_people(page)
    for find in (lambda one: find_events(one, people), find_tasks, find_movements):
        facts = find(page)
        assert facts == find(again)
        for fact in facts:
            assert fact.text == page.source.text[fact.spans[0].start : fact.spans[0].end]
            assert fact.rule
            assert 0 < fact.confidence <= 1


def test_ordinals_inside_a_sentence_are_no_part_of_the_tasks():
    text = (
        "Đồng chí yêu cầu các cấp ủy cần tập trung: Thứ nhất, tiếp tục quán triệt quan điểm của Đảng về dân vận; "
        "thứ hai, nâng cao chất lượng công tác dân vận của chính quyền; ba là, giải quyết đơn thư của công dân."
    )
    assert [task.text for task in find_tasks(made_page(text))] == [
        "tiếp tục quán triệt quan điểm của Đảng về dân vận",
        "nâng cao chất lượng công tác dân vận của chính quyền",
        "giải quyết đơn thư của công dân",
    ]
