"""The pages on which a change of units is chosen, tried, signed off and, if need be, undone."""
