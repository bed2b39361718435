"""What the documentation names is there: links, pictures, files, commands, settings, terms, buttons."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import dev
import pytest
from django.apps import apps
from tools import certainty, messages, wagtail_messages

from danvan.cli import _parser
from danvan.conf.roles import ROLES
from danvan.demo.people import accounts
from danvan.orgs.kinds import ChangeKind, Kind

from . import sources

ROOT = sources.ROOT
DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
PAGES = sources.with_suffix(".md")
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

FENCE = re.compile(r"^```.*?^```", re.S | re.M)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(!?)\[[^\]\[]*\]\(([^()\s]+)\)")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:")
OUR_PATH = re.compile(r"(?:src|docs|tests|tools|deploy|requirements|benchmarks|changes)/[\w./*+-]*")
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return FENCE.sub("", text(page))


def code(page: Path) -> str:
    """All that stands as code on the page, blocks and spans."""
    return "\n".join([*FENCE.findall(text(page)), *SPAN.findall(prose(page))])


def links(page: Path) -> list[tuple[bool, str]]:
    """The links into the working copy: (is a picture, address)."""
    found = LINK.findall(SPAN.sub("", prose(page)))
    return [(bool(bang), unquote(address)) for bang, address in found if not OUTSIDE.match(address)]


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as forges make them."""
    heads = re.findall(r"^#+ +(.+?) *$", prose(page), re.M)
    plain = [unicodedata.normalize("NFC", re.sub(r"[`*]", "", head)).lower() for head in heads]
    return {re.sub(r"[^\w -]", "", head).replace(" ", "-") for head in plain}


def awaited() -> set[str]:
    """Pictures that the journeys have not taken yet."""
    _, _, rest = text(PICTURES / "README.md").partition("## Not taken yet")
    return set(re.findall(r"^- `([\w-]+\.png)`", rest, re.M))


@pages
def test_every_link_leads_somewhere(page):
    dead = []
    for is_picture, address in links(page):
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        if is_picture and target.parent == PICTURES and target.name in awaited():
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(address)
    assert dead == []


def test_a_picture_that_was_taken_is_not_listed_as_awaited():
    assert sorted(name for name in awaited() if (PICTURES / name).exists()) == []


def test_every_picture_is_shown_on_some_page_and_every_awaited_one_too():
    shown = {Path(address).name for page in PAGES for is_picture, address in links(page) if is_picture}
    kept = {path.name for path in PICTURES.glob("*.png")} | awaited()
    assert kept - shown == set()


@pages
def test_every_file_named_as_code_exists(page):
    # "NAME" stands for any name.
    named = [span.replace("NAME", "*") for span in SPAN.findall(prose(page)) if OUR_PATH.fullmatch(span)]
    assert [path for path in named if not any(ROOT.glob(path))] == []


def test_every_file_of_the_tour_exists():
    named = [span for span in SPAN.findall(prose(DOCS / "tour.md")) if re.fullmatch(r"[\w./-]+\.[a-z]{2,4}", span)]
    assert len(named) > 20
    assert [path for path in named if not any((base / path).exists() for base in (ROOT, sources.PACKAGE))] == []


@pages
def test_every_command_is_one_of_danvan_make_or_dev(page):
    said = code(page)
    subcommands = set(_parser()._subparsers._group_actions[0].choices)
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M))
    assert set(re.findall(r"(?:^danvan|\bdanvan\.cli) ([a-z]+)\b", said, re.M)) <= subcommands
    assert set(re.findall(r"\bdev\.py run ([a-z]+)\b", said)) <= subcommands
    assert set(re.findall(r"\bdev\.py ([a-z]+)\b", said)) <= set(dev.COMMANDS)
    assert set(re.findall(r"(?:^|`|\n)make ([a-z]+)\b", text(page))) <= targets
    assert set(re.findall(r"\btools/(\w+\.py)\b", said)) <= {path.name for path in (ROOT / "tools").glob("*.py")}


def test_every_service_of_deploy_starts_a_command_that_exists():
    subcommands = set(_parser()._subparsers._group_actions[0].choices)
    services = [path.read_text("utf-8") for path in (ROOT / "deploy").glob("*.service")]
    assert services
    started = [re.findall(r"^ExecStart=.* -m danvan\.cli (\w+)$", said, re.M) for said in services]
    assert [commands for commands in started if len(commands) != 1 or commands[0] not in subcommands] == []


@pytest.mark.parametrize("page", READMES, ids=["English", "Vietnamese"])
def test_the_readme_names_every_setting_command_and_account_of_the_demo(page):
    said = code(page)
    conf = sources.with_suffix(".py", under=sources.PACKAGE / "conf")
    read = {name for path in conf for name in re.findall(r'environ\.get\("([A-Z_]+)"', text(path))}
    subcommands = set(_parser()._subparsers._group_actions[0].choices)
    assert read - set(re.findall(r"\b[A-Z_]{4,}\b", said)) == set()
    assert subcommands - set(re.findall(r"\b[a-z]+\b", said)) == set()
    assert {account.username for account in accounts()} - set(re.findall(r"\b[a-z]+\b", said)) == set()


@pages
def test_every_setting_named_is_one_that_the_program_reads(page):
    read = {name for path in sources.modules() for name in re.findall(r"\bDANVAN_[A-Z_]+\b", text(path))}
    assert set(re.findall(r"\bDANVAN_[A-Z_]+\b", text(page))) <= read


def test_the_settings_example_holds_every_setting_of_an_office_and_no_secret():
    lines = (ROOT / "deploy" / "danvan.env.example").read_text("utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert values["DANVAN_SECRET_KEY"] == ""
    assert ":" not in values["DATABASE_URL"].partition("//")[2].partition("@")[0]
    assert values.keys() >= {"DJANGO_SETTINGS_MODULE", "DANVAN_HOSTS", "DANVAN_HOME", "PORT"}


def test_every_term_of_the_glossary_that_names_a_table_kind_or_role_names_a_real_one():
    spans = SPAN.findall(prose(DOCS / "glossary.md"))
    tables = {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models()} | {
        "access.Actor",
        "core.periods.Period",
    }
    named = {span for span in spans if re.fullmatch(r"(?:[a-z]+\.)+[A-Z]\w+", span)}
    members = {f"{cls.__name__}.{member.name}" for cls in (Kind, ChangeKind) for member in cls}
    kinds = {span for span in spans if re.fullmatch(r"(?:Change)?Kind\.\w+", span)}
    assert named - tables == set()
    assert kinds - members == set()
    assert {role.code for role in ROLES} - set(spans) == set()


def test_the_count_of_how_sure_the_legal_data_is_is_true():
    assert certainty.page() == text(certainty.PAGE), "run: python tools/certainty.py"


@cache
def labels() -> set[str]:
    """Everything that a page of the program may say in Vietnamese."""
    said = set()
    for app in messages.apps():
        for message in messages.read(app):
            strings = [message.string] if isinstance(message.string, str) else message.string
            said |= {unicodedata.normalize("NFC", string) for string in strings if message.id}
    for domain in wagtail_messages.DOMAINS:
        own = wagtail_messages.own(domain).values()
        said |= {unicodedata.normalize("NFC", wagtail_messages.vietnamese(message)) for message in own}
    return said


@pytest.mark.parametrize("page", sorted((DOCS / "guide").glob("*.md")), ids=lambda page: page.name)
def test_the_guide_calls_buttons_and_pages_by_their_names(page):
    assert [name for name in BOLD.findall(prose(page)) if unicodedata.normalize("NFC", name) not in labels()] == []
