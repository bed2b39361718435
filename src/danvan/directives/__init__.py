"""Directives: the register of documents, who they were sent to, how far each unit is, and the tasks they gave.

A directive's life is told for each receiving unit: one mandate is one cell of the matrix "unit × directive". What a
document says of itself (type, number, symbol, issuer, day) is its identity; what others call it is an alias. The types
and the grammar of symbols are those of Quy định 399-QĐ/TW and Nghị định 30/2020/NĐ-CP (see ``core.symbols``). This app
writes no reports and counts no figures: reviews and targets stand on it, or beside it.
"""
