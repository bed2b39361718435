"""A document of the register, who issued it, what it is also called, and how it hangs together with others."""

from __future__ import annotations

import uuid
from datetime import date

import pghistory
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.core.symbol_tables import document_types
from danvan.core.text import fold, loose
from danvan.directives.changing import REGISTER
from danvan.directives.querysets import DirectiveQuerySet
from danvan.files.models import StoredFile
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit


def document_kinds() -> list[tuple[str, str]]:
    """The keys of the table of document types with their Vietnamese names, each once."""
    return list({row.key: row.name_vi for row in document_types()}.items())


def kind_name(key: str) -> str:
    """The name of a document type in the language in force."""
    row = next((row for row in document_types() if row.key == key), None)
    if row is None:
        return key
    return row.name_en if (get_language() or "vi").startswith("en") else row.name_vi


class Issuer(models.Model):
    """Who issues documents, as papers name it; ``unit`` where we know which unit that is."""

    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    name_fold = models.CharField(max_length=320, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid = DateRangeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "name_fold"], name="issuer_once")]

    def __str__(self) -> str:
        return self.name


class Certainty(models.TextChoices):
    """How sure the day of issue is."""

    CHECKED = "checked", gettext_lazy("checked on the document itself")
    REPORTED = "reported", gettext_lazy("as another source says")
    UNKNOWN = "unknown", gettext_lazy("not known")


@pghistory.track()
class Directive(models.Model):
    """One document in the register of ``keeper``. Empty ``symbol``: known by its number only.

    Identity: issuer, type, number, symbol and date, because numbers begin anew each term or year.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(gettext_lazy("type"), max_length=40, choices=document_kinds)
    number = models.PositiveIntegerField(gettext_lazy("number"), null=True, blank=True)
    symbol = models.CharField(gettext_lazy("number and symbol"), max_length=200, blank=True)
    raw_symbol = models.CharField(gettext_lazy("symbol as written"), max_length=200, blank=True)
    issuer = models.ForeignKey(
        Issuer, on_delete=models.PROTECT, related_name="directives", verbose_name=gettext_lazy("issuer")
    )
    issued_on = models.DateField(gettext_lazy("date of issue"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(gettext_lazy("year"), null=True, blank=True)
    certainty = models.CharField(
        gettext_lazy("certainty of the date"), max_length=10, choices=Certainty.choices, default=Certainty.UNKNOWN
    )
    title = models.TextField(gettext_lazy("excerpt"))
    term = models.CharField(pgettext_lazy("directive", "term"), max_length=120, blank=True)
    valid = DateRangeField(gettext_lazy("in force"), null=True, blank=True)
    keeper = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="kept_directives", verbose_name=gettext_lazy("kept by")
    )
    file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("file"),
    )
    source = models.CharField(gettext_lazy("source"), max_length=300, blank=True)
    source_note = models.TextField(gettext_lazy("what the source says"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    title_fold = models.TextField(editable=False)
    loose = models.TextField(editable=False)
    entered_at = models.DateTimeField(default=clock.now, editable=False)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        ordering = [F("year").desc(nulls_last=True), F("issued_on").desc(nulls_last=True), "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["keeper", "issuer", "kind", "number", "symbol", "issued_on", "year"],
                name="directive_identity",
                nulls_distinct=False,
                condition=Q(number__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(year=F("issued_on__year")), name="directive_year"
            ),
            models.CheckConstraint(
                condition=Q(valid__isnull=True) | Q(valid__isempty=False), name="directive_valid_days"
            ),
        ]
        indexes = [
            models.Index(fields=["keeper", "kind"], name="directive_kept"),
            GinIndex(OpClass(F("title_fold"), name="gin_trgm_ops"), name="directive_title_fold"),
            GinIndex(OpClass(F("loose"), name="gin_trgm_ops"), name="directive_loose"),
        ]

    def __str__(self) -> str:
        return self.short

    def get_absolute_url(self) -> str:
        return reverse("directives:directive", args=[self.public_id])

    @property
    def kind_name(self) -> str:
        """The type as people call it."""
        return kind_name(self.kind)

    @property
    def number_text(self) -> str:
        """The number as papers write it: two figures at least."""
        return "" if self.number is None else f"{self.number:02d}"

    @property
    def short(self) -> str:
        """Type and symbol, "Kết luận 62-KL/TW"; by the number alone when the symbol is not known."""
        return f"{self.kind_name} {self.symbol or self.number_text}".strip()

    @property
    def doubt(self) -> str:
        """What is not known about the identity, in words; empty when nothing is missing."""
        missing = []
        if not self.symbol:
            missing.append(_("symbol not known"))
        if self.year is None:
            missing.append(_("year not known"))
        elif self.issued_on is None:
            missing.append(_("day not known"))
        return ", ".join(missing)

    def valid_on(self, day: date) -> bool:
        """Whether its own days of validity hold ``day``; without such days it holds until another document ends it."""
        return self.valid is None or day in self.valid

    def fill_keys(self, aliases: list[str]) -> None:
        """Set the stored search columns from what the document is and is called."""
        named = f"{self.kind_name_vi} {self.symbol or self.number_text}"
        plain = f"{self.kind_name_vi} số {self.number}" if self.number else ""
        self.title_fold = fold(" ".join([named, plain, self.issuer.name, self.title, *aliases]))
        self.loose = " ".join(loose(text) for text in (self.symbol, named, plain, *aliases) if text)

    @property
    def kind_name_vi(self) -> str:
        """The type in Vietnamese whatever the language, for stored keys and official papers."""
        return dict(document_kinds()).get(self.kind, self.kind)


@pghistory.track()
class Alias(models.Model):
    """What people also call a document: "Nghị quyết 25", "Kết luận 65"."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    text_fold = models.CharField(max_length=320, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["directive", "text_fold"], name="alias_once")]

    def __str__(self) -> str:
        return self.text


class RelationKind(models.TextChoices):
    """What a document does to another, said from the document that does it."""

    BASED_ON = "based_on", pgettext_lazy("relation", "is based on")
    IMPLEMENTS = "implements", pgettext_lazy("relation", "implements")
    CONCRETISES = "concretises", pgettext_lazy("relation", "concretises")
    GUIDES = "guides", pgettext_lazy("relation", "guides")
    APPROVES = "approves", pgettext_lazy("relation", "approves")
    PROMULGATES = "promulgates", pgettext_lazy("relation", "promulgates")
    AMENDS = "amends", pgettext_lazy("relation", "amends")
    REPLACES = "replaces", pgettext_lazy("relation", "replaces")
    REPEALS = "repeals", pgettext_lazy("relation", "repeals")
    CORRECTS = "corrects", pgettext_lazy("relation", "corrects")
    CONTINUES = "continues", pgettext_lazy("relation", "continues the implementation of")
    REVIEWS = "reviews", pgettext_lazy("relation", "reviews the implementation of")
    REPORTS_ON = "reports_on", pgettext_lazy("relation", "reports on")
    REPLIES_TO = "replies_to", pgettext_lazy("relation", "replies to")
    CONCLUDES = "concludes_meeting", pgettext_lazy("relation", "concludes the meeting on")
    COPIES = "copies", pgettext_lazy("relation", "is a copy of")
    JOINT_WITH = "joint_with", pgettext_lazy("relation", "was issued together with")
    CITES = "cites", pgettext_lazy("relation", "cites")


# The same said from the other document.
INVERSE = {
    RelationKind.BASED_ON: pgettext_lazy("relation", "is the basis of"),
    RelationKind.IMPLEMENTS: pgettext_lazy("relation", "is implemented by"),
    RelationKind.CONCRETISES: pgettext_lazy("relation", "is concretised by"),
    RelationKind.GUIDES: pgettext_lazy("relation", "is guided by"),
    RelationKind.APPROVES: pgettext_lazy("relation", "is approved by"),
    RelationKind.PROMULGATES: pgettext_lazy("relation", "is promulgated by"),
    RelationKind.AMENDS: pgettext_lazy("relation", "is amended by"),
    RelationKind.REPLACES: pgettext_lazy("relation", "is replaced by"),
    RelationKind.REPEALS: pgettext_lazy("relation", "is repealed by"),
    RelationKind.CORRECTS: pgettext_lazy("relation", "is corrected by"),
    RelationKind.CONTINUES: pgettext_lazy("relation", "is continued by"),
    RelationKind.REVIEWS: pgettext_lazy("relation", "is reviewed by"),
    RelationKind.REPORTS_ON: pgettext_lazy("relation", "is reported on by"),
    RelationKind.REPLIES_TO: pgettext_lazy("relation", "is answered by"),
    RelationKind.CONCLUDES: pgettext_lazy("relation", "its meeting is concluded by"),
    RelationKind.COPIES: pgettext_lazy("relation", "has the copy"),
    RelationKind.JOINT_WITH: RelationKind.JOINT_WITH.label,
    RelationKind.CITES: pgettext_lazy("relation", "is cited by"),
}


@pghistory.track()
class Relation(models.Model):
    """``source`` does ``kind`` to ``target``. Whoever ends another document says so here; the other row stays."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="inverse_relations")
    kind = models.CharField(max_length=20, choices=RelationKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


on(
    Issuer,
    "unit",
    Effect.STAYS,
    what=gettext_lazy("issuers named in documents"),
    why="who signed then is who signed",
)
on(
    Directive,
    "keeper",
    Effect.FOLLOWS,
    handler=REGISTER,
    what=gettext_lazy("directives in the unit's register"),
    why="the heir keeps the register of the body that closed",
)
