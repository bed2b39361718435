"""Strangers read the portal through nginx with the project's example; every look is counted once."""

from __future__ import annotations

import re
import subprocess
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from benchmarks import front

from .conftest import COMMAND, Program, environment_of

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
LOOKS = "select (select count(*) from portal_hit) + (select coalesce(sum(views), 0) from portal_daycount)"
READERS = 20
WORDS = "Cách làm hay, gửi qua máy chủ phía trước."


@dataclass
class Answer:
    """What came through nginx, and whether its cache answered."""

    status: int
    cache: str
    text: str


def ask(line: HTTPSConnection, path: str, body: dict[str, str] | None = None, **headers: str) -> Answer:
    """One request of a browser: a form where there is a ``body``."""
    said = {"user-agent": CHROME, "accept-language": "vi", "content-type": "application/x-www-form-urlencoded"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    line.request("POST" if body else "GET", path, urlencode(body) if body else None, said)
    answer = line.getresponse()
    return Answer(answer.status, answer.headers[front.FROM] or "", answer.read().decode("utf-8", "replace"))


def looks(program: Program) -> int:
    """All looks counted so far."""
    with program.database() as database:
        return database.execute(LOOKS).fetchone()[0]


@pytest.mark.row(114)
@pytest.mark.trust("T08")
def test_strangers_are_answered_by_nginx_and_counted_once_each(program: Program, tmp_path: Path):
    if lacking := front.missing():
        pytest.skip(lacking)
    before = looks(program)
    with front.standing(tmp_path, urlsplit(program.address).port) as nginx, closing(nginx.connection()) as line:
        listed = ask(line, "/tin/").text
        article = re.search(r'href="(/tin/[\w-]+/[\w-]+/)"', listed)[1]
        photo = re.search(r'"(/anh/[^" ]+)', listed)[1]
        seen = [ask(line, article, user_agent=f"{CHROME} {number}") for number in range(READERS)]
        bot = ask(line, article, user_agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
        inside = ask(line, article, cookie="sessionid=x")
        english = [ask(line, article, cookie="django_language=en") for _time in range(2)]
        large = [ask(line, f"{article}?chu=lon") for _time in range(2)]
        photos = [ask(line, photo) for _time in range(2)]
        sent = ask(line, f"{article}phan-hoi/", {"text": WORDS, "stamp": "x"})
    assert {answer.status for answer in [*seen, bot, inside, *english, *large, *photos]} == {200}
    assert "HIT" in {answer.cache for answer in seen}
    assert inside.cache == "BYPASS"
    assert (english[1].cache, large[1].cache, photos[1].cache) == ("HIT", "HIT", "HIT")
    assert 'lang="en"' in english[1].text
    assert 'lang="vi"' in seen[-1].text
    assert (sent.status, sent.cache) == (403, "")
    assert WORDS in sent.text
    environment = environment_of(program.home) | {"DANVAN_HITS_LOG": str(nginx.log)}
    subprocess.run([*COMMAND, "clock"], env=environment, check=True)
    # The list, the readers, who works here, two in English, two in large type; no bot, no photo, no form.
    assert looks(program) - before == 1 + READERS + 1 + 2 + 2
