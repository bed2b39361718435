"""Benchmarks. Each prints what it measured beside a named peer measured in the same run; see README.md."""

<<<<<<< HEAD
NAMES = ("pages", "filing", "reports", "totals")
=======
NAMES = ("pages", "filing", "review_docx", "totals")
>>>>>>> main
