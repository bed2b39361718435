"""Actions on forms, rounds and submissions."""

VIEW = "reports.view"
DESIGN = "reports.design"  # forms
OPEN = "reports.open"  # open a round, extend it for a unit, remind
FILL = "reports.fill"  # type in the grid
FILE = "reports.file"  # submit
CHECK = "reports.check"  # approve or return what one's own unit filed: the first of two steps
DECIDE = "reports.decide"  # accept or return what was filed: the only step, or the second of two
EXPORT = "reports.export"
