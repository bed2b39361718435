"""Units in time: provinces, communes and the bodies in them, each with a dated life.

A unit is an identity and nothing else. What it is and is called (``Description``) and where it stands
(``Placement``) are dated rows; mergers and splits are ``Change`` and ``Lineage``. Nothing is deleted and nothing is
re-pointed: a figure keeps for ever the unit that reported it. ``Reach`` is the closure of the placements, built by
one function (``services.rebuild_reach``) and checked by another (``checks.disagreements``).

This app does not know people, directives or figures. They tell it what a change of units does to them
through ``orgs.changes``.
"""
