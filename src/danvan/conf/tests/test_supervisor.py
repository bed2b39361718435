"""The supervisor knows when its web server is up, whatever the settings make it answer."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from danvan.conf.supervisor import Supervisor


class Answers(BaseHTTPRequestHandler):
    """Gives every question the status of its server."""

    def do_GET(self) -> None:
        self.send_response(self.server.status)
        self.send_header("Location", "https://danvan.invalid/khoe/")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(params=[200, 301, 400], ids=["ok", "sent to HTTPS", "unknown host name"])
def answering(request) -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        server.status = request.param
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_server_that_answers_is_up(answering):
    assert Supervisor().wait_for_web(answering.server_port) is None
