"""People are told once, by the rule that holds when it is sent."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from danvan.access import services as access
from danvan.access.models import Grant
from danvan.notices import services
from danvan.notices.models import Notice
from danvan.notices.queries import recipients, unread_count

# Actions of an app above this one, named as the matrix names them.
ANSWER, VIEW = "directives.answer", "directives.view"


def inbox(user) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("text", flat=True))


def test_the_same_key_never_tells_a_person_twice(country):
    officer = country.person("commune_officer", "A1")
    assert services.tell([officer], "Có việc mới", "/van-ban/", key="k1") == 1
    assert services.tell([officer, officer], "Có việc mới, nói lại", "/van-ban/", key="k1") == 0
    assert services.tell([officer.pk], "Việc khác", "/van-ban/", key="k2") == 1
    assert sorted(inbox(officer)) == ["Có việc mới", "Việc khác"]


def test_a_new_person_under_an_old_key_is_told_and_the_others_are_not_again(country):
    first, second = country.person("commune_officer", "A1"), country.person("commune_officer", "A2")
    services.tell([first], "Có việc mới", "/", key="k")
    assert services.tell([first, second], "Có việc mới", "/", key="k") == 1
    assert len(inbox(first)) == len(inbox(second)) == 1


def test_a_sentence_is_kept_in_the_language_of_the_house_whoever_sends_it(country):
    officer = country.person("commune_officer", "A1")
    with override("en"):
        services.tell([officer], gettext_lazy("Notices"), "/", key="k")
    assert inbox(officer) == ["Thông báo"]


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_a_notice_never_leads_outside(country, url):
    with pytest.raises(ValueError, match="inside"):
        services.tell([country.person("reader", "A")], "Xem", url, key="k")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user=country.person("reader", "A"), text="Xem", url=url, key="k")


def test_telling_a_unit_tells_those_whose_grants_cover_it_with_the_action_and_nobody_else(country):
    here = country.person("commune_officer", "A1")
    there, neighbour = country.person("commune_officer", "A2"), country.person("commune_officer", "B1")
    reader, above = country.person("reader", "A1"), country.person("commune_head", "A")
    told = services.tell_units([country["A1"].pk], "Có việc mới", "/", key="k", action=ANSWER)
    assert told == 2
    assert inbox(here) == inbox(above) == ["Có việc mới"]
    assert inbox(there) == inbox(neighbour) == inbox(reader) == []


def test_who_is_told_is_who_the_one_permission_rule_covers(country):
    for role, unit in (("reader", "A"), ("commune_officer", "A1"), ("provincial_head", "B"), ("commune_head", "A2")):
        country.person(role, unit)
    today = timezone.localdate()
    for action in (ANSWER, VIEW):
        for unit in ("A", "A1", "B1", "A1.DU"):
            told = set(recipients([country[unit].pk], action, today))
            covering = {
                country.person(role, on)
                for role, on in country._people
                if country.actor(role, on).covers(action, country[unit])
            }
            assert told == covering


def test_an_ended_grant_and_a_closed_account_are_not_told(country):
    ended, closed = country.person("commune_officer", "A1"), country.person("commune_head", "A1")
    Grant.objects.filter(user=ended).update(valid=DateRange(date(2020, 1, 1), date(2026, 1, 1)))
    access.close_account(closed)
    assert services.tell_units([country["A1"].pk], "Có việc mới", "/", key="k", action=ANSWER) == 0


def test_the_bell_counts_what_is_not_read_of_ones_own(country):
    officer, other = country.person("commune_officer", "A1"), country.person("commune_officer", "A2")
    for key in "abc":
        services.tell([officer, other], f"Việc {key}", "/", key=key)
    actor = country.actor("commune_officer", "A1")
    services.mark_read(Notice.objects.get(user=officer, key="a"), by=actor)
    assert (unread_count(officer.pk), unread_count(other.pk)) == (2, 3)
    assert services.mark_all_read(by=actor) == 2
    assert (unread_count(officer.pk), unread_count(other.pk)) == (0, 3)


def test_marking_read_twice_keeps_the_first_time(country):
    officer = country.person("commune_officer", "A1")
    services.tell([officer], "Việc", "/", key="k")
    actor = country.actor("commune_officer", "A1")
    first = services.mark_read(Notice.objects.get(user=officer), by=actor).read_at
    assert services.mark_read(Notice.objects.get(user=officer), by=actor).read_at == first


def test_nobody_marks_the_notice_of_another(country):
    officer = country.person("commune_officer", "A1")
    services.tell([officer], "Việc", "/", key="k")
    with pytest.raises(Notice.DoesNotExist):
        services.mark_read(Notice.objects.get(user=officer), by=country.actor("reader", "A"))


def test_telling_many_costs_as_many_queries_as_telling_few(country, django_assert_max_num_queries):
    people = [access.create_account(f"nguoi{n}", f"Người {n}", password=None) for n in range(30)]
    for group in (people[:3], people):
        with django_assert_max_num_queries(4):
            services.tell(group, "Việc", "/", key=f"k{len(group)}")
