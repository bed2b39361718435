"""The inbox: one line for one person, once. Apps tell people here what happened to their work.

A notice holds a sentence and an address inside this site, never the content of a record: the page at that address
asks the one permission rule again. This app decides about nobody's rights and sends nothing out of the house.
"""
