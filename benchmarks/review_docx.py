"""A review of 30 pages as a Word file: 12 tables and 6 charts, from the database to the bytes.

The peer is what cannot be left out by anybody: python-docx writing the same words, the same tables and the same
pictures (already drawn) into a plain document, without layout, bookmarks, alternative text or a database. Charts are
drawn anew in every round; the drawing library is loaded in the round that warms up.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from .table import table

ROUNDS = 5
TABLES, CHARTS, PAGES, GOAL_S = 12, 6, 30, 5.0
ROWS = 24  # of a table that is written by hand
WORDS = (
    "Cấp ủy, chính quyền, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội phối hợp triển khai công tác dân vận; "
    "nhiều mô hình “Dân vận khéo” được nhân rộng (số liệu minh họa). "
)


def run(report: Callable[[str], None]) -> dict[str, Any]:
    """Measure; see README.md for what the numbers mean."""
    from danvan.core import clock

    today = clock.today()
    report(f"a review with {TABLES} tables and {CHARTS} charts")
    review = _review()
    made, _times = _ours(review, today)
    pages = _pages(made)
    report(f"{pages or 'unknown'} pages, {len(made) // 1024} KB; {ROUNDS} rounds")
    pieces, pictures = _parts(review, today)
    ours, peer = [], []
    for _round in range(ROUNDS):
        ours.append(_ours(review, today)[1])
        peer.append(_peer(pieces, pictures))
    whole = median(sum(times.values()) for times in ours)
    return {
        "pages": pages,
        "tables": sum(one["kind"] in ("table", "communes") for one in pieces),
        "charts": len(pictures),
        "kilobytes": round(len(made) / 1024),
        "rounds": ROUNDS,
        "seconds": round(whole, 2),
        **{f"{name}_s": round(median(times[name] for times in ours), 2) for name in ours[0]},
        "peer_s": round(median(peer), 2),
        "to_peer": round(whole / median(peer), 1),
        "goal_s": GOAL_S,
        "reached": whole < GOAL_S,
    }


def said(result: dict[str, Any]) -> str:
    """The result as people read it."""
    keys = (
        "pages",
        "tables",
        "charts",
        "kilobytes",
        "reading_s",
        "drawing_s",
        "writing_s",
        "seconds",
        "peer_s",
        "to_peer",
    )
    head = ("pages", "tables", "charts", "KB", "read s", "draw s", "write s", "all s", "peer s", "to peer")
    judged = "reached" if result["reached"] else "MISSED"
    return "\n".join((
        table(head, [tuple(result[key] if result[key] is not None else "?" for key in keys)]),
        f"goal: under {result['goal_s']} s after warm-up: {judged}",
    ))  # fmt: skip


def _review() -> Any:
    """A new review of the demo province, made long by hand."""
    from danvan.access.actor import Actor
    from danvan.access.models import User
    from danvan.core import clock
    from danvan.reviews import services
    from danvan.reviews.charting import ChartPlan
    from danvan.reviews.models import Block, Review
    from danvan.reviews.services import NewReview

    by = Actor.of(User.objects.get(username="chuyenvien"), clock.today())
    like = Review.objects.visible_to(by).order_by("pk")[0]
    wanted = NewReview(unit=like.unit, area=like.area, period=like.when, line=like.line, outline="yearly")
    review = services.draft(wanted, by=by)
    forms = (("bar", "units"), ("bar", "periods"), ("line", "periods"))
    codes = ("dvk_registered", "dvk_implemented")
    for number in range(CHARTS):
        form, over = forms[number % len(forms)]
        services.add_chart(review, ChartPlan(f"Mô hình, hình {number + 1}", form, over, (codes[number % 2],)), by=by)
    have = Block.objects.filter(review=review, kind__in=("table", "communes")).count()
    rows = "\n".join(f"{row} | Xã mẫu {row} | {row * 37} | {row * 11} | {row * 5}" for row in range(1, ROWS + 1))
    for number in range(TABLES - have):
        for _paragraph in range(5):
            services.add_block(review, "paragraph", WORDS * 4, by=by)
        services.add_block(review, "table", f"Bảng {number + 1}\nTT | Đơn vị | Một | Hai | Ba\n{rows}", by=by)
    return Review.objects.get(pk=review.pk)


def _parts(review: Any, day: Any) -> tuple[list[dict[str, Any]], list[bytes]]:
    from danvan.documents import charts
    from danvan.reviews.charting import drawing
    from danvan.reviews.queries import paper_of

    pieces = paper_of(review, day).pieces
    drawn = [charts.png(drawing(one["chart"])).data for one in pieces if one.get("chart")]
    return pieces, drawn


def _ours(review: Any, day: Any) -> tuple[bytes, dict[str, float]]:
    """One paper from the database to the bytes, in three steps."""
    from danvan.documents import charts
    from danvan.reviews.charting import drawing
    from danvan.reviews.exports import docx_of
    from danvan.reviews.queries import paper_of

    charts.forget()
    began = time.perf_counter()
    pieces = paper_of(review, day).pieces
    read = time.perf_counter()
    for one in pieces:
        if one.get("chart"):
            charts.png(drawing(one["chart"]))
    drawn = time.perf_counter()
    made = docx_of(review, pieces, day)
    done = time.perf_counter()
    return made, {"reading": read - began, "drawing": drawn - read, "writing": done - drawn}


def _peer(pieces: list[dict[str, Any]], pictures: list[bytes]) -> float:
    """Seconds for python-docx alone."""
    import docx
    from docx.shared import Mm

    waiting = iter(pictures)
    began = time.perf_counter()
    word = docx.Document()
    for one in pieces:
        for runs in (one.get("runs", []), *one.get("items", ())):
            word.add_paragraph("".join(run["text"] for run in runs))
        if one.get("chart"):
            word.add_picture(io.BytesIO(next(waiting)), width=Mm(160))
        elif one.get("columns"):
            rows = [one["columns"], *one["rows"], *([one["total"]] if one["total"] else [])]
            grid = word.add_table(len(rows), len(one["columns"]))
            for cells, written in zip((row.cells for row in grid.rows), rows, strict=True):
                for cell, runs in zip(cells, written, strict=True):
                    cell.text = "".join(run["text"] for run in runs)
    word.save(io.BytesIO())
    return time.perf_counter() - began


def _pages(made: bytes) -> int | None:
    """How many pages LibreOffice makes of it; None where there is none."""
    office, counter = shutil.which("soffice"), shutil.which("pdfinfo")
    if not office or not counter:
        return None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "review.docx").write_bytes(made)
        home = f"-env:UserInstallation=file://{folder}/home"
        command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/review.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        told = subprocess.run([counter, f"{folder}/review.pdf"], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))
