"""Starts the processes of one installation, and stops every one of them again."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from types import TracebackType
from typing import Self

log = logging.getLogger(__name__)
CLOCK_SECONDS = 60
PATIENCE_SECONDS = 60


class Supervisor:
    """Children of this process: the web server, the worker, and a thread for the clock."""

    def __init__(self) -> None:
        self._children: list[subprocess.Popen] = []
        self._last: list[Callable[[], None]] = []
        self._ending = threading.Event()

    def __enter__(self) -> Self:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._asked_to_stop)
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ending.set()
        for child in self._children:
            child.terminate()
        for child in self._children:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
        for act in reversed(self._last):
            act()

    def _asked_to_stop(self, number: int, frame: object) -> None:
        if self._ending.is_set():
            return
        self._ending.set()
        raise SystemExit(0)

    def finally_do(self, act: Callable[[], None]) -> None:
        """Do this after every child has stopped."""
        self._last.append(act)

    def start_web(self, port: int) -> None:
        """The web server on the loopback address: two processes with four threads each."""
        self._start("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
                    "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
                    "danvan.conf.wsgi:application")  # fmt: skip

    def start_worker(self) -> None:
        """The worker that carries out jobs."""
        self._start("danvan.cli", "worker")

    def start_clock(self) -> None:
        """Tick once a minute. A tick that fails is logged and the next one tries again."""

        def loop() -> None:
            while not self._ending.wait(CLOCK_SECONDS):
                subprocess.run([sys.executable, "-m", "danvan.cli", "clock"], check=False)  # noqa: S603

        threading.Thread(target=loop, name="clock", daemon=True).start()

    def _start(self, module: str, *arguments: str) -> None:
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        # A group of its own: Ctrl-C in the terminal reaches this process only, which then stops the others in order.
        options = {} if sys.platform == "win32" else {"start_new_session": True}
        command = [sys.executable, "-m", module, *arguments]
        self._children.append(subprocess.Popen(command, env=environment, **options))  # noqa: S603

    def wait_for_web(self, port: int) -> None:
        """Return when the server answers; raises RuntimeError when it does not within a minute.

        Any answer will do: real settings send this address to HTTPS or do not know its host name.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            self._raise_if_dead()
            try:
                with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                    connection.request("GET", "/khoe/")
                    connection.getresponse()
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the web server did not answer on port {port}")

    def _raise_if_dead(self) -> None:
        for child in self._children:
            if child.poll() is not None:
                raise RuntimeError(f"a process stopped at once with code {child.returncode}: is the port taken?")

    def stay(self) -> int:
        """Wait until asked to stop or until a child stops by itself; returns the exit code."""
        while not self._ending.wait(1):
            for child in self._children:
                if child.poll() is not None:
                    log.error("A process stopped with code %s.", child.returncode)
                    return 1
        return 0
