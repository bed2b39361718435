"""Working days and legal terms: which days count, when something falls due, and how that was computed.

Every number of the law is a dated row with its article, how sure it is and who compared it with the document:
days off and swapped days (``CalendarDay``), data windows of reports (``Window``), terms (``Term``). ``calendar`` is
pure calculation over a frozen calendar; ``queries`` loads the rows. This app knows no domain: it moves no deadline and
tells nobody; who owns a due date keeps the term's code, the start and the result, and may recompute them.
"""
