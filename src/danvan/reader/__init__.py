"""The reader: turns pages and documents into records that a person confirms.

`engine` is pure Python without Django: text in, facts with their places in the text out, the same answer twice.
The rest of the app keeps documents, proposed and confirmed facts, and the queue in which a clerk nods at them.
It never decides: what it proposes is a proposal, what it cannot read it names.
"""
