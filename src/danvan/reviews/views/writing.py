"""Writing: the words of a block, a new block, the order, the head of the paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.errors import Refused, Stale
from danvan.reviews import finding, services
from danvan.reviews.access import WRITE
from danvan.reviews.asking import answers
from danvan.reviews.forms import BlockForm, ChartForm, HeadForm
from danvan.reviews.models import Block, FigureRef, Review
from danvan.reviews.tokens import keys, place

from .reading import ReviewView

HERE = "{{?}}"


def at_block(review: Review, block: Block | str) -> str:
    """The composer's address at a block."""
    return f"{review.get_absolute_url()}#b-{block.public_id if isinstance(block, Block) else block}"


def inserted(text: str, token: str, at: str) -> str:
    """The text with a place in it: where ``{{?}}`` stands, else at the cursor, else at the end.

    ``at`` is the cursor as the browser counts it, in UTF-16 units with line ends of one; anything else is none.
    """
    words = text.replace("\r\n", "\n")
    if HERE in words:
        return words.replace(HERE, token, 1)
    units = words.encode("utf-16-le", "surrogatepass")
    if not (at.isascii() and at.isdecimal()) or len(at) > 6 or int(at) * 2 > len(units):
        return f"{words.rstrip()} {token}".strip()
    cut = len(units[: int(at) * 2].decode("utf-16-le", "ignore"))
    return words[:cut] + token + words[cut:]


class BlockView(ReviewView):
    """Edit one block; the same page finds a figure and puts its place into the words."""

    action = WRITE
    template_name = "reviews/block.html"

    def block(self, review: Review, block_id: UUID) -> Block:
        """The block, if the person may write."""
        rows = Block.objects.visible_to(self.actor).select_related("review", "changed_by", "ref")
        return self.find(rows, review=review, public_id=block_id)

    def get(self, request: HttpRequest, public_id: UUID, block_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        block = self.block(review, block_id)
        start = {"text": block.text, "level": block.level, "version": block.version}
        return self.page(review, block, BlockForm(review, block, initial=start))

    def post(self, request: HttpRequest, public_id: UUID, block_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        block = self.block(review, block_id)
        form = BlockForm(review, block, request.POST)
        if "find" in request.POST or "insert" in request.POST:
            return self.with_figure(review, block, form)
        if not form.is_valid():
            return self.page(review, block, form, status=422)
        data = form.cleaned_data
        try:
            services.edit_block(
                block, data["text"], by=self.actor, version=data["version"] or 0, level=data.get("level")
            )
        except Stale as reason:
            return self.both(review, block, form, reason)
        except Refused as reason:
            form.add_error(reason.field, reason.message)
            return self.page(review, block, form, status=422)
        return redirect(at_block(review, block))

    def both(self, review: Review, block: Block, form: BlockForm, reason: Stale) -> HttpResponse:
        """The other's words beside one's own; saving once more means having seen them."""
        rows = Block.objects.visible_to(self.actor).select_related("changed_by")
        theirs = rows.filter(pk=block.pk).first()
        typed = form.data.copy()
        typed["version"] = theirs.version if theirs else 0
        again = BlockForm(review, block, typed)
        return self.page(review, block, again, status=409, theirs=theirs, stale=reason.message)

    def with_figure(self, review: Review, block: Block | None, form: BlockForm) -> HttpResponse:
        """Search, or put the chosen figure's place where ``{{?}}`` stands, else at the cursor, else at the end."""
        typed = form.data.copy()
        refused = None
        if "insert" in form.data:
            try:
                question = finding.unpack(form.data["insert"])
                token = place(services.ask(review, question, by=self.actor).key)
                typed["text"] = inserted(typed.get("text", ""), token, typed.get("at", ""))
                typed["at"] = ""
            except Refused as reason:
                refused = reason
        shown = BlockForm(review, block, typed)
        if refused:
            shown.add_error("q", refused.message)
            return self.page(review, block, shown, status=422)
        finds = finding.find(review, form.typed("q"), by=self.actor) if form.typed("q").strip() else None
        return self.page(review, block, shown, finding=finds)

    def after(self, review: Review) -> Block | None:
        """The block named in the address."""
        try:
            wanted = UUID(self.request.GET.get("after", ""))
        except ValueError:
            return None
        return self.block(review, wanted)

    def page(
        self, review: Review, block: Block | None, form: BlockForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """The form, with the figures that its words name."""
        used = list(dict.fromkeys(keys(form.typed("text"))))
        rows = FigureRef.objects.visible_to(self.actor).filter(review=review, key__in=used)
        said = answers(dict(rows.values_list("key", "question")))
        chips = [{"key": key, "token": place(key), "said": said[key]} for key in used if key in said]
        context = {"review": review, "edited": block, "form": form, "chips": chips, "finding": None}
        return self.render(context | more, status=status)


class AddView(BlockView):
    """A new block behind another one (``after`` in the address), or at the beginning."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        return self.page(review, None, BlockForm(review, None))

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        form = BlockForm(review, None, request.POST)
        if "find" in request.POST or "insert" in request.POST:
            return self.with_figure(review, None, form)
        if not form.is_valid():
            return self.page(review, None, form, status=422)
        data = form.cleaned_data
        after = self.after(review)
        try:
            made = services.add_block(
                review, data["kind"], data["text"], by=self.actor, after=after, level=data.get("level", 1)
            )
        except Refused as reason:
            form.add_error(reason.field, reason.message)
            return self.page(review, None, form, status=422)
        return redirect(at_block(review, made))


class AddChartView(BlockView):
    """A chart behind another block (``after`` in the address), or at the beginning."""

    template_name = "reviews/chart.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self.render({"review": self.review(public_id), "form": ChartForm()})

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        form = ChartForm(request.POST)
        if form.is_valid():
            try:
                made = services.add_chart(review, form.plan(), by=self.actor, after=self.after(review))
            except Refused as reason:
                form.add_error(reason.field if reason.field in form.fields else None, reason.message)
            else:
                return redirect(at_block(review, made))
        return self.render({"review": review, "form": form}, status=422)


class MoveView(BlockView):
    """One place up or down."""

    def post(self, request: HttpRequest, public_id: UUID, block_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        block = self.block(review, block_id)
        step = -1 if request.POST.get("to") == "up" else 1
        services.move_block(block, step, by=self.actor, version=int(request.POST.get("version") or 0))
        return redirect(reverse("reviews:block", args=[review.public_id, block.public_id]))


class DeleteView(BlockView):
    """Take a block out."""

    def post(self, request: HttpRequest, public_id: UUID, block_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        block = self.block(review, block_id)
        services.delete_block(block, by=self.actor, version=int(request.POST.get("version") or 0))
        messages.success(request, _("The block was removed."))
        return redirect(review)


class HeadView(ReviewView):
    """Subject, names, place, recipients."""

    action = WRITE
    template_name = "reviews/head.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        return self.render({"review": review, "form": HeadForm(instance=review), "version": review.version})

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        form = HeadForm(request.POST, instance=self.review(public_id))
        shown = request.POST.get("version") or "0"
        if not form.is_valid():
            return self.render({"review": review, "form": form, "version": shown}, status=422)
        try:
            services.edit_head(review, form.head(), by=self.actor, version=int(shown))
        except Stale as reason:
            now = self.review(public_id)
            context = {"review": now, "form": form, "version": now.version, "stale": reason.message, "theirs": now}
            return self.render(context, status=409)
        except Refused as reason:
            form.add_error(reason.field, reason.message)
            return self.render({"review": review, "form": form, "version": shown}, status=422)
        return redirect(review)
