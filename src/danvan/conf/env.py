"""Where this installation keeps its state, and what it reads from the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The folder that holds the database in the box, stored files and the local secret (``DANVAN_HOME``)."""
    folder = Path(os.environ.get("DANVAN_HOME", "var")).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def folder(name: str) -> Path:
    """A folder under ``home``, made when it is missing."""
    path = home() / name
    path.mkdir(exist_ok=True)
    return path


def port() -> int:
    """The TCP port of the local web server (``PORT``, 8000 unless told)."""
    return int(os.environ.get("PORT", "8000"))


def sheet_bytes() -> int:
    """The largest filled-in form that is taken back, in bytes (``DANVAN_SHEET_MB`` megabytes, 5 unless told)."""
    return int(os.environ.get("DANVAN_SHEET_MB", "5")) * 1024 * 1024


def page_seconds() -> int:
    """How long a finished page of the portal is kept (``DANVAN_PAGE_SECONDS``, 60 unless told; 0: not at all)."""
    return int(os.environ.get("DANVAN_PAGE_SECONDS", "60"))


def hits_log() -> str:
    """The log of the web server in front, from which cached pages are counted (``DANVAN_HITS_LOG``, "" unless told)."""
    return os.environ.get("DANVAN_HITS_LOG", "")


def local_secret() -> str:
    """A secret key made once for this folder, so that a demo never runs on a known one."""
    path = home() / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")
