"""`danvan read`: what the reader takes from files, as JSON or as a short account. Needs no Django and no database."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TextIO

from danvan.reader.engine.facts import find_facts
from danvan.reader.engine.intake import MAX_BYTES, Unreadable, read_bytes
from danvan.reader.engine.page import find_page
from danvan.reader.engine.reading import Reading, as_json

_REASONS = {
    "vi": {
        "missing": "không mở được tệp",
        "empty": "tệp không có nội dung",
        "too_big": "tệp lớn hơn 20 MB",
        "bomb": "tệp nén bung ra lớn hơn mức một văn bản cần có",
        "encrypted": "tệp có mật khẩu",
        "broken": "tệp hỏng hoặc không đúng loại như tên gọi",
        "entities": "tệp khai báo thực thể XML",
        "binary": "tệp không phải là văn bản",
        "unknown_kind": "không đọc loại tệp này",
    },
    "en": {
        "missing": "the file cannot be opened",
        "empty": "the file is empty",
        "too_big": "the file is larger than 20 MB",
        "bomb": "the package unpacks to more than a document needs",
        "encrypted": "the file is locked with a password",
        "broken": "the file is damaged or is not what its name says",
        "entities": "the file declares XML entities",
        "binary": "the file is no text",
        "unknown_kind": "this kind of file is not read",
    },
}
_LABELS = {
    "vi": {
        "title": "Tiêu đề",
        "published": "Ngày đăng",
        "section": "Chuyên mục",
        "byline": "Tác giả",
        "body": "Nội dung",
        "words": "từ",
        "doubled": "(trang in hai lần, chỉ lấy một)",
        "citations": "Văn bản viện dẫn",
        "figures": "Số liệu",
        "checks": "Phép kiểm",
        "organisations": "Tổ chức",
        "people": "Cán bộ",
        "places": "Địa danh",
        "events": "Sự kiện",
        "tasks": "Nhiệm vụ",
        "movements": "Phong trào",
        "notes": "Lưu ý",
        "unknown": "không rõ",
    },
    "en": {
        "title": "Title",
        "published": "Published",
        "section": "Section",
        "byline": "Author",
        "body": "Body",
        "words": "words",
        "doubled": "(printed twice, taken once)",
        "citations": "Documents cited",
        "figures": "Figures",
        "checks": "Checks",
        "organisations": "Organisations",
        "people": "Officials",
        "places": "Places",
        "events": "Events",
        "tasks": "Tasks",
        "movements": "Movements",
        "notes": "Notes",
        "unknown": "not said",
    },
}
_LISTS = ("citations", "figures", "organisations", "people", "places", "events", "tasks", "movements")


def run(options: Namespace, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Read every file; return 1 if one could not be read (the others are still done), else 0."""
    out, err = out or sys.stdout, err or sys.stderr
    failed = False
    for name in options.files:
        path = Path(name)
        try:
            reading = _read(path, options.ocr)
        except OSError:
            failed = _tell(err, name, "missing", options.lang)
        except Unreadable as reason:
            failed = _tell(err, name, reason.code, options.lang)
        else:
            _give(reading, path, options, out)
    return 1 if failed else 0


def _read(path: Path, ocr: bool) -> Reading:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    page = find_page(read_bytes(data, path.name, ocr=ocr))
    return Reading(page, find_facts(page))


def _tell(err: TextIO, name: str, code: str, lang: str) -> bool:
    print(f"{name}: {_REASONS[lang].get(code, code)} [{code}]", file=err)
    return True


def _give(reading: Reading, path: Path, options: Namespace, out: TextIO) -> None:
    if options.json or options.out:
        text = json.dumps(as_json(reading), ensure_ascii=False, indent=1, sort_keys=False) + "\n"
        if options.out:
            folder = Path(options.out)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{path.stem}.json").write_text(text, encoding="utf-8")
            return
        out.write(text)
        return
    out.write(account(reading, path.name, options.lang))


def account(reading: Reading, name: str, lang: str = "vi") -> str:
    """Return a short account of a reading for people: what was found, how much of each kind, what was not read."""
    say, data = _LABELS[lang], as_json(reading)
    lines = [name]
    for key in ("title", "published", "section", "byline"):
        lines.append(f"  {say[key]}: {' / '.join((data[key] or say['unknown']).split(chr(10)))}")
    doubled = f" {say['doubled']}" if data["duplicate_body"] else ""
    lines.append(f"  {say['body']}: {len(data['body'].split())} {say['words']}{doubled}")
    for key in _LISTS:
        found = getattr(reading.facts, key)
        if found:
            lines.append(f"  {say[key]} ({len(found)}):")
            lines += [f"    - {' '.join(fact.text.split())}" for fact in found]
    if data["checks"]:
        right = sum(1 for check in reading.facts.checks if check.holds)
        lines.append(f"  {say['checks']}: {right}/{len(data['checks'])}")
    if data["notes"]:
        lines.append(f"  {say['notes']}: {', '.join(data['notes'])}")
    return "\n".join(lines) + "\n\n"
