"""``danvan import pages``: an account of what would come of a folder, or bringing it in with a bar that moves."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .commands import database_up, ready

BAR = 30


def import_pages(options: argparse.Namespace) -> int:
    """Say what would become of each page, or bring them in; exit code 1 when some could not be read."""
    folder = Path(options.folder)
    if not folder.is_dir():
        print(f"{folder}: không có thư mục này / no such folder.", file=sys.stderr)
        return 1
    with database_up():
        ready()
        from django.utils import translation

        with translation.override("vi"):
            return _apply(folder, options.username) if options.apply else _dry(folder)


def _dry(folder: Path) -> int:
    from danvan.portal.importing import Outcome, look

    counts = dict.fromkeys(Outcome, 0)
    for line in look(folder):
        counts[line.outcome] += 1
        more = f" ({line.more})" if line.more else ""
        photos = f", {line.photos} ảnh" if line.photos else ""
        print(f"{line.name}: {_word(line.outcome)}{more}: {line.title}{photos}")
    _account(counts)
    print("Đây là chạy thử, chưa ghi gì. Thêm --apply --as TÀI_KHOẢN để nhập.")
    return 1 if counts[Outcome.UNREADABLE] else 0


def _apply(folder: Path, username: str | None) -> int:
    from danvan.access.actor import Actor
    from danvan.access.models import User
    from danvan.core import clock
    from danvan.core.errors import Refused
    from danvan.portal.importing import Outcome, bring

    user = User.objects.filter(username=(username or "").lower(), is_active=True).first()
    if user is None:
        print("Hãy ghi --as TÀI_KHOẢN của người được nhập trang cổng cũ.", file=sys.stderr)
        return 1
    try:
        counts = bring(folder, by=Actor.of(user, clock.today()), tell=_bar)
    except Refused as reason:
        print(reason.message, file=sys.stderr)
        return 1
    print(file=sys.stderr)
    _account(counts)
    return 1 if counts[Outcome.UNREADABLE] else 0


def _bar(line) -> None:
    done = BAR * line.place // line.total
    print(f"\r[{'#' * done}{'.' * (BAR - done)}] {line.place}/{line.total}", end="", file=sys.stderr, flush=True)
    if line.outcome == "unreadable":
        print(f"\n{line.name}: {line.more}", file=sys.stderr)


def _word(outcome: str) -> str:
    return {
        "new": "bài mới",
        "undated": "bản nháp, trang không ghi ngày đăng hợp lệ",
        "twin": "trùng bài đã có",
        "known": "đã nhập",
        "unreadable": "không đọc được",
    }[outcome]


def _account(counts: dict) -> None:
    print("; ".join(f"{_word(outcome)}: {count}" for outcome, count in counts.items()))
