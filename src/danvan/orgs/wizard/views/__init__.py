"""Pages of the wizard."""
