"""The action on units. Looking them up needs none: units are no secret."""

CHANGE_UNITS = "orgs.change_units"
