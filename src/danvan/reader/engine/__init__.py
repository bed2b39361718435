"""The engine of the reader: pure Python, no Django, linear in the length of the text, no outside service.

Bytes become a source text (`intake`), the text becomes a page of blocks (`page`), the blocks become facts
(`facts`). Every block and every fact says where in the source text it stands.
"""

# Which rules read a document; it goes up when rules change, so that old readings can be told and read again.
VERSION = "2026.11"
