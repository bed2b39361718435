"""One table of all that can be searched, whatever it is and whoever may see it.

The rooms above write what they own into ``SearchDoc`` (``services.put``) and take it out (``services.remove``); this
room knows words and permission, and nothing of articles or directives. A text and a question are cut into words by
one knife (``words``), so that PostgreSQL's own parser, which takes ``62-KL/TW`` for a file, is never asked. Only the
newest 2,000 hits are ranked, and no count goes further: a common word costs as much as a rare one.
"""
