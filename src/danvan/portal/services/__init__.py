"""What happens on the portal."""

from .copying import show, take_down
from .drafting import draft_about, draft_about_review
from .opening import close_directive, open_directive

__all__ = ["close_directive", "draft_about", "draft_about_review", "open_directive", "show", "take_down"]
