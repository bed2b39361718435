"""Wires the house together: settings, roles, URLs, the database in the box. Nothing else imports this package."""
