"""Facts of a page: each kind has its own module, this one calls them in the order in which they need each other."""

from __future__ import annotations

from danvan.reader.engine.facts.arithmetic import find_checks
from danvan.reader.engine.facts.citations import find_citations
from danvan.reader.engine.facts.events import find_events
from danvan.reader.engine.facts.figures import find_figures
from danvan.reader.engine.facts.movements import find_movements
from danvan.reader.engine.facts.organisations import find_organisations
from danvan.reader.engine.facts.people import find_people
from danvan.reader.engine.facts.places import find_places
from danvan.reader.engine.facts.tasks import find_tasks
from danvan.reader.engine.model import Facts, Page


def find_facts(page: Page) -> Facts:
    """Return all facts of the page; the same page gives the same facts."""
    citations = find_citations(page)
    figures = find_figures(page, citations)
    people = find_people(page)
    return Facts(
        citations=citations,
        figures=figures,
        checks=find_checks(figures, page),
        organisations=find_organisations(page),
        people=people,
        places=find_places(page),
        events=find_events(page, people),
        tasks=find_tasks(page),
        movements=find_movements(page),
    )
