"""The program as a stranger starts it, and people in real browsers.

One ``danvan run`` for the whole session, with a home of its own; every journey signs in through the page.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.plugins.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey; ``tests.plugins.browser`` says what happens without a browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


def free_port() -> int:
    """A TCP port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Program:
    """A running ``danvan``: where it answers and where it keeps its state."""

    address: str
    home: Path
    accounts: dict[str, str]

    def database(self) -> psycopg.Connection:
        """A connection past the program, to count for oneself."""
        folder = self.home / "postgres"
        lines = (folder / "postmaster.pid").read_text().splitlines()
        return psycopg.connect(host=lines[4] or "127.0.0.1", port=lines[3], user="postgres", dbname="danvan")


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """``danvan run`` in a home of its own, until it has said its address."""
    home = tmp_path_factory.mktemp("danvan")
    port = free_port()
    environment = os.environ | {"DANVAN_HOME": str(home), "PORT": str(port), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "danvan.cli"]
    running = subprocess.Popen([*command, "run"], env=environment, stdout=subprocess.PIPE, text=True)
    said = []
    for line in running.stdout:
        said.append(line)
        if line.startswith("Ctrl-C"):
            break
    else:
        pytest.fail("danvan run stopped:\n" + "".join(said))
    listed = subprocess.run(
        [*command, "accounts", "--json"], env=environment, capture_output=True, text=True, check=True
    )
    accounts = {row["username"]: row["password"] for row in json.loads(listed.stdout)}
    yield Program(f"http://127.0.0.1:{port}", home, accounts)
    running.terminate()
    running.wait(timeout=60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield chrome
        chrome.close()


@dataclass
class Visitor:
    """A person at a browser."""

    page: Page
    program: Program

    def go(self, path: str) -> Page:
        """Open an address of the program."""
        self.page.goto(self.program.address + path)
        return self.page

    def sign_in(self, username: str) -> Visitor:
        """Sign in through the page."""
        self.go("/tai-khoan/dang-nhap/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", self.program.accounts[username])
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/viec/**")
        return self

    def check(self) -> None:
        """No accessibility violation, nothing wider than the screen."""
        found = Axe().run(self.page)
        problems = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found.response["violations"]]
        assert not problems, self.page.url + "\n" + "\n".join(problems)
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{self.page.url} is {overflow} px too wide"

    def picture(self, name: str, *, full: bool = False) -> None:
        """Keep a picture for the guide (only with ``--pictures``)."""
        if self.page.context.pictures:
            PICTURES.mkdir(exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=full)


@pytest.fixture
def visitor(browser: Browser, program: Program, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Makes people at browsers: ``visitor()``, ``visitor("canboxa", phone=True, english=True)``."""
    contexts: list[BrowserContext] = []

    def make(username: str | None = None, *, phone: bool = False, english: bool = False) -> Visitor:
        context = browser.new_context(viewport=PHONE if phone else WIDE, locale="en-GB" if english else "vi-VN")
        context.pictures = request.config.getoption("--pictures")
        context.set_default_timeout(15_000)
        contexts.append(context)
        if english:
            context.add_cookies([{"name": "django_language", "value": "en", "url": program.address}])
        person = Visitor(context.new_page(), program)
        return person.sign_in(username) if username else person

    yield make
    for context in contexts:
        context.close()
