"""How a reader's comment moves: nothing is shown before a moderator has decided."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class CommentState(TextChoices):
    """Where a comment stands."""

    WAITING = "waiting", pgettext_lazy("comment", "Waiting for a decision")
    PUBLISHED = "published", pgettext_lazy("comment", "Published")
    REFUSED = "refused", pgettext_lazy("comment", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("comment", "Withdrawn")


# The last three take a decision back: at once by who took it (undo), or later by reopening what was refused.
COMMENT_MOVES = (
    (CommentState.WAITING, CommentState.PUBLISHED),
    (CommentState.WAITING, CommentState.REFUSED),
    (CommentState.PUBLISHED, CommentState.WITHDRAWN),
    (CommentState.PUBLISHED, CommentState.WAITING),
    (CommentState.REFUSED, CommentState.WAITING),
    (CommentState.WITHDRAWN, CommentState.PUBLISHED),
)
