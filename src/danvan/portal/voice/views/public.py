"""What visitors open: the comments of an article, where they also write, and the counters for scripts."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.portal.models import PublicArticle
from danvan.portal.services import commenting
from danvan.portal.states import CommentState
from danvan.portal.voice.counters import Views, counters
from danvan.portal.voice.forms import CommentForm
from danvan.portal.voice.stamps import receipt
from danvan.portal.voice.threads import answerable, openness, replies, sent, thread, voices
from danvan.portal.voice.visitors import sender_of

MINUTE = "60"
NOT_FROM_HERE = _("This form did not come from a page of this portal. If you wrote it, please press Send once more.")
# The mark and the words for who sent a comment, by its state.
RECEIVED = {
    CommentState.WAITING: (
        "wait",
        _("Received, thank you. It waits for a moderator and is shown once it is approved."),
    ),
    CommentState.PUBLISHED: ("done", _("Your comment is shown.")),
    CommentState.REFUSED: ("none", _("Your comment was read and is not shown.")),
    CommentState.WITHDRAWN: ("none", _("Your comment is no longer shown.")),
}


# The form carries a signed stamp of its own instead of a cookie, and a browser says where a request comes from.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, category: str, slug: str) -> HttpResponse:
    """The comments of an article, page by page or one thread; POST sends one."""
    article = get_object_or_404(PublicArticle.objects.visible_to(request.actor).at(category, slug))
    if request.method == "POST":
        return _send(request, article)
    answered = _asked_for(request, "tra-loi")
    above = answerable(article, answered) if answered else None
    form = CommentForm(article, answers=above.public_id if above else None) if openness(article)[0] else None
    return _page(request, article, form, above=above, received=_received(request, article))


@login_not_required
@never_cache
@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """The counters, for a script that renews those of a cached page. ``?bai=`` is the number of the article's page."""
    asked = request.GET.get("bai", "")
    article = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    found = counters(article)
    answer: dict[str, Any] = {
        "as_of": found.as_of.isoformat(timespec="seconds"),
        "online": found.online,
        "visitors": found.visitors,
        "members": found.members,
        "site": _spelled(found.site),
    }
    if found.article:
        answer["article"] = _spelled(found.article)
    return JsonResponse(answer)


def _spelled(views: Views) -> dict[str, int]:
    return {
        "today": views.today, "yesterday": views.yesterday, "week": views.week, "month": views.month, "all": views.all,
        "opening": views.opening,
    }  # fmt: skip


def _send(request: HttpRequest, article: PublicArticle) -> HttpResponse:
    form = CommentForm(article, request.POST)
    answered = _uuid(request.POST.get("answers", ""))
    above = answerable(article, answered) if answered else None
    valid = form.is_valid()
    if not _is_from_here(request) or not form.is_genuine:
        form.add_error(None, NOT_FROM_HERE)
        return _page(request, article, form.again(), above=above, status=403)
    if answered and above is None:
        valid = False
        form.add_error(None, commenting.NOT_THERE)
    if not valid:
        return _page(request, article, form.again(), above=above, status=422)
    data = form.cleaned_data
    made_of = (form.typed_stamp, str(answered or ""), data["name"], data["text"])
    said = commenting.Said(data["text"], receipt(*made_of), data["name"], above)
    try:
        comment = commenting.send(article, said, sender=sender_of(request, clock.now()), worked=form.is_worked)
    except Refused as reason:
        form.place(reason)
        late = reason.code == "too-many"
        answer = _page(request, article, form.again(), above=above, status=429 if late else 422)
        if late:
            answer["Retry-After"] = MINUTE
        return answer
    return HttpResponseRedirect(f"{request.path}?da-nhan={comment.public_id}#phan-hoi")


def _page(
    request: HttpRequest, article: PublicArticle, form: CommentForm | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    wanted = _asked_for(request, "chuoi")
    first = thread(article, wanted) if wanted else None
    if wanted and first is None:
        raise Http404
    context = {
        "article": article,
        "address": request.path,
        "form": form,
        "first": first,
        "replies": replies(first, request.GET.get("trang")) if first else None,
        "voices": None if first else voices(article, request.GET.get("trang")),
    }
    return render(request, "portal/voice/page.html", context | more, status=status)


def _received(request: HttpRequest, article: PublicArticle) -> tuple[str, Promise] | None:
    """How it stands with the comment that this visitor sent; nobody can read it here before it is published."""
    wanted = _asked_for(request, "da-nhan")
    return RECEIVED.get(sent(article, wanted)) if wanted else None


def _asked_for(request: HttpRequest, name: str) -> uuid.UUID | None:
    return _uuid(request.GET.get(name, ""))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this portal. Old browsers say nothing; the stamp must do then."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
