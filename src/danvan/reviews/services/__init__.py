"""Verbs on reviews: draft and write, submit and issue."""

from .charts import add_chart
from .issuing import Paper, issue, note_export, send_back, submit
from .templates import keep_template, retire_template
from .writing import (
    Head,
    NewReview,
    add_block,
    ask,
    delete_block,
    draft,
    edit_block,
    edit_head,
    move_block,
)

__all__ = [
    "Head", "NewReview", "Paper", "add_block", "add_chart", "ask", "delete_block", "draft", "edit_block", "edit_head",
    "issue", "keep_template", "move_block", "note_export", "retire_template", "send_back", "submit",
]  # fmt: skip
