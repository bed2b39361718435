"""The example for nginx in front of the program, beside the same nginx that keeps a page of as many bytes.

The peer is a plain ``proxy_cache``: nothing is bypassed, no language, no log of looks. Who made its page does not
matter, as its cache answers every request.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from . import front, portal
from .serving import BROWSER
from .table import table

ARTICLES, PLACE = 20, 7
ROUNDS, SECONDS, CLIENTS = 5, 3, 32
GOAL = 0.9
OURS, PEER, ALONE = "the example", "plain proxy_cache", "the program alone"
BARE = ", without TLS"
PATIENCE_SECONDS = 60
# What a plain site's page says besides its type: Django's own defaults.
PLAIN = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HEADERS = {"User-Agent": BROWSER["HTTP_USER_AGENT"], "Accept-Language": BROWSER["HTTP_ACCEPT_LANGUAGE"]}
RATE = re.compile(r"Requests(?:/sec| per second): +([\d.]+)")
NUMBER = re.compile(r"(?:Complete requests: +)?(\d+)(?: requests in|\n)")


def run(report: Callable[[str], None]) -> dict[str, Any]:
    """Measure; see README.md. Without nginx, or without a program that asks fast enough, nothing is measured."""
    lacking = front.missing()
    if lacking or _client("") is None:
        return {"skipped": lacking or "Neither wrk nor ab is installed; a client in Python would measure itself."}
    report(f"{ARTICLES} articles")
    portal._fill(ARTICLES)
    address = portal._address(PLACE)
    folder = Path(tempfile.mkdtemp(prefix="danvan-nginx-"))
    try:
        with _program() as port:
            page = _page(port, address)
            before = _counted()
            with _same_bytes(page) as peer:
                result, asked, log = _compared(folder, (port, peer), address, report)
        report("counting the looks in nginx's log")
        return {"kilobytes": round(len(page) / 1024, 1), **result, **_looks(log, asked, before)}
    finally:
        shutil.rmtree(folder)


def said(result: dict[str, Any]) -> str:
    """The result as people read it."""
    if "skipped" in result:
        return f"not measured: {result['skipped']}"
    work = result["nginx_microseconds"]
    rows = [
        (name, rate, f"{low:,.0f}–{high:,.0f}", work[name])
        for name, (low, rate, high) in result["requests_a_second"].items()
    ]
    head = (f"article of {result['kilobytes']} KB", "requests/s", "of the rounds", "nginx's CPU µs a request")
    goals = "\n".join(
        f"{words} (goal {GOAL}): {_judged(result[key])}"
        for key, words in (("to_peer", "requests/s to the peer"), ("work_to_peer", "the same by nginx's CPU"))
    )
    return (
        f"{table(head, rows)}\n{goals}\ntimes the program alone: {result['times_alone']}\n"
        f"looks: {result['looks_asked']:,} answered, {result['looks_counted']:,} counted (up to "
        f"{result['looks_under_way']:,} more were under way when a round ended); log read at "
        f"{result['log_lines_a_second']:,} lines/s"
    )


def _judged(ratios: dict[str, float]) -> str:
    return ", ".join(f"{name} {ratio} ({'reached' if ratio >= GOAL else 'MISSED'})" for name, ratio in ratios.items())


def _compared(
    folder: Path, upstreams: tuple[int, int], address: str, report: Callable[[str], None]
) -> tuple[dict[str, Any], int, Path]:
    """Rates and ratios, how many looks at the program were answered, and nginx's log of looks."""
    ours, peer = upstreams
    ports = front.free_port(), front.free_port()
    with front.standing(folder, ours, _plain(folder, peer, ports)) as nginx:
        places = {
            OURS: f"https://127.0.0.1:{nginx.tls}{address}",
            PEER: f"https://127.0.0.1:{ports[0]}{address}",
            OURS + BARE: f"http://127.0.0.1:{nginx.bare}{address}",
            PEER + BARE: f"http://127.0.0.1:{ports[1]}{address}",
            ALONE: f"http://127.0.0.1:{ours}{address}",
        }
        fresh = {OURS: nginx.connection, OURS + BARE: lambda: HTTPConnection("127.0.0.1", nginx.bare)}
        rates: dict[str, list[float]] = {name: [] for name in places}
        work: dict[str, list[float]] = {name: [] for name in places}
        asked = 0
        for number in range(ROUNDS):
            report(f"round {number + 1} of {ROUNDS}")
            # Whoever comes first in one round comes last in the next.
            for name in list(places)[:: 1 if number % 2 else -1]:
                if name in fresh:
                    # Kept from here on, for longer than the round.
                    _fetched(fresh[name](), address)
                    asked += 1
                spent = nginx.processor_seconds()
                rate, answered = _asked(places[name])
                rates[name].append(rate)
                work[name].append((nginx.processor_seconds() - spent) / max(answered, 1) * 1e6)
                asked += 0 if name.startswith(PEER) else answered
    result = {
        "rounds": ROUNDS,
        "clients": CLIENTS,
        "requests_a_second": {name: [round(f(of)) for f in (min, median, max)] for name, of in rates.items()},
        "nginx_microseconds": {name: round(median(of), 1) for name, of in work.items()},
        "to_peer": {OURS + how: _ratio(rates[OURS + how], rates[PEER + how]) for how in ("", BARE)},
        "work_to_peer": {OURS + how: _ratio(work[PEER + how], work[OURS + how]) for how in ("", BARE)},
        "times_alone": _ratio(rates[OURS], rates[ALONE]),
    }
    return result, asked, nginx.log


def _ratio(ours: list[float], others: list[float]) -> float:
    return round(median(ours) / median(others), 2)


def _client(address: str) -> list[str] | None:
    headers = [word for name, value in HEADERS.items() for word in ("-H", f"{name}: {value}")]
    if wrk := shutil.which("wrk"):
        return [wrk, "-t1", f"-c{CLIENTS}", f"-d{SECONDS}", *headers, address]
    if ab := shutil.which("ab"):
        return [ab, "-k", "-q", "-c", str(CLIENTS), "-t", str(SECONDS), "-n", "10000000", *headers, address]
    return None


def _asked(address: str) -> tuple[float, int]:
    """Requests a second, and how many were answered."""
    text = subprocess.run(_client(address) or [], check=True, capture_output=True, text=True).stdout
    rate, number = RATE.search(text), NUMBER.search(text)
    if "Non-2xx" in text or rate is None or number is None:
        raise RuntimeError(f"{address} was not answered as it should be:\n{text}")
    return float(rate[1]), int(number[1])


@contextmanager
def _program() -> Iterator[int]:
    """The program's web server as ``danvan run`` starts it; gives its port."""
    port = front.free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
               "danvan.conf.wsgi:application"]  # fmt: skip
    running = subprocess.Popen(command)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                _page(port, "/khoe/")
            except OSError:
                if time.monotonic() > until or running.poll() is not None:
                    raise
                time.sleep(0.1)
            else:
                break
        yield port
    finally:
        running.terminate()
        running.wait(timeout=PATIENCE_SECONDS)


def _page(port: int, address: str) -> bytes:
    return _fetched(HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS), address)


def _fetched(line: HTTPConnection, address: str) -> bytes:
    with closing(line):
        line.request("GET", address, headers=HEADERS)
        answer = line.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{address} answers {answer.status}")
        return answer.read()


@contextmanager
def _same_bytes(page: bytes) -> Iterator[int]:
    """A server that answers everything with ``page``; gives its port."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            for name, value in PLAIN.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *words: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def _plain(folder: Path, upstream: int, ports: tuple[int, int]) -> str:
    """The peer's server, with the least that a page cache needs."""
    return f"""
    proxy_cache_path {folder}/plain levels=1:2 keys_zone=plain:10m max_size=500m inactive=10m use_temp_path=off;
    server {{
        listen 127.0.0.1:{ports[0]} ssl;
        listen 127.0.0.1:{ports[1]};
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        location / {{
            proxy_cache plain;
            proxy_cache_valid 200 10m;
            proxy_pass http://127.0.0.1:{upstream};
        }}
    }}"""


def _counted() -> int:
    from danvan.core import clock
    from danvan.portal.voice.counters import read

    return read(None, clock.now()).site.all


def _looks(log: Path, asked: int, before: int) -> dict[str, Any]:
    """How many looks the program counted, its own and those of nginx's log."""
    from django.test import override_settings

    from danvan.portal.services.log_folding import fold_log

    began = time.monotonic()
    with override_settings(DANVAN_HITS_LOG=str(log)):
        lines = fold_log()
    spent = time.monotonic() - began
    return {
        "looks_asked": asked,
        "looks_counted": _counted() - before,
        "looks_under_way": CLIENTS * ROUNDS * 3,
        "log_lines_a_second": round(lines / spent),
    }
