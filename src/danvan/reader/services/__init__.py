"""What happens with the reader: a document is read, read again, its facts are decided."""

from .deciding import confirm, confirm_many, correct, refuse, reopen
from .taking import read_again, take, take_reading, take_text

__all__ = ["confirm", "confirm_many", "correct", "read_again", "refuse", "reopen", "take", "take_reading", "take_text"]
