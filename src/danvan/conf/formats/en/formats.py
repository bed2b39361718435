"""English pages write dates and numbers as Vietnamese ones do: a figure must not change its look with the language."""

from danvan.conf.formats.vi.formats import *  # noqa: F403
