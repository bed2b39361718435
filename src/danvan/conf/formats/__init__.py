"""How dates and numbers are written, in both languages."""
