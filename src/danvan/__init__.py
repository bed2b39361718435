"""Dân Vận: from directive to result, with the people at both ends.

One Django application on one PostgreSQL. The floors, from the ground up: ``core`` (text, numbers, periods),
``web`` (pages), ``orgs`` (units in time), ``access`` (who may), ``audit``, then the services every domain needs,
then the domains themselves. ``docs/architecture.md`` is the map.
"""
