"""Pages for what is not there and for what broke."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for a missing record and for one that is not yours to see."""
    return render(request, "web/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed; nothing half done was kept."""
    return render(request, "web/500.html", status=500)
