"""Tables of reports: forms, rounds with their submissions, drafts and what was filed."""

from .drafts import DraftCell, Explanation
from .due import DueRule
from .filing import Extension, Filed, Remark, Reminder
from .forms import Form, FormVersion, Item, Rule
from .narrative import DraftText, Evidence, Prompt, Told
from .rounds import Round, Submission

__all__ = [
    "DraftCell",
    "DraftText",
    "DueRule",
    "Evidence",
    "Explanation",
    "Extension",
    "Filed",
    "Form",
    "FormVersion",
    "Item",
    "Prompt",
    "Remark",
    "Reminder",
    "Round",
    "Rule",
    "Submission",
    "Told",
]
