"""Invented data for /style/. Nothing here is a fact; every name and figure is an illustration."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.core.text import fold
from danvan.web import genealogy
from danvan.web.drawing import STATES, MatrixRow, Tile
from danvan.web.genealogy_layout import Family, Member, Tie
from danvan.web.tile_map import SHAPES, Place, tile_map

FIRST = ["Đồng", "Tân", "Hòa", "Phú", "Bình", "Quảng", "Minh", "Xuân", "Yên", "Thạch", "Lộc", "Vĩnh"]
SECOND = ["Tâm", "Lập", "Sơn", "Thịnh", "Giang", "Lương", "Khê", "Trung", "Hưng", "Lâm", "Thủy", "Phong", "Hải", "Đức"]
PLATE = """
....22........
..22222.......
.22222221.....
.2222222111...
..222221111111
...22111111111
....2111111111
.....11111111.
......111111..
.......1111...
"""
SPRITE = Path(__file__).parent / "static" / "web" / "icons.svg"


def _cells(number: int) -> list[str]:
    """The eight states of one unit: most are on their way, a few are late."""
    done = 4 + number % 4
    cells = ["done"] * done + ["running"] + ["none"] * (7 - done)
    if number % 11 == 3:
        cells[done - 2] = "late"
    if number % 9 == 4:
        cells[min(done + 1, 7)] = "soon"
    if number % 13 == 6:
        cells[3] = "not_applicable"
    if number % 29 == 12:
        cells[done] = "wait"
    return cells[:8]


def matrix_rows() -> list[MatrixRow]:
    """166 units in 20 groups."""
    rows, group = [], 0
    for number in range(166):
        if number and number % 9 == 0:
            group += 1
        name = f"{FIRST[number % 12]} {SECOND[(number * 5 + number // 12) % 14]}"
        rows.append(MatrixRow(name, f"{FIRST[group % 12]} {SECOND[group % 14]}", _cells(number), "#", number == 17))
    return rows


def map_tiles() -> list[Tile]:
    """A province of tiles; the ones marked 1 lie outside the scope."""
    places, number = [], 0
    for y, line in enumerate(PLATE.split()):
        for x, sign in enumerate(line):
            if sign == ".":
                continue
            number += 1
            state = ("done", "done", "running", "done", "soon", "late", "done")[(number * 3) % 7]
            places.append(Tile(x, y, f"{FIRST[number % 12]} {SECOND[number % 14]}", state if sign == "2" else "", ""))
    return places


def maps() -> list[dict[str, str]]:
    """Two maps in tiles: many units before, three marked; fewer after, with their names."""
    before = [
        Place(
            20 - number // 12 / 9 - number % 12 / 200,
            105 + number % 12 / 9 + number // 12 / 200,
            "",
            f"Xã {FIRST[number % 12]} {SECOND[number % 14]}",
            "#matrix",
            SHAPES[(number % 7 == 3) + 2 * (number % 31 == 9)],
            group=number % 12 // 4,
            marked=number in (40, 41, 53),
        )
        for number in range(108)
    ]
    names = [f"{first} {second}" for first, second in zip(FIRST, SECOND, strict=False)]
    after = [
        Place(
            20 - number // 4 / 3 - number % 4 / 9,
            105 + number % 4 / 3 + number // 4 / 9,
            name,
            f"Xã {name}",
            "#matrix",
            marked=number == 6,
        )
        for number, name in enumerate(names)
    ]
    titles = _("Before: 108 communes, three of them marked"), _("After: 12 communes with their names")
    return [
        {"title": title, "drawing": tile_map(places, title)}
        for title, places in zip(titles, (before, after), strict=True)
    ]


def steps() -> list[dict[str, Any]]:
    """The eight steps of a directive with the count of units in each."""
    names = [
        _("Receive"), _("Disseminate"), _("Plan"), _("Assign"),
        _("Roll out"), _("Self-check"), _("Six-month report"), _("Interim review"),
    ]  # fmt: skip
    counts = [(166, 0, 0), (161, 0, 5), (161, 0, 5), (148, 5, 13), (128, 27, 11), (74, 54, 0), (0, 39, 2), (0, 0, 0)]
    return [
        {
            "name": name,
            "parts": [("done", done), ("running", running), ("late", late)],
            "total": 166,
            "done": done,
            "late": late,
            "due": "" if done == 166 else "30/11",
            "now": number == 4,
        }
        for number, (name, (done, running, late)) in enumerate(zip(names, counts, strict=True))
    ]


def icons() -> list[str]:
    """The names of all line icons of the sprite."""
    names = re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8"))
    return [name for name in names if not name.startswith("mark-") and name != "brand"]


def figures() -> list[dict[str, Any]]:
    return [
        {"value": 3, "label": _("overdue"), "url": "#lists", "late": True},
        {"value": 3, "label": _("due today"), "url": "#lists"},
        {"value": 4, "label": _("in the next 7 days"), "url": "#lists"},
        {"value": 1, "label": _("returned to me"), "url": "#lists"},
        {"value": 158, "total": 166, "label": _("communes have reported")},
        {"value": 2354, "label": _("models kept up"), "note": _("63 more than last year")},
    ]


def register() -> list[dict[str, Any]]:
    rows = [
        ("late", "Tổng hợp báo cáo tháng 10 của 76 xã miền núi", "Còn thiếu 2 xã", "464-QĐ/TU, nhiệm vụ 3",
         _("2 days over"), "18/11", _("Urge")),
        ("soon", "Chốt số liệu tháng 11 của 166 xã, phường", "158/166 đã nộp", "kỳ từ 15/10 đến 14/11",
         _("Today"), "17:00", _("Open the table")),
        ("none", "Chuẩn bị giao ban dân vận miền núi", "Văn phòng Ban", "", _("Tuesday"), "24/11", _("Papers")),
        ("returned", "Kế hoạch kiểm tra quý IV", "Trưởng phòng", "bổ sung thành phần đoàn",
         _("1 day"), "19/11", _("Correct")),
        ("wait", "Xin ý kiến về quy chế phối hợp ba bên", "Sở Dân tộc và Tôn giáo", "đã nhắc một lần",
         _("4 days"), "23/11", _("Remind")),
    ]  # fmt: skip
    keys = ("state", "title", "whom", "note", "when", "due")
    return [
        dict(zip(keys, row, strict=False))
        | {"url": "#lists", "action": {"label": row[6], "url": "#lists", "main": row[0] == "soon"}}
        for row in rows
    ]


def chips() -> list[dict[str, Any]]:
    return [
        {"label": _("All"), "url": "#lists", "count": 76, "current": True},
        {"label": _("Overdue"), "url": "#lists", "count": 4, "state": "late"},
        {"label": _("Due soon"), "url": "#lists", "count": 10, "state": "soon"},
        {"label": _("Done"), "url": "#lists", "count": 31, "state": "done"},
        {"label": _("My room"), "url": "#lists", "count": 12},
    ]


def table() -> dict[str, Any]:
    """Three units with their sum; the sum is counted, not written."""
    rows = [
        {"name": "Xã Đồng Tâm", "former": "Hòa Sơn, Hòa Lâm", "state": "done", "models": 42, "share": "97.7",
         "course": [31, 33, 36, 36, 40, 42]},
        {"name": "Xã Phú Khê", "former": "", "state": "late", "models": 9, "share": "64.3",
         "course": [5, 8, None, 6, 7, 9]},
        {"name": "Phường Minh Đức", "former": "", "state": "running", "models": 61, "share": "92.4",
         "course": [48, 50, 55, 54, 60, 61]},
    ]  # fmt: skip
    return {"rows": rows, "models": sum(row["models"] for row in rows)}


def entry() -> list[dict[str, Any]]:
    """Lines of an entry grid: a sum that fails, a leap that warns, an empty cell and one that does not apply."""
    lines = [
        ("group", "I", "Chỉ đạo, quán triệt"),
        ("1", "Văn bản chỉ đạo về dân vận đã ban hành", "văn bản", "3", 2, 2, 19, "value", ""),
        ("2", "Hội nghị quán triệt, học tập", "cuộc", "0", 1, 2, 14, "value", ""),
        ("group", "II", "Mô hình “Dân vận khéo”"),
        ("3", "Đang duy trì đến ngày 14/11", "mô hình", "42", 41, 36, 42, "error",
         _("The four fields add up to 41, line 3 says 42. Correct one of the five before sending.")),
        ("3a", "Kinh tế", "mô hình", "16", 16, 16, 16, "value", ""),
        ("group", "III", "Đối thoại, tiếp công dân"),
        ("4", "Lượt tiếp công dân", "lượt", "108", 12, 15, 239, "warning",
         _("Nine times last period (12). If it is right, give the reason; it can still be sent.")),
        ("5", "Diện tích đất hiến", "m²", "", 480, 0, 5480, "empty", ""),
        ("6", "Nhà Đại đoàn kết xây mới", "nhà", "K", None, 2, 6, "not_applicable", ""),
    ]  # fmt: skip
    keys = ("item", "label", "unit", "text", "before", "year_ago", "total", "state", "message")
    return [
        {"group": line[1], "label": line[2]}
        if line[0] == "group"
        else dict(zip(keys, line, strict=True)) | {"sub": str(line[0])[-1].isalpha()}
        for line in lines
    ]


def family() -> dict[str, Any]:
    """The tree of a commune: one source whole, one by its share, one of which nobody knows how much."""
    day, before = dt.date(2025, 7, 1), dt.date(2013, 1, 1)
    lines = [
        ("Xã Hòa Sơn", Decimal(1), "", _("whole")),
        ("Xã Hòa Lâm", Decimal("0.352"), "35,2 %", "35,2 %"),
        ("Thị trấn Vĩnh Khê", None, _("share unknown"), _("a part that cannot be measured")),
    ]
    names = [_("until %(day)s: %(name)s") % {"day": "31/12/2019", "name": "Xã Hòa Sơn Thượng"}]
    members = [Member(0, "Xã Đồng Tâm", day, None, here=True)]
    members += [
        Member(n, name, before if n == 2 else None, day, "#record", notes=tuple(names) if n == 1 else ())
        for n, (name, _share, _label, _said) in enumerate(lines, 1)
    ]
    ties = [Tie(n, 0, day, share, label, f"{name}: {said}") for n, (name, share, label, said) in enumerate(lines, 1)]
    tree = Family(members, ties, {day: "Nghị quyết 1/2025 (minh họa)"}, dt.date(2026, 11, 20))
    title = _("The commune is made of one unit and parts of two others")
    heir = {"name": "Xã Đồng Tâm", "url": "#record"}
    return {
        "title": title,
        "drawing": genealogy.tree(tree, title),
        "legend": genealogy.legend(tree),
        "rows": [
            {"day": day, "source": {"name": name, "url": "#record"}, "heir": heir, "what": said, "paper": "1/2025"}
            for name, _share, _label, said in lines
        ],
    }


def record() -> dict[str, Any]:
    """What the page of one directive shows."""
    return {
        "facts": [
            {"term": _("Kind"), "value": "Quyết định"},
            {"term": _("Issued by"), "value": "Ban Thường vụ Tỉnh ủy"},
            {"term": _("Issued on"), "value": "12/05/2017", "note": _("to be checked against the original")},
            {"term": _("Scope"), "value": _("76 communes"), "note": _("11 mountain districts until 30/06/2025")},
            {"term": _("Original"), "value": _("PDF, 14 pages"), "url": "#record"},
        ],
        "events": [
            {"state": "done", "time": "12/05/2017", "what": "Ban Thường vụ Tỉnh ủy ban hành"},
            {"state": "done", "time": "30/06/2025", "what": "Kết thúc cấp huyện, nhiệm vụ chuyển về 76 xã",
             "note": "Không mất việc nào.", "url": "#record"},
            {"today": _("Today, %(day)s") % {"day": "20/11/2026"}},
            {"state": "soon", "time": "30/11/2026", "what": "Hạn tự kiểm tra của 76 xã", "next": True},
            {"state": "none", "time": "31/12/2026", "what": "Sơ kết năm 2026", "next": True},
        ],
        "tree": [
            {"label": "Tỉnh ủy", "note": "464-QĐ/TU", "state": "running", "open": True, "children": [
                {"label": "Đảng ủy xã Đồng Tâm", "note": "31-CTr/ĐU", "state": "done"},
                {"label": "Đảng ủy xã Phú Khê", "note": "", "state": "late", "word": _("2 days over"), "open": True,
                 "children": [{"label": "Chi bộ bản Khê Hạ", "note": "", "state": "none"}]},
                {"label": "Đảng ủy phường Minh Đức", "note": "08-KH/ĐU", "state": "wait"},
            ]},
        ],
        "entries": [
            {"when": dt.datetime(2026, 11, 20, 3, 42, tzinfo=dt.UTC), "who": "Nguyễn Thị Mẫu",
             "what": _("changed the deadline"), "before": "18/11/2026", "after": "25/11/2026"},
            {"when": dt.datetime(2026, 11, 19, 8, 5, tzinfo=dt.UTC), "who": "Trần Văn Mẫu",
             "what": _("opened the original")},
        ],
    }  # fmt: skip


def navigation() -> list[dict[str, Any]]:
    """The frame as a specialist sees it."""
    groups = [
        ("", [(_("My work"), "work", 13), (_("Calendar and meetings"), "calendar", 0)]),
        (_("Direction"), [(_("Directives"), "file", 0), (_("Progress matrix"), "matrix", 0)]),
        (_("Figures"), [(_("Periodic reports"), "report", 2), (_("Review reports"), "compose", 0)]),
        (_("With the people"), [(_("Letters"), "letter", 7), (_("Portal"), "portal", 0)]),
    ]
    short = {"work": _("Work"), "calendar": _("Calendar"), "matrix": _("Matrix")}
    return [
        {
            "title": title,
            "items": [
                {
                    "label": label,
                    "short": short.get(name, ""),
                    "icon": name,
                    "count": count,
                    "url": "#main",
                    "current": name == "work",
                }
                for label, name, count in items
            ],
        }
        for title, items in groups
    ]


def palette(words: str) -> dict[str, Any]:
    """What the command palette finds; marks may be left out, as everywhere."""
    groups = [
        (pgettext("directive", "Documents"), [
                          ("464-QĐ/TU, Đề án dân vận vùng đồng bào dân tộc thiểu số", "file", _("in progress")),
                          ("Hướng dẫn thực hiện Quyết định 464", "file", "2017")]),
        (_("Do now"), [(_("Assign to units"), "tree", ""), (_("Open the progress matrix"), "matrix", "")]),
    ]  # fmt: skip
    wanted = fold(words)
    found = []
    for title, items in groups:
        kept = [
            {"label": label, "icon": name, "hint": hint, "url": "#dialogs"}
            for label, name, hint in items
            if wanted in fold(label)
        ]
        if kept:
            found.append({"title": title, "items": kept})
    return {"groups": found}


def units_mode() -> dict[str, Any]:
    """By which units figures are read, and what that shows of a province made of two."""
    day = "21/11/2026"
    return {
        "mode": {
            "choices": [
                {"label": _("By the units of the time"), "url": "#units-mode"},
                {"label": _("By the units of %(day)s") % {"day": day}, "url": "#units-mode", "current": True},
            ],
            "days": [
                {"label": day, "url": "#units-mode", "current": True},
                {"label": "01/07/2025", "url": "#units-mode"},
            ],
            "hidden": [],
            "typed": day,
            "wrong": "",
        },
        "findings": [
            {
                "state": "soon",
                "text": _("The figures of 2014 are added from 2 former provinces; only 1 reported."),
                "links": [{"label": _("By the units of the time"), "url": "#units-mode"}],
            }
        ],
    }


def everything() -> dict[str, Any]:
    """The context of the style page."""
    columns = [step["name"] for step in steps()]
    return {
        "demo": True,
        "nav": navigation(),
        "unread": 3,
        "crumbs": [(_("Directives"), "#main"), ("464-QĐ/TU", "#main"), (_("Style book"), None)],
        "person": {"name": "Nguyễn Thị Mẫu", "title": _("Specialist"), "unit_name": "Tỉnh Minh Họa"},
        "states": list(STATES),
        "matrix_states": ["done", "running", "soon", "late", "wait", "none", "not_applicable"],
        "icons": icons(),
        "figures": figures(),
        "register": register(),
        "chips": chips(),
        "table": table(),
        "matrix_rows": matrix_rows(),
        "matrix_columns": columns,
        "lens": list(zip(columns, matrix_rows()[17].cells, strict=True)),
        "steps": steps(),
        "tiles": map_tiles(),
        "maps": maps(),
        "entry": entry(),
        "record": record(),
        "family": family(),
        "units": units_mode(),
        "palette": palette("464")["groups"],
        "parts": [1165, 1330, 387, 263],
        "views": [
            {"label": _("Overview"), "url": "#matrix", "current": True},
            {"label": _("List"), "url": "#lists"},
        ],
        "files": [{"name": "Bien ban.pdf", "size": 482_000, "state": "done", "word": _("scanned")}],
        "swatches": [
            ("paper", _("Paper")), ("paper-2", _("Frame")), ("paper-3", _("Chosen")), ("sheet", _("Sheet")),
            ("ink", _("Ink")), ("ink-3", _("Notes")), ("red", _("Identity, main act")), ("gold", _("Thin line")),
            ("done", _("Done")), ("soon", _("Due soon")), ("late", _("Overdue")), ("wait", _("Waiting")),
        ],
    }  # fmt: skip
