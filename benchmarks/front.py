"""nginx with the project's example in front of a program, as an ordinary process: for the tests and for measuring.

Of ``deploy/nginx.conf`` only names, ports and paths are replaced; everything it says is in force. nginx, its cache, its
log and a certificate of its own live in one folder, on the loopback address, without any right of an administrator.
"""

from __future__ import annotations

import http.client
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"
NAME = "danvan.tinh.gov.vn"
# The header that this nginx adds to each answer: whether its cache answered ("HIT", "MISS", …).
FROM = "X-From"
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Front:
    """A running nginx: its folder, its ports (``bare``: the same server without TLS), and its log of looks."""

    folder: Path
    tls: int
    http: int
    bare: int
    log: Path

    def processor_seconds(self) -> float:
        """What nginx's workers have used so far (Linux)."""
        ours = (self.folder / "nginx.pid").read_text(encoding="ascii").strip()
        workers = Path(f"/proc/{ours}/task/{ours}/children").read_text(encoding="ascii").split()
        lines = [Path(f"/proc/{worker}/stat").read_text(encoding="ascii") for worker in workers]
        ticks = [sum(int(field) for field in line.rpartition(")")[2].split()[11:13]) for line in lines]
        return sum(ticks) / os.sysconf("SC_CLK_TCK")

    def connection(self) -> http.client.HTTPSConnection:
        """A connection that believes this nginx's certificate and no other."""
        known = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        return http.client.HTTPSConnection("127.0.0.1", self.tls, context=known, timeout=PATIENCE_SECONDS)


def missing() -> str:
    """What has to be installed first, in words; "" when everything is there."""
    lacking = [name for name in ("nginx", "openssl") if _program(name) is None]
    return f"Not installed here: {', '.join(lacking)}." if lacking else ""


@contextmanager
def standing(folder: Path, upstream: int, more: str = "") -> Iterator[Front]:
    """nginx with the example in front of port ``upstream``; stopped, its log written to the end, when the block ends.

    ``more`` is put beside the example, inside ``http { }``. Raises RuntimeError with nginx's own words when it does not
    take the configuration.
    """
    front = Front(folder, free_port(), free_port(), free_port(), folder / "hits.log")
    _certificate(folder)
    (folder / "site.conf").write_text(_site(front, upstream), encoding="utf-8")
    (folder / "nginx.conf").write_text(_around(folder, more), encoding="utf-8")
    command = [_program("nginx") or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        _wait(running, front.tls)
        yield front
    finally:
        running.terminate()
        running.communicate(timeout=PATIENCE_SECONDS)


def free_port() -> int:
    """A TCP port of the loopback address that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _program(name: str) -> str | None:
    """Debian keeps nginx where only an administrator's PATH looks."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def _site(front: Front, upstream: int) -> str:
    """The example with this machine's names, ports and paths; a line that is no longer there is an error."""
    changes = {
        "    listen [::]:80;\n": "",  # not every machine has IPv6
        "    listen [::]:443 ssl;\n": "",
        "listen 80;": f"listen 127.0.0.1:{front.http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{front.tls} ssl;\n    listen 127.0.0.1:{front.bare};",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
        f"server_name {NAME};": "server_name 127.0.0.1;",
        "/var/cache/danvan ": f"{front.folder}/cache ",
        "/var/log/danvan/hits.log": str(front.log),
        "/etc/ssl/danvan/fullchain.pem": f"{front.folder}/certificate.pem",
        "/etc/ssl/private/danvan.pem": f"{front.folder}/key.pem",
    }
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes.items():
        if old not in text:
            raise RuntimeError(f"{EXAMPLE.name} no longer has {old!r}")
        text = text.replace(old, new)
    return text


def _around(folder: Path, more: str) -> str:
    """What a distribution's own nginx.conf says around the example."""
    temporary = "\n".join(
        f"    {name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    return f"""{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
{temporary}
    sendfile on;
    tcp_nopush on;
    access_log off;
    add_header {FROM} $upstream_cache_status always;
    include {folder}/site.conf;
{more}
}}
"""


def _certificate(folder: Path) -> None:
    command = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


def _wait(running: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    running.terminate()
    raise RuntimeError(f"nginx does not answer: {running.communicate()[1]}")
