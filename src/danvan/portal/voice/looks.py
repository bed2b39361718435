"""The mark of each state of a comment."""

from danvan.portal.states import CommentState

LOOKS = {
    CommentState.WAITING: "wait",
    CommentState.PUBLISHED: "done",
    CommentState.REFUSED: "none",
    CommentState.WITHDRAWN: "returned",
}
