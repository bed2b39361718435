"""What happens on the portal."""

from .copying import show, take_down

__all__ = ["show", "take_down"]
