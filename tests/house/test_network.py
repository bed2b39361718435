"""Nothing opens an outbound connection; the guard that says so holds for the whole suite."""

import socket
import urllib.request

import pytest
from django.conf import settings
from tests.plugins.network import ReachedOut


@pytest.mark.trust("T19")
def test_a_connection_to_another_machine_is_caught():
    with socket.socket() as outward, pytest.raises(ReachedOut):
        outward.connect(("192.0.2.1", 80))


@pytest.mark.trust("T19")
def test_not_even_a_name_is_looked_up():
    with pytest.raises(ReachedOut):
        urllib.request.urlopen("http://example.invalid/", timeout=1)


def test_this_machine_is_within_reach():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as inward:
        assert inward.getpeername() == server.getsockname()


@pytest.mark.trust("T19")
def test_mail_goes_nowhere_unless_an_office_says_where():
    # pytest-django replaces the backend while tests run, so the shared settings are asked.
    from danvan.conf.settings import base

    assert base.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend"
    assert settings.TASKS["default"]["BACKEND"].startswith("django_tasks")
