"""What happens on the portal."""

from .copying import show, take_down
from .opening import close_directive, draft_about, open_directive

__all__ = ["close_directive", "draft_about", "open_directive", "show", "take_down"]
