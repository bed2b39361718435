"""Actions on forms, rounds and submissions."""

VIEW = "reports.view"
DESIGN = "reports.design"  # forms
OPEN = "reports.open"  # open a round, extend it for a unit, remind
FILL = "reports.fill"  # type in the grid
FILE = "reports.file"  # submit
DECIDE = "reports.decide"  # accept or return what was filed
EXPORT = "reports.export"
