"""Pages: templates, components, styles, scripts, and the two base views. It knows no domain and no person."""
