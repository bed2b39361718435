"""Benchmarks. Each prints what it measured beside a named peer measured in the same run; see README.md."""

NAMES = ("pages", "filing", "review_docx", "reports", "search", "portal", "nginx", "totals", "reader")
