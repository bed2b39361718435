"""Open data: the page that lists it, the files, all of it in one archive, and an interface for programs."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zlib import crc32

from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from danvan.documents.csv import stream_csv

from .datasets import DATASETS, LICENCE, LICENCE_URL, Dataset, dataset

MOST_A_PAGE = 500


class Encoder(DjangoJSONEncoder):
    """Days and times by ISO 8601, and a share as a number."""

    def default(self, o: Any) -> Any:
        return float(o) if isinstance(o, Decimal) else super().default(o)


def _named(slug: str) -> Dataset:
    found = dataset(slug)
    if found is None:
        raise Http404
    return found


def _tag(request: HttpRequest, slug: str = "", **_rest: Any) -> str:
    """An entity tag that changes with the rows, the format, the page and the language of the words beside them."""
    sets = [_named(slug)] if slug else DATASETS
    here = f"{request.get_full_path()} {getattr(request, 'LANGUAGE_CODE', '')}"
    return f'"{"-".join(each.stamp() for each in sets)[:100]}-{crc32(here.encode()):x}"'


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What there is to take, how it was made, and how to take it."""
    shown = [{"set": each, "count": each.count()} for each in DATASETS]
    return render(request, "portal/open_data.html", {"sets": shown, "licence": LICENCE, "licence_url": LICENCE_URL})


@login_not_required
@require_safe
@condition(etag_func=_tag)
def csv_file(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """One dataset as CSV."""
    found = _named(slug)
    return _download(stream_csv(found.columns, found.rows()), "text/csv; charset=utf-8", f"{slug}.csv")


@login_not_required
@require_safe
@condition(etag_func=_tag)
def json_file(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """One dataset as JSON, with what it says of itself."""
    return _download(_json(_named(slug)), "application/json", f"{slug}.json")


def _download(content: Iterator[bytes], kind: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _json(found: Dataset) -> Iterator[bytes]:
    head = json.dumps(found.note() | {"count": found.count()}, ensure_ascii=False, cls=Encoder)
    yield f'{head[:-1]}, "rows": ['.encode()
    for number, row in enumerate(found.rows()):
        yield f"{',' if number else ''}\n{json.dumps(row, ensure_ascii=False, cls=Encoder)}".encode()
    yield b"\n]}\n"


@login_not_required
@require_safe
@condition(etag_func=_tag)
def archive(request: HttpRequest) -> FileResponse:
    """Every dataset as CSV and JSON in one archive."""
    handle = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as packed:
        for each in DATASETS:
            for name, content in (("csv", stream_csv(each.columns, each.rows())), ("json", _json(each))):
                # A fixed day, so that the same rows make the same archive.
                with packed.open(zipfile.ZipInfo(f"{each.slug}.{name}", (2026, 1, 1, 0, 0, 0)), "w") as file:
                    for piece in content:
                        file.write(piece)
    handle.seek(0)
    return FileResponse(handle, as_attachment=True, filename="du-lieu-mo.zip", content_type="application/zip")


@login_not_required
@require_safe
@condition(etag_func=_tag)
def api(request: HttpRequest) -> JsonResponse:
    """Version 1: which datasets there are."""
    sets = [each.note() | {"count": each.count(), "url": _rows_url(each.slug)} for each in DATASETS]
    return _answer({"version": 1, "datasets": sets})


@login_not_required
@require_safe
@condition(etag_func=_tag)
def api_rows(request: HttpRequest, slug: str) -> JsonResponse:
    """Version 1: rows ``first`` … of a dataset, at most 500 a page, and where the next page is."""
    found, total = _named(slug), _named(slug).count()
    first = _whole(request.GET.get("first"), 0, total)
    size = max(1, _whole(request.GET.get("size"), 100, MOST_A_PAGE))
    rows = list(found.rows(first, first + size))
    more = first + len(rows) < total
    after = f"{_rows_url(slug)}?first={first + len(rows)}&size={size}" if more else None
    return _answer({"version": 1, "dataset": slug, "count": total, "first": first, "next": after, "rows": rows})


def _rows_url(slug: str) -> str:
    return reverse("search:api_rows", args=[slug])


def _whole(text: str | None, usual: int, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 10 else usual


def _answer(content: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(content, encoder=Encoder, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response
