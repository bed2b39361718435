"""The program as a stranger starts it, and people in real browsers.

One ``danvan run`` for all journeys, with a home of its own. Everybody signs in through the page, once a session;
whoever comes again brings the same cookies. What a page says on the console fails the journey that opened it.

While journeys are being written, ``DANVAN_JOURNEY_HOME`` and ``DANVAN_JOURNEY_ADDRESS`` name a ``danvan run`` that is
up already: nothing is started then, and nothing is stopped.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, StorageState, expect, sync_playwright
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
COMMAND = [sys.executable, "-m", "danvan.cli"]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
LANGUAGE = "django_language"
PATIENCE = 60_000  # ms; a machine that does other work answers late, and waiting costs nothing when it does not


def pytest_itemcollected(item: pytest.Item) -> None:
    """Everything in this folder is a journey; ``tests.plugins.browser`` says what happens without a browser.

    All journeys go through one program, so one process runs them where several share the tests.
    """
    item.add_marker(pytest.mark.journey)
    item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come together, after all else, whatever order chance has chosen: the program is started once.

    The main job is the last of them: it files the report that others only look at.
    """
    items.sort(key=lambda item: ("journeys" in item.path.parts, item.path.name == "test_main_job.py"))


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
    cookies: dict[str, StorageState] = field(default_factory=dict)

    def database(self) -> psycopg.Connection:
        """A connection past the program, to count for oneself."""
        folder = self.home / "postgres"
        lines = (folder / "postmaster.pid").read_text().splitlines()
        return psycopg.connect(host=lines[4] or "127.0.0.1", port=lines[3], user="postgres", dbname="danvan")


@contextmanager
def started(home: Path) -> Iterator[str]:
    """``danvan run`` in ``home``, from the moment it has said its address to the end of the session."""
    port = free_port()
    environment = environment_of(home) | {"PORT": str(port)}
    running = subprocess.Popen([*COMMAND, "run"], env=environment, stdout=subprocess.PIPE, text=True)
    said = []
    for line in running.stdout:
        said.append(line)
        if line.startswith("Ctrl-C"):
            break
    else:
        pytest.fail("danvan run stopped:\n" + "".join(said))
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(timeout=60)
    running.stdout.close()


def environment_of(home: Path) -> dict[str, str]:
    """What the program is told when it is started for ``home``."""
    environment = os.environ | {"DANVAN_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment


def accounts_of(home: Path) -> dict[str, str]:
    """The demo's accounts and their passwords, as the program lists them."""
    command = [*COMMAND, "accounts", "--json"]
    listed = subprocess.run(command, env=environment_of(home), capture_output=True, text=True, check=True)
    return {row["username"]: row["password"] for row in json.loads(listed.stdout)}


@contextmanager
def lent(program: Program, username: str, unit: str) -> Iterator[None]:
    """The demo has one officer a commune: lend the role to somebody else for as long as the story lasts."""
    grant = (
        "insert into access_grant (user_id, unit_id, role, valid)"
        " select u.id, n.unit_id, 'commune_officer', '[2020-01-01,)' from access_user u, orgs_description n"
        " where u.username = %s and n.name = %s limit 1 returning id"
    )
    with program.database() as database:
        made = database.execute(grant, (username, unit)).fetchone()[0]
    try:
        yield
    finally:
        with program.database() as database:
            database.execute("delete from access_grant where id = %s", (made,))


@pytest.fixture(scope="package")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program with the demo province, in a home of its own."""
    if known := os.environ.get("DANVAN_JOURNEY_HOME"):
        yield Program(os.environ["DANVAN_JOURNEY_ADDRESS"], Path(known), accounts_of(Path(known)))
        return
    home = tmp_path_factory.mktemp("danvan")
    with started(home) as address:
        yield Program(address, home, accounts_of(home))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys. Its loop ends with them: a test of the database may follow in this process."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield chrome
        chrome.close()


@dataclass
class Visitor:
    """A person at a browser. ``complaints``: what the pages said that they should not have."""

    page: Page
    program: Program
    keeps_pictures: bool = False
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listen(self.page)

    def listen(self, page: Page) -> None:
        """Hear errors of scripts, the browser's refusals (such as those of the security policy) and broken answers."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # A refused form is answered 422 or 409, which the browser reports too; answers are heard for themselves.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _answered(self, response: Response) -> None:
        expected = response.request.is_navigation_request() and response.status < 500
        if response.status >= 400 and not expected:
            self.complaints.append(f"{response.url}: {response.status}")

    def go(self, path: str) -> Page:
        """Open an address of the program."""
        self.page.goto(self.program.address + path)
        return self.page

    def another_tab(self) -> Visitor:
        """The same person in a second tab, which is heard too."""
        return Visitor(self.page.context.new_page(), self.program, self.keeps_pictures, self.complaints)

    def sign_in(self, username: str) -> Visitor:
        """Sign in through the page."""
        self.go("/tai-khoan/dang-nhap/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", self.program.accounts[username])
        self.page.click("main button[type=submit]")
        self.page.wait_for_selector("a[href='/tai-khoan/']", state="attached")
        state = self.page.context.storage_state()
        state["cookies"] = [cookie for cookie in state["cookies"] if cookie["name"] != LANGUAGE]
        self.program.cookies[username] = state
        return self

    def fits(self) -> None:
        """Nothing is wider than the screen."""
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{self.page.url} is {overflow} px too wide"

    def check(self) -> None:
        """Nothing is wider than the screen, and no accessibility rule is broken."""
        self.fits()
        # Without "preload" axe does not fetch style sheets a second time, which the security policy would refuse.
        found = Axe().run(self.page, options={"preload": False, "resultTypes": ["violations"]})
        problems = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found.response["violations"]]
        assert not problems, self.page.url + "\n" + "\n".join(problems)

    def picture(self, name: str) -> None:
        """Keep a picture for the guide (only with ``--pictures``)."""
        if self.keeps_pictures:
            PICTURES.mkdir(exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


@pytest.fixture
def visitor(browser: Browser, program: Program, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Makes people at browsers: ``visitor()``, ``visitor("canboxa", phone=True, english=True)``.

    ``script=False`` is a browser without scripts. What pages complained about fails the test at its end.
    """
    people: list[Visitor] = []

    def make(
        username: str | None = None, *, phone: bool = False, english: bool = False, script: bool = True
    ) -> Visitor:
        context = browser.new_context(
            viewport=PHONE if phone else WIDE,
            locale="en-GB" if english else "vi-VN",
            java_script_enabled=script,
            storage_state=program.cookies.get(username or ""),
        )
        context.set_default_timeout(PATIENCE)
        if english:
            context.add_cookies([{"name": LANGUAGE, "value": "en", "url": program.address}])
        person = Visitor(context.new_page(), program, request.config.getoption("--pictures"))
        people.append(person)
        return person if username is None or username in program.cookies else person.sign_in(username)

    yield make
    for person in people:
        person.page.context.close()
    assert not [complaint for person in people for complaint in person.complaints]
