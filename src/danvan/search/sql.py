"""Statements that Django's models cannot say."""

FORGET_WORDS = "delete from search_searchword"
WORD_COUNTS = """
select word, ndoc from ts_stat('select exact from search_searchdoc')
where length(word) between 2 and 20 and word !~ '[0-9]'
"""
ANALYZE = "analyze search_searchdoc, search_searchword"
# Vectors stand in the row itself: each of the thousands that a question walks through is read twice, and fetching it
# from the store of long values would cost more than all that is done with it.
IN_THE_ROW = """
alter table search_searchdoc alter column exact set storage main, alter column folded set storage main
"""
AS_LONG_VALUES = """
alter table search_searchdoc alter column exact set storage extended, alter column folded set storage extended
"""
# Left to itself the planner guesses how common words are together, and where it guesses wrong it reads every row with
# its vectors: seconds instead of milliseconds. Which way is taken is decided in ``queries``.
BY_WORDS = "set local enable_seqscan = off; set local enable_bitmapscan = on"
BY_DAY = "set local enable_seqscan = off; set local enable_bitmapscan = off"
AS_BEFORE = "set local enable_seqscan = on; set local enable_bitmapscan = on"
