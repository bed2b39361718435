"""Actions on review reports."""

VIEW = "reviews.view"
WRITE = "reviews.write"
ISSUE = "reviews.issue"
EXPORT = "reviews.export"
TEMPLATES = "reviews.templates"
