"""Drafting a review and changing its text. Every change counts the version of the review up by one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused, Stale
from danvan.core.periods import Period
from danvan.core.text import clean_line, clean_text
from danvan.directives.models import Directive
from danvan.figures.access import VIEW as SEE_FIGURES
from danvan.figures.models import Line
from danvan.orgs.models import Unit
from danvan.reviews.access import WRITE
from danvan.reviews.asking import Question, by_units_of
from danvan.reviews.drafting import Draft, Subject, Writer
from danvan.reviews.heads import head_of
from danvan.reviews.models import Block, BlockKind, FigureRef, Review, ReviewTemplate
from danvan.reviews.outlines import Outline, all_outlines
from danvan.reviews.states import State
from danvan.reviews.tokens import keys

DRAFTED = verb("reviews.drafted", _("drafted the review with %(blocks)s blocks and %(figures)s figures"))
CHANGED = verb("reviews.changed", _("changed the text"))
ADDED = verb("reviews.added", _("added a block"))
REMOVED = verb("reviews.removed", _("removed a block"))
HEADED = verb("reviews.headed", _("changed the head of the paper"))
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class NewReview:
    """What is to be drafted. ``token`` makes it happen once, however often the form is sent."""

    unit: Unit
    area: Unit
    period: Period
    line: Line
    outline: str
    family: str = ""
    directive: Directive | None = None
    units_as_of: date | None = None
    token: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Head:
    """The words around the text that an author may change, and the day to whose units its figures are carried."""

    subject: str
    superior: str
    issuer: str
    place: str
    recipients: str
    units_as_of: date | None = None
    template: ReviewTemplate | None = None


@transaction.atomic
def draft(wanted: NewReview, *, by: Actor) -> Review:
    """Write the first draft: headings, sentences whose figures are known, tables and annexes.

    The same ``token`` again gives the same review. Refused codes: unknown-outline, directive-needed,
    units-too-early. An area or a directive out of the person's sight answers like a missing one.
    """
    known = Review.objects.visible_to(by).filter(token=wanted.token).first()
    if known is not None:
        return known
    outline = _outline(wanted)
    by.require_on(WRITE, wanted.unit)
    by.require_on(SEE_FIGURES, wanted.area)
    if wanted.directive and not Directive.objects.visible_to(by).filter(pk=wanted.directive.pk).exists():
        raise Http404
    _require_late_enough(wanted.period, wanted.units_as_of)
    area = Unit.objects.named(wanted.units_as_of or wanted.period.last_day).get(pk=wanted.area.pk)
    subject = _subject(wanted, area)
    written = Writer(outline, subject).write()
    head = head_of(wanted.unit, clock.today(), wanted.family)
    review = Review.objects.create(
        token=wanted.token,
        subject=subject.words["subject"],
        unit=wanted.unit,
        area=wanted.area,
        directive=wanted.directive,
        line=wanted.line,
        period=wanted.period.code,
        named_on=wanted.period.last_day,
        units_as_of=wanted.units_as_of,
        outline=outline.code,
        author_id=by.user_id,
        place=area.short_name,
        **asdict(head),
    )
    _store(review, written, by)
    record(DRAFTED, review, by=by, blocks=len(written.blocks), figures=len(written.questions))
    return review


def _outline(wanted: NewReview) -> Outline:
    outline = all_outlines().get(wanted.outline)
    if outline is None:
        raise Refused(_("There is no such outline."), code="unknown-outline", field="outline")
    if outline.about_directive and wanted.directive is None:
        raise Refused(
            _("This outline reviews a directive: choose which one."), code="directive-needed", field="directive"
        )
    return outline


def _subject(wanted: NewReview, area: Unit) -> Subject:
    period = wanted.period
    before, after, last = period.same_last_year(), period.next(), period.previous()
    last = None if last == before else last
    directive = wanted.directive
    words = {
        "period": period.label_vi(),
        "previous": before.label_vi() if before else "",
        "last": last.label_vi() if last else "",
        "next": after.label_vi() if after else "trong thời gian tới",
        "area": area.name[:1].lower() + area.name[1:],
        "directive": f"{directive.kind_name_vi} {directive.symbol or directive.number_text}".strip()
        if directive
        else "",
    }
    words["subject"] = all_outlines()[wanted.outline].subject.format(**words)
    return Subject(
        unit=str(wanted.area.public_id),
        period=period.code,
        previous=before.code if before else "",
        last=last.code if last else "",
        line=wanted.line.code,
        directive=str(directive.public_id) if directive else "",
        words=words,
        as_of=wanted.units_as_of.isoformat() if wanted.units_as_of else "",
    )


def _store(review: Review, written: Draft, by: Actor) -> None:
    refs = FigureRef.objects.bulk_create(
        FigureRef(review=review, key=key, question=question) for key, question in written.questions.items()
    )
    by_key = {ref.key: ref for ref in refs}
    Block.objects.bulk_create(
        Block(
            review=review,
            order=order,
            kind=block.kind,
            level=block.level,
            text=block.text,
            ref=by_key.get(block.ref),
            changed_by_id=by.user_id,
        )
        for order, block in enumerate(written.blocks, start=1)
    )


def take(review: Review, *, by: Actor, action: str = WRITE, state: str = State.DRAFTING) -> Review:
    """Lock the review for a change. Refused (wrong-state) when it stands elsewhere."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    by.require(action, locked)
    if locked.state != state:
        raise Refused(
            _("This cannot be done now: the review is “%(state)s”.") % {"state": locked.get_state_display()},
            code="wrong-state",
        )
    return locked


def _take_block(block: Block, version: int, by: Actor) -> tuple[Review, Block]:
    review = take(block.review, by=by)
    now = Block.objects.select_for_update(of=("self",)).select_related("changed_by").filter(pk=block.pk).first()
    if now is None or now.version != version:
        raise Stale(_("Somebody else changed this text in the meantime. Nothing of yours is lost: compare both."))
    return review, now


def touch(review: Review) -> None:
    """Count the version of the review up: its text changed."""
    Review.objects.filter(pk=review.pk).update(version=F("version") + 1, changed_at=clock.now())


@transaction.atomic
def edit_block(block: Block, text: str, *, by: Actor, version: int, level: int | None = None) -> Block:
    """Change the words of one block; ``version`` is the block's as it was shown.

    Refused codes: no-text, too-long, unknown-figure (a place whose figure this review does not have); Stale when
    somebody else changed the block since.
    """
    review, now = _take_block(block, version, by)
    now.text = _checked(review, text)
    now.level = now.level if level is None else level
    now.version += 1
    now.changed_by_id = by.user_id
    now.save(update_fields=["text", "level", "version", "changed_by"])
    touch(review)
    record(CHANGED, review, by=by, block=str(now.public_id))
    return now


def _checked(review: Review, text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned.strip():
        raise Refused(_("Write something, or remove the block."), code="no-text", field="text")
    if len(cleaned) > LONGEST_TEXT:
        raise Refused(_("The text is too long: divide it into several blocks."), code="too-long", field="text")
    asked = set(keys(cleaned))
    missing = asked - set(review.refs.filter(key__in=asked).values_list("key", flat=True))
    if missing:
        raise Refused(
            _("There is no figure %(key)s in this review.") % {"key": sorted(missing)[0]},
            code="unknown-figure",
            field="text",
        )
    return cleaned


@transaction.atomic
def add_block(review: Review, kind: str, text: str, *, by: Actor, after: Block | None = None, level: int = 1) -> Block:
    """Put a written block behind another (at the beginning without one). Refused codes as in ``edit_block``."""
    locked = take(review, by=by)
    if kind not in {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE}:
        raise Refused(_("Blocks of this kind are made from the data."), code="not-written", field="kind")
    cleaned = _checked(locked, text)
    place = Block.objects.get(pk=after.pk, review=locked).order + 1 if after else 1
    Block.objects.filter(review=locked, order__gte=place).update(order=F("order") + 1)
    made = Block.objects.create(
        review=locked, order=place, kind=kind, level=level, text=cleaned, changed_by_id=by.user_id
    )
    touch(locked)
    record(ADDED, locked, by=by, block=str(made.public_id))
    return made


@transaction.atomic
def move_block(block: Block, step: int, *, by: Actor, version: int) -> Block:
    """Change places with the block before (``step`` -1) or behind (1); at an end nothing happens."""
    review, now = _take_block(block, version, by)
    blocks = list(Block.objects.select_for_update().filter(review=review))
    at = [other.pk for other in blocks].index(now.pk)
    to = at + (1 if step > 0 else -1)
    if not 0 <= to < len(blocks):
        return now
    other = blocks[to]
    Block.objects.filter(pk=now.pk).update(order=other.order)
    Block.objects.filter(pk=other.pk).update(order=now.order)
    now.order, other.order = other.order, now.order
    touch(review)
    return now


@transaction.atomic
def delete_block(block: Block, *, by: Actor, version: int) -> None:
    """Take a block out; its words stay in the history of rows."""
    review, now = _take_block(block, version, by)
    now.delete()
    touch(review)
    record(REMOVED, review, by=by, block=str(block.public_id))


@transaction.atomic
def ask(review: Review, question: Question, *, by: Actor) -> FigureRef:
    """The figure of this review for a question: the one that asks it already, or a new one with the next key.

    Refused (bad-question) for an indicator, unit or period that the person cannot ask about.
    """
    locked = take(review, by=by)
    question = by_units_of(question, locked.units_as_of)
    same = locked.refs.filter(question=question).first()
    if same is not None:
        return same
    by.require_on(SEE_FIGURES, Unit.objects.get(public_id=question["unit"]))
    count = locked.refs.aggregate(last=Max("id"))["last"] and max(
        int(key[1:]) for key in locked.refs.values_list("key", flat=True)
    )
    return FigureRef.objects.create(review=locked, key=f"s{(count or 0) + 1}", question=question)


@transaction.atomic
def edit_head(review: Review, head: Head, *, by: Actor, version: int) -> Review:
    """Change subject, names, place, recipients and the units; ``version`` is the review's as it was shown.

    Every question of the review is asked by the units of the day chosen. Refused codes: no-text, units-too-early (a
    day before the period ends: its figures are those of its own units), no-template; Stale when
    somebody else changed it.
    """
    locked = take(review, by=by)
    if locked.version != version:
        raise Stale(_("Somebody else changed this review in the meantime; look at it as it is now."))
    for name in ("subject", "superior", "issuer", "place"):
        setattr(locked, name, clean_line(getattr(head, name)))
    locked.recipients = clean_text(head.recipients)
    for name in ("subject", "issuer"):
        if not getattr(locked, name):
            raise Refused(_("This cannot be left empty."), code="no-text", field=name)
    _carry_to(locked, head.units_as_of)
    _print_in(locked, head.template)
    locked.version += 1
    locked.changed_at = clock.now()
    locked.save()
    record(HEADED, locked, by=by)
    return locked


def _print_in(review: Review, template: ReviewTemplate | None) -> None:
    """The template chosen, which is one offered to the body or the one it had."""
    if template and template.pk != review.template_id:
        offered = ReviewTemplate.objects.offered_to(review.unit_id, clock.today())
        if not offered.filter(pk=template.pk).exists():
            raise Refused(_("This template is not offered to the issuing body."), code="no-template", field="template")
    review.template = template


def _require_late_enough(period: Period, day: date | None) -> None:
    if day is not None and day < period.last_day:
        raise Refused(
            _("The period ends after that day; choose its last day or a later one."),
            code="units-too-early",
            field="units_as_of",
        )


def _carry_to(review: Review, day: date | None) -> None:
    if day == review.units_as_of:
        return
    _require_late_enough(review.when, day)
    review.units_as_of = day
    refs = list(review.refs.all())
    for ref in refs:
        ref.question = by_units_of(ref.question, day)
    FigureRef.objects.bulk_update(refs, ["question"])
