"""What the register takes, and what it refuses with a reason at the place."""

from datetime import date

import pytest
from django.http import Http404
from django.utils.translation import gettext as _

from danvan.core.errors import Refused, Stale
from danvan.directives import services
from danvan.directives.models import Directive
from danvan.directives.services import Duplicate

from .factories import directive, entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(country):
    return country.actor("provincial_specialist", "A")


@pytest.fixture
def keeper(country):
    return country["A.BTGDV"]


@pytest.mark.row(1)
def test_an_entry_keeps_what_was_written_and_what_it_means(country):
    one = directive(country, raw_symbol="62 – kl/tw")
    assert (one.kind, one.number, one.symbol, one.raw_symbol) == ("conclusion", 62, "62-KL/TW", "62 – kl/tw")
    assert (one.issuer.name, one.issuer.code, one.year) == ("Ban Bí thư", "TW", 2026)
    assert one.short == "Kết luận 62-KL/TW"


@pytest.mark.row(1)
def test_a_document_may_be_known_by_its_number_only(country):
    one = directive(country, raw_symbol="", kind="resolution", number=9, issuer="Ban Thường vụ Tỉnh ủy", issued_on=None)
    assert (one.symbol, one.short) == ("", "Nghị quyết 09")
    assert one.doubt == f"{_('symbol not known')}, {_('year not known')}"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"raw_symbol": "62-KL"}, "missing_issuer", "raw_symbol"),
        ({"raw_symbol": "sáu hai/TW"}, "bad_character", "raw_symbol"),
        ({"raw_symbol": "217-QĐ/TW"}, "ambiguous", "kind"),
        ({"raw_symbol": "62-KL/TW", "kind": "decision"}, "other-kind", "kind"),
        ({"raw_symbol": ""}, "no-kind", "kind"),
        ({"issuer": "", "raw_symbol": "05/XYZ-VP"}, "no-issuer", "issuer"),
        ({"title": "  "}, "no-title", "title"),
        ({"issued_on": date(2099, 1, 1)}, "future", "issued_on"),
        ({"year": 2025}, "years-differ", "year"),
        ({"raw_symbol": "30/2020/NĐ-CP"}, "years-differ", "issued_on"),
        ({"valid_from": date(2026, 5, 1), "valid_until": date(2026, 4, 1)}, "valid-backwards", "valid_until"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_field(clerk, keeper, changes, code, field):
    with pytest.raises(Refused) as refusal:
        services.register(entry(**changes), keeper, by=clerk)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not Directive.objects.exists()


@pytest.mark.row(1)
@pytest.mark.parametrize("kind", ["decision", "regulation"])
def test_a_symbol_with_two_meanings_is_what_the_clerk_says(clerk, keeper, kind):
    one = services.register(entry(raw_symbol="217-QĐ/TW", kind=kind), keeper, by=clerk)
    assert one.kind == kind


@pytest.mark.row(1)
def test_the_same_document_is_entered_once(country, clerk, keeper):
    first = directive(country)
    with pytest.raises(Duplicate) as refusal:
        services.register(entry(raw_symbol="62-kl/tw"), keeper, by=clerk, confirmed=True)
    assert (refusal.value.code, refusal.value.directive) == ("duplicate", first)


def test_the_same_number_of_another_term_is_another_document(country, clerk, keeper):
    directive(country)
    services.register(entry(issued_on=date(2009, 12, 8)), keeper, by=clerk)
    assert Directive.objects.count() == 2


def test_a_document_that_may_be_the_same_is_shown_before_it_is_entered(country, clerk, keeper):
    first = directive(country, issued_on=None, year=2026)
    with pytest.raises(Duplicate) as refusal:
        services.register(entry(), keeper, by=clerk)
    assert (refusal.value.code, refusal.value.directive) == ("looks-alike", first)
    services.register(entry(), keeper, by=clerk, confirmed=True)
    assert Directive.objects.count() == 2


def test_two_registers_know_nothing_of_each_other(country):
    directive(country, "A")
    directive(country, "B")
    assert Directive.objects.count() == 2


def test_mending_an_entry_that_somebody_else_changed_is_refused(country, clerk):
    one = directive(country)
    services.mend(one, entry(title="Một trích yếu khác"), by=clerk, version=1)
    with pytest.raises(Stale):
        services.mend(one, entry(title="Thay đổi đến sau"), by=clerk, version=1)
    one.refresh_from_db()
    assert one.title == "Một trích yếu khác"


@pytest.mark.row(1)
@pytest.mark.parametrize(
    "words", ["62kltw", "62-KL/TW", "ket luan 62", "Kết luận số 62", "mat tran to quoc", "ban bi thu", "KL mặt trận"]
)
def test_words_typed_loosely_find_it(country, clerk, words):
    one = directive(country)
    services.add_alias(one, "KL về Mặt trận", by=clerk)
    directive(country, raw_symbol="15/QĐ-BNV", issuer="Bộ Nội vụ", title="Quy chế dân chủ")
    assert list(Directive.objects.search(words)) == [one]


@pytest.mark.row(2)
def test_a_document_that_was_replaced_is_not_in_force_any_more(country, clerk):
    old = directive(country, raw_symbol="290-QĐ/TW", kind="regulation", issued_on=date(2010, 2, 25))
    new = directive(country, raw_symbol="23-QĐ/TW", kind="regulation", issued_on=date(2021, 7, 30))
    services.relate(new, old, "replaces", by=clerk)
    force = dict(Directive.objects.with_force(clerk.day).values_list("symbol", "in_force"))
    assert force == {"290-QĐ/TW": False, "23-QĐ/TW": True}
    assert dict(Directive.objects.with_force(date(2015, 1, 1)).values_list("symbol", "in_force"))["290-QĐ/TW"]


def test_a_document_is_tied_only_to_one_that_the_person_sees(country, clerk):
    mine, foreign = directive(country, "A"), directive(country, "B")
    with pytest.raises(Http404):
        services.relate(mine, foreign, "implements", by=clerk)


def test_a_reader_mends_nothing(country):
    one = directive(country)
    with pytest.raises(Refused) as refusal:
        services.mend(one, entry(), by=country.actor("reader", "A"), version=1)
    assert refusal.value.code == "not-allowed"
