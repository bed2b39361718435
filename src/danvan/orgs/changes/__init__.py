"""Changes of units: what is to happen (``plan``), whom it touches (``registry``, ``handlers``), and the record of what
was written (``recorder``). The verbs that draft, apply and undo a change are in ``orgs.services``."""

from .handlers import Counted, Cut, Effect, Follow, Handler, Problem, Succeed, Touched
from .plan import Coming, Naming, Part, Placing, Plan
from .recorder import MovedOn, Recorder, take_back
from .registry import Declaration, declarations, listen, listeners, on
from .situation import Situation

__all__ = [
    "Coming", "Counted", "Cut", "Declaration", "Effect", "Follow", "Handler", "MovedOn", "Naming", "Part", "Placing",
    "Plan", "Problem", "Recorder", "Situation", "Succeed", "Touched", "declarations", "listen", "listeners", "on",
    "take_back",
]  # fmt: skip
