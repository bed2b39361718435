"""Periodic reports: forms, rounds, submissions, and what is missing.

A specialist makes a form from indicators and opens a round of it for a period and an area; every body of the form's
line that lives on the last day of the data window then owes one submission. Officers type into a draft, which keeps
what was typed even when it is wrong; filing writes the figures (``danvan.figures``), and the province accepts the
report or returns it with remarks on its cells. "Late" is never a state: it is counted from the due day.
"""
