"""Figures: what was counted, where it was filed, and what it adds up to.

A figure is filed by a body (a Party committee, a Front committee, a commission) for a period, along a line that says
which bodies report. It is never changed: a correction is a new revision. An area files nothing; its total is made
from its own bodies and from the areas under it, as the tree stood on the last day of the period ("as it was"). Totals
are derived and can be rebuilt at any time; a worker keeps them, and pages say of when they are.

A ratio is never filed and never added: its numerator and its denominator are, and the ratio is worked out when it is
read. A figure that cannot be added over units is shown unit by unit, with the reason.

This app knows no forms, no targets and no reports: it is told values and asked questions. Carrying figures across
changes of units ("as it is") is not done here yet; nothing stored here would have to change for it.
"""
