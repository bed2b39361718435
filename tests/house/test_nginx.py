"""The example for nginx does what docs/how-to/serve-behind-nginx.md says; before it, a small program that takes notes.

What the real program answers through it is asked in tests/journeys/test_nginx.py.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from benchmarks import front

from danvan.conf.settings import base

PAGE = {"Cache-Control": "public, max-age=0, s-maxage=1", "Vary": "Cookie", "X-Counts": "7", "ETag": '"a"'}
LOCAL, REAL = "sessionid", "__Host-danvan"
MANY = 50_000


@dataclass
class Notes:
    """What the program behind nginx was asked, and what it answers everywhere."""

    asked: list[tuple[str, str, Message]] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: dict(PAGE))


@dataclass
class Answer:
    """What nginx said: ``cache`` tells who answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def cache(self) -> str | None:
        return self.headers[front.FROM]


class Site:
    """nginx and the program behind it."""

    def __init__(self, nginx: front.Front, notes: Notes, stop: Callable[[], None]) -> None:
        self.nginx, self.notes, self.stop = nginx, notes, stop
        self.line = nginx.connection()

    def ask(self, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request; ``accept_language="vi"`` is the header Accept-Language."""
        self.line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = self.line.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def until(self, cache: str) -> int:
        """Ask for the page until ``cache`` is what answers; how many requests that were."""
        for number in range(1, MANY):
            if self.ask().cache == cache:
                return number
        pytest.fail(f"nginx never answered {cache}")


class Program(BaseHTTPRequestHandler):
    """Answers every path, with what was typed where something was."""

    protocol_version = "HTTP/1.1"
    notes: Notes

    def do_GET(self) -> None:
        notes = self.notes
        notes.asked.append((self.command, self.path, self.headers))
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"page " * 100
        packed = self.path.startswith("/static/") and self.headers["Accept-Encoding"] == "gzip"
        body = gzip.compress(body) if packed else body
        self.send_response(notes.status)
        for name, value in notes.headers.items() | ({("Content-Encoding", "gzip")} if packed else set()):
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name in {"do_HEAD", "do_POST"}:
            return self.do_GET
        raise AttributeError(name)

    def log_message(self, *words: object) -> None:
        """The notes are enough."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """nginx with the example before a program that answers one page."""
    if lacking := front.missing():
        pytest.skip(lacking)
    notes = Notes()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Noting", (Program,), {"notes": notes}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    try:
        with ExitStack() as stack:
            nginx = stack.enter_context(front.standing(tmp_path, server.server_port))
            site = Site(nginx, notes, stack.close)
            with closing(site.line):
                yield site
    finally:
        server.shutdown()
        server.server_close()


def test_a_stranger_is_answered_from_the_cache_and_told_when_the_page_is_the_same(site):
    assert [site.ask().cache for _time in range(3)] == ["MISS", "HIT", "HIT"]
    same = site.ask(if_none_match='W/"a"')
    assert (same.status, same.headers["X-Counts"], len(site.notes.asked)) == (304, "7", 1)


@pytest.mark.trust("T08")
@pytest.mark.parametrize("name", [LOCAL, REAL])
def test_who_has_a_session_is_answered_by_the_program_and_never_kept(site, name):
    for cookie in (f"{name}=a", f"b=c; {name}=a"):
        assert site.ask(cookie=cookie).cache == "BYPASS"
    assert [site.ask().cache, site.ask(cookie=f"not{name}=a").cache] == ["MISS", "HIT"]


def test_the_names_of_the_session_in_the_example_are_those_of_the_settings():
    real = (Path(base.__file__).parent / "production.py").read_text(encoding="utf-8")
    assert f'SESSION_COOKIE_NAME = "{REAL}"' in real
    assert f"({REAL}|{LOCAL})=" in front.EXAMPLE.read_text(encoding="utf-8")


def test_each_language_of_a_cookie_has_its_own_page_and_other_cookies_have_none(site):
    cookies = ["", "django_language=en", "django_language=fr", "django_language=en", "x=1"]
    assert [site.ask(cookie=cookie).cache for cookie in cookies] == ["MISS", "MISS", "HIT", "HIT", "HIT"]


@pytest.mark.row(114)
def test_every_look_is_counted_by_the_program_or_stands_in_the_log_and_never_both(site):
    site.ask()
    looks = 1 + sum(site.until(cache) for cache in ("EXPIRED", "HIT", "EXPIRED"))
    site.ask(method="HEAD")
    site.notes.headers.pop("X-Counts")
    assert [site.ask("/uncounted").cache, site.ask("/uncounted").cache] == ["MISS", "HIT"]
    site.stop()
    lines = site.nginx.log.read_text(encoding="utf-8").splitlines()
    at_the_program = [path for method, path, _headers in site.notes.asked if (method, path) == ("GET", "/")]
    assert len(at_the_program) + len(lines) == looks
    assert {line.split("\t")[8] for line in lines} == {"HIT"}
    assert ("HEAD", "/") in [(method, path) for method, path, _headers in site.notes.asked]


@pytest.mark.trust("T08")
def test_what_was_taken_down_goes_with_the_page_in_the_cache_and_does_not_come_back(site):
    site.ask()
    site.notes.status, site.notes.headers = 404, {}
    site.until("EXPIRED")
    assert {site.ask().status for _time in range(5)} == {404}


def test_a_page_that_was_changed_takes_the_place_of_the_old_one(site):
    assert site.ask().headers["ETag"] == '"a"'
    site.notes.headers["ETag"] = '"b"'
    site.until("EXPIRED")
    assert {(answer.cache, answer.headers["ETag"]) for answer in (site.ask(), site.ask())} == {("HIT", '"b"')}


def test_what_sets_a_cookie_or_does_not_say_that_it_may_be_kept_is_not_kept(site):
    site.notes.headers = PAGE | {"Set-Cookie": "a=b"}
    assert [site.ask().cache, site.ask().cache] == ["MISS", "MISS"]
    site.notes.headers = {}
    assert [site.ask().cache, site.ask().cache] == ["MISS", "MISS"]


def test_a_form_goes_to_the_program_with_the_address_of_its_sender_and_no_other(site):
    answer = site.ask(method="POST", body=b"words", x_forwarded_for="203.0.113.9", x_forwarded_proto="http")
    _method, _path, headers = site.notes.asked[-1]
    assert (answer.body, answer.cache) == (b"words", None)
    assert (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"]) == ("127.0.0.1", "https")


def test_packed_files_go_only_to_who_can_read_them(site):
    site.notes.headers = {"Cache-Control": "max-age=1000, public, immutable", "Vary": "Accept-Encoding"}
    packed = site.ask("/static/a.css", accept_encoding="gzip, deflate, br")
    plain = site.ask("/static/a.css", accept_encoding="identity")
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["Content-Encoding"] is None
    assert site.ask("/static/a.css", accept_encoding="br, GZIP").cache == "HIT"


def test_a_player_gets_the_part_of_a_video_that_it_asks_for_from_the_program(site):
    site.ask("/tai-lieu/x/film.mp4", range="bytes=5-9")
    assert site.notes.asked[-1][2]["Range"] == "bytes=5-9"


def test_editors_may_send_a_video_and_nobody_else_so_much(site):
    film = bytes(26 * 1024 * 1024)
    assert site.ask("/bien-tap/", "POST", film).status == 200
    assert site.ask("/", "POST", content_length=str(len(film))).status == 413


def test_without_tls_nothing_is_said_but_where_to_go(site):
    with closing(HTTPConnection("127.0.0.1", site.nginx.http)) as line:
        line.request("GET", "/tin/?chu=lon")
        with line.getresponse() as answer:
            assert (answer.status, answer.headers["Location"]) == (301, "https://127.0.0.1/tin/?chu=lon")
    assert site.notes.asked == []
