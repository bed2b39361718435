"""The form for a comment, and those of the moderators."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import clean_line, clean_text
from danvan.portal.models import PublicArticle
from danvan.portal.models.comments import MOST_CHARACTERS, MOST_OF_A_NAME, Reason

from . import stamps

TOO_QUICK = _("That was very quick. If you meant it so, please press Send once more.")
TOO_OLD = _("This page had been open for more than a day. Your words are still here; please press Send once more.")
TRAP = _("Please leave this field empty.")
# More than this is not even cleaned; it cannot be 2,000 characters any more.
MOST_TYPED = 20 * MOST_CHARACTERS


class CommentForm(forms.Form):
    """A comment on ``article``, or (``answers``) a reply to a comment. Works without script and without a cookie."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        strip=False,
        help_text=_("You may leave it empty; then you are called “a reader”."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": MOST_OF_A_NAME}),
    )
    text = forms.CharField(
        label=_("Your comment"),
        strip=False,
        help_text=_(
            "Up to 2,000 characters, plain text. Please give no telephone number, address or other personal data."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write something.")},
    )
    # A person does not see it; a program fills it in.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    answers = forms.UUIDField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(widget=forms.HiddenInput)
    work = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, article: PublicArticle, data: Any = None, *, answers: uuid.UUID | None = None) -> None:
        self.article = article
        fresh = stamps.stamp(article.page_id, clock.now())
        super().__init__(data, initial={"stamp": fresh, "answers": answers}, auto_id="comment_%s")
        if data is not None:
            self.typed_stamp = data.get("stamp", "")
            self.typed_text = data.get("text", "").replace("\r\n", "\n")

    @property
    def is_genuine(self) -> bool:
        """Whether the form was made by this portal for this article."""
        return stamps.read(self.typed_stamp, self.article.page_id) is not None

    @property
    def is_worked(self) -> bool:
        """Whether the visitor's browser did the work that raises the allowance."""
        return stamps.is_worked(self.typed_stamp, self.data.get("work", ""), self.typed_text)

    def clean_name(self) -> str:
        """One clean line of up to 60 characters."""
        name = clean_line(self.cleaned_data["name"][:MOST_TYPED])
        if len(name) > MOST_OF_A_NAME:
            raise forms.ValidationError(_("A name has at most 60 characters."), code="long")
        return name

    def clean_text(self) -> str:
        """Clean text of up to 2,000 characters."""
        typed = self.cleaned_data["text"]
        text = clean_text(typed[:MOST_TYPED])
        over = max(len(text), len(typed) if len(typed) > MOST_TYPED else 0) - MOST_CHARACTERS
        if over > 0:
            message = ngettext(
                "This is %(n)d character too long; 2,000 are the most.",
                "This is %(n)d characters too long; 2,000 are the most.",
                over,
            )
            raise forms.ValidationError(message % {"n": over}, code="long")
        if not any(sign.isalnum() for sign in text):
            raise forms.ValidationError(_("Please write something."), code="required")
        return text

    def clean_website(self) -> str:
        """The trap: only a program writes here."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(TRAP, code="trap")
        return ""

    def clean(self) -> dict[str, Any]:
        """Refuse what came too quickly or too late; the words stay in the form."""
        known = stamps.read(self.typed_stamp, self.article.page_id)
        now = clock.now()
        if known and known.is_too_quick(now):
            raise forms.ValidationError(TOO_QUICK, code="quick")
        if known and known.is_too_old(now):
            raise forms.ValidationError(TOO_OLD, code="old")
        return self.cleaned_data

    def again(self) -> CommentForm:
        """The same words and messages, with a stamp that may be sent: a fresh one unless this one still serves."""
        known = stamps.read(self.typed_stamp, self.article.page_id)
        if known is None or known.is_too_old(clock.now()):
            # Made long enough ago: whoever is asked to press once more need not wait again.
            then = clock.now() - stamps.QUICKEST
            self.data = self.data.copy()
            self.data["work"] = ""
            self.data["stamp"] = stamps.stamp(self.article.page_id, then)
        return self

    def place(self, reason: Refused) -> None:
        """Put a refusal at its field."""
        self.add_error(reason.field if reason.field in self.fields else None, str(reason.message))


class DecideForm(forms.Form):
    """What a moderator decides on one comment or on many."""

    PUBLISH, REFUSE, WITHDRAW, REOPEN = "publish", "refuse", "withdraw", "reopen"
    ACTS = [
        (PUBLISH, pgettext_lazy("comment", "Publish")),
        (REFUSE, pgettext_lazy("comment", "Refuse")),
        (WITHDRAW, pgettext_lazy("comment", "Withdraw")),
        (REOPEN, pgettext_lazy("comment", "Decide anew")),
    ]
    act = forms.ChoiceField(choices=ACTS)
    reason = forms.ChoiceField(choices=[("", "—"), *Reason.choices], required=False, label=_("reason"))

    def clean(self) -> dict[str, Any]:
        """A refusal has a reason."""
        data = self.cleaned_data
        if data.get("act") in (self.REFUSE, self.WITHDRAW) and not data.get("reason"):
            self.add_error("reason", _("Choose a reason."))
        return data


class ReplyForm(forms.Form):
    """The body's official answer to a comment."""

    text = forms.CharField(
        label=_("Answer of the body"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_CHARACTERS}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Clean text of up to 2,000 characters."""
        text = clean_text(self.cleaned_data["text"])
        if not text or len(text) > MOST_CHARACTERS:
            raise forms.ValidationError(_("An answer has between 1 and 2,000 characters."), code="long")
        return text


class PauseForm(forms.Form):
    """Stop taking comments on the whole portal, with a word to the readers."""

    why = forms.CharField(
        label=_("what readers are told"),
        required=False,
        max_length=300,
        help_text=_("For example until when, and where to write meanwhile."),
    )

    def clean_why(self) -> str:
        """One clean line."""
        return clean_line(self.cleaned_data["why"])
