"""Tables of reports: forms, rounds with their submissions, drafts and what was filed."""

from .drafts import DraftCell, Explanation
from .filing import Extension, Filed, Remark, Reminder
from .forms import Form, FormVersion, Item, Rule
from .rounds import Round, Submission

__all__ = [
    "DraftCell",
    "Explanation",
    "Extension",
    "Filed",
    "Form",
    "FormVersion",
    "Item",
    "Remark",
    "Reminder",
    "Round",
    "Rule",
    "Submission",
]
