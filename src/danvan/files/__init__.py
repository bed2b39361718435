"""Stored files: what may come in, how it is kept, how it goes out.

A file is taken by its content: extension, magic bytes and structure must agree, and a document that carries a stamp of
state secrecy is refused before a byte is kept. Blobs are named by their digest, never by a person. A stored file has
no address of its own: the view of the row that owns it asks the one permission rule and calls ``views.serve``.
"""
