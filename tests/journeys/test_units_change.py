"""Three communes become one: chosen, tried, signed off, read both ways, undone. Everything is as it was afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from .main_job import GROUP

HEIR = "Xã Liên Lập"
DOCUMENT = "Nghị quyết số 99/NQ-HĐND của HĐND tỉnh (minh họa)"
CHANGES, UUID = "/don-vi/thay-doi/", "[0-9a-f-]{36}"
FIGURE = "/so-lieu/chi-tieu/diss_attend/"
# Communes whose Party committee filed the first month and has not filed the last one, so that nothing is filed for a
# day on which they are no more. Those of the main job's group are left alone.
QUIET = """
select d.name from orgs_unit u
join orgs_description d on d.unit_id = u.id and upper_inf(d.valid) and d.kind = 'commune'
join orgs_placement p on p.parent_id = u.id and upper_inf(p.valid)
join figures_filing f on f.unit_id = p.unit_id and f.period = %(first)s
where not exists (select from figures_filing g where g.unit_id = p.unit_id and g.period = %(last)s)
  and not exists (select from orgs_groupmember m join orgs_group g on g.id = m.group_id
                  where m.unit_id = u.id and g.name = %(group)s)
  and (select count(*) from orgs_description e where e.name = d.name) = 1
order by u.code limit 3
"""


@dataclass
class Book:
    """What the journey must find again: the period it reads and the communes that become one, today."""

    period: str
    communes: tuple[str, ...]

    @property
    def day(self) -> str:
        """Today as papers write it."""
        return f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')):%d/%m/%Y}"


@pytest.fixture(scope="module")
def book(program) -> Book:
    with program.database() as database:
        months = "select period, count(*) from figures_filing where period ~ '^[0-9]{4}-[0-9]{2}$' group by 1"
        rows = database.execute(months)
        counts = dict(rows.fetchall())
        first = min(period for period, count in counts.items() if count == max(counts.values()))
        wanted = {"first": first, "last": max(counts), "group": GROUP}
        communes = tuple(name for (name,) in database.execute(QUIET, wanted).fetchall())
    assert len(communes) == 3
    return Book(first, communes)


def amounts(page: Page) -> dict[str, int]:
    """The figure of every unit on the page of one indicator."""
    rows = page.locator("section", has=page.locator("#units")).locator("tbody tr")
    texts = rows.evaluate_all(
        "rows => rows.map(row => [row.querySelector('th').innerText, row.querySelector('td.number').innerText])"
    )
    read = {name.strip().splitlines()[0]: re.match(r"[\d.]+", text.strip()) for name, text in texts}
    return {name: int(found[0].replace(".", "")) for name, found in read.items() if found}


def units(database) -> list[tuple]:
    """Every unit with its life, names and places."""
    return database.execute(
        "select code, life::text, d.name, d.valid::text, p.parent_id, p.valid::text from orgs_unit u "
        "join orgs_description d on d.unit_id = u.id left join orgs_placement p on p.unit_id = u.id "
        "order by 1, 4, 6"
    ).fetchall()


def duties(database) -> list[tuple]:
    """Who holds which post, right, task and document."""
    return database.execute(
        "select 'post', id, unit_id, valid::text from access_post union all "
        "select 'grant', id, unit_id, valid::text from access_grant union all "
        "select 'task', id, lead_id, '' from directives_task union all "
        "select 'mandate', id, unit_id, '' from directives_mandate order by 1, 2"
    ).fetchall()


def tick(page: Page, name: str) -> None:
    """Search a commune and tick it."""
    page.fill("#q-units", name)
    page.locator(".seek button").click()
    page.locator(".ticks--found label").filter(has=page.get_by_text(name, exact=True)).click()


def choose(page: Page, communes: tuple[str, ...]) -> None:
    page.get_by_role("link", name="Hợp nhất").click()
    for name in communes:
        tick(page, name)
    page.get_by_role("button", name="Tiếp tục").click()


def drafted(page: Page, book: Book) -> None:
    """Say what happens: one mistake is told at its place, and nothing typed is lost."""
    page.fill("#id_name", HEIR)
    page.fill("#id_effective_on", "31/02/2027")
    page.fill("#id_decided_by", DOCUMENT)
    page.get_by_role("button", name="Lưu dự thảo và xem chạy thử").click()
    expect(page.locator("#id_effective_on_error")).to_contain_text("dd/mm/yyyy")
    expect(page.locator("#id_name")).to_have_value(HEIR)
    page.fill("#id_effective_on", book.day)
    page.get_by_role("button", name="Lưu dự thảo và xem chạy thử").click()


def sign(page: Page) -> None:
    page.get_by_label("Tôi đã đọc bản chạy thử").check()
    page.get_by_role("button", name="Ký duyệt và áp dụng").click()


def read(clerk, book: Book, units: str = "was") -> dict[str, int]:
    return amounts(clerk.go(f"{FIGURE}?period={book.period}&units={units}"))


@pytest.mark.row(56, 58, 59)
@pytest.mark.trust("T53")
def test_three_communes_merge_after_a_dry_run_are_read_both_ways_and_come_back(book, program, visitor):
    with program.database() as database:
        before = units(database), duties(database)
    clerk = visitor("chuyenvien")
    was = read(clerk, book)
    together = sum(was[name] for name in book.communes)

    administrator = visitor("quantri")
    page = administrator.go(CHANGES)
    page.get_by_role("link", name="Thay đổi mới").click()
    administrator.check()
    choose(page, book.communes)
    administrator.check()
    drafted(page, book)
    expect(page).to_have_url(re.compile(f"{CHANGES}{UUID}/"))
    expect(page.locator("main")).to_contain_text(f"Đảng ủy {HEIR[0].lower()}{HEIR[1:]}")
    expect(page.locator("section", has=page.locator("#touched"))).to_contain_text("chuỗi số liệu")
    administrator.check()
    administrator.picture("thay-doi-don-vi")
    with program.database() as database:
        assert (units(database), duties(database)) == before, "a dry run writes nothing"

    record = page.url
    page.get_by_role("button", name="Ký duyệt và áp dụng").click()
    expect(page.locator("#read_error")).to_be_visible()
    sign(page)
    expect(page.locator(".page-head")).to_contain_text("Đã áp dụng")
    administrator.check()

    assert read(clerk, book) == was
    now = read(clerk, book, "now")
    assert now[HEIR] == together
    assert not set(book.communes) & set(now)
    assert sum(now.values()) == sum(was.values())
    clerk.check()

    page.goto(record)
    page.get_by_role("button", name="Hủy thay đổi này").click()
    expect(page.locator(".page-head")).to_contain_text("Đã hủy bỏ")
    administrator.check()
    with program.database() as database:
        assert (units(database), duties(database)) == before
    assert read(clerk, book) == was
    assert read(clerk, book, "now") == was


@pytest.mark.parametrize("english", [False, True], ids=["vi", "en"])
def test_the_wizard_fits_a_phone_and_needs_no_script(english, visitor):
    phone = visitor("quantri", phone=True, english=english)
    for path in (CHANGES, f"{CHANGES}moi/", f"{CHANGES}moi/?kind=split", f"{CHANGES}moi/?kind=merge&q_units=ngoc+lac"):
        phone.go(path)
        phone.check()
    plain = visitor("quantri", phone=True, english=english, script=False)
    page = plain.go(f"{CHANGES}moi/?kind=split&q_units=ngoc+lac&step=choose")
    page.locator("section").first.locator(".ticks--found input").first.check()
    page.locator("button[value=form]").click()
    assert page.locator("[name=heir-1-name]").count() == 1
    page.locator("button[name=more]").click()
    assert page.locator("[name=heir-2-name]").count() == 1
    page.locator(".form__end button").click()
    assert page.locator(".field__error").count() >= 2
