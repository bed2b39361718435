"""Statements that Django's models cannot say."""

FORGET_WORDS = "delete from search_searchword"
WORD_COUNTS = """
select word, ndoc from ts_stat('select exact from search_searchdoc')
where length(word) between 2 and 20 and word !~ '[0-9]'
"""
ANALYZE = "analyze search_searchdoc, search_searchword"
# Vectors stand in the row itself: each of the thousands that a question walks through is read twice, and fetching it
# from the store of long values would cost more than all that is done with it. The short columns must say the same:
# PostgreSQL would put them away first to make room for the vectors. Only the text is long.
IN_THE_ROW = """
alter table search_searchdoc
    alter column exact set storage main, alter column folded set storage main, alter column title set storage main,
    alter column title_fold set storage main, alter column url set storage main, alter column kind set storage main,
    alter column category set storage main, alter column action set storage main
"""
AS_LONG_VALUES = """
alter table search_searchdoc
    alter column exact set storage extended, alter column folded set storage extended,
    alter column title set storage extended, alter column title_fold set storage extended,
    alter column url set storage extended, alter column kind set storage extended,
    alter column category set storage extended, alter column action set storage extended
"""
# Left to itself the planner guesses how common words are together, and where it guesses wrong it reads every row with
# its vectors: seconds instead of milliseconds. Which way is taken is decided in ``queries``.
# A few thousand rows are sorted with their vectors: in memory, and sooner than a second process is there to help.
BY_WORDS = """
set local enable_seqscan = off; set local enable_bitmapscan = on;
set local max_parallel_workers_per_gather = 0; set local work_mem = '16MB'
"""
BY_DAY = "set local enable_seqscan = off; set local enable_bitmapscan = off"
AS_BEFORE = """
set local enable_seqscan = on; set local enable_bitmapscan = on;
set local max_parallel_workers_per_gather to default; set local work_mem to default
"""
