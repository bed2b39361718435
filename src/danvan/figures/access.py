"""Actions on figures."""

VIEW = "figures.view"
EXPORT = "figures.export"
