"""A site as Wagtail's tutorial makes it, with nothing added: the peer of the portal. See ``benchmarks/README.md``."""
