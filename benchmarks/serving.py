"""How much work a page is: processor time of this process and of its PostgreSQL, and time on the clock, a request.

Requests are WSGI calls, as a server makes them. Only the standard library: it serves two sites with settings of their
own.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

WARM_UP = 5
# A browser of a reader, so that what counts readers counts these.
BROWSER = {
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
    "HTTP_ACCEPT_LANGUAGE": "vi-VN,vi;q=0.9",
    "HTTP_ACCEPT": "text/html",
}


def get(application: Callable[..., Any], address: str) -> bytes:
    """The body of the page at ``address``, which must be there."""
    path, _mark, query = address.partition("?")
    said: list[str] = []
    environ = BROWSER | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    answer = application(environ, lambda status, headers, info=None: said.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    if not said[0].startswith("200"):
        raise RuntimeError(f"{address} answers {said[0]}")
    return body


def measured(
    application: Callable[..., Any], address: str, requests: int, before: Callable[[], None] = lambda: None
) -> dict[str, float]:
    """Milliseconds a request: processor time here and in PostgreSQL (``cpu_ms``), here alone, and on the clock.

    ``before`` runs before each request and is not measured.
    """
    for _time in range(WARM_UP):
        before()
        size = len(get(application, address))
    backend = _backend()
    here, clock, there = 0.0, [], _ticks(backend)
    for _time in range(requests):
        before()
        began, spent = time.perf_counter(), time.process_time()
        get(application, address)
        here += time.process_time() - spent
        clock.append(time.perf_counter() - began)
    # The clock of a process counts hundredths of a second; over all requests that is exact enough.
    server = (_ticks(backend) - there) / os.sysconf("SC_CLK_TCK")
    return {
        "cpu_ms": round((here + server) / requests * 1000, 2),
        "python_ms": round(here / requests * 1000, 2),
        "p50_ms": round(sorted(clock)[requests // 2] * 1000, 2),
        "kilobytes": round(size / 1024, 1),
    }


def _backend() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
