"""Pages of directives."""
