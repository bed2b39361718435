"""What was done, by whom, when: acts written by services, row history written by triggers. Append-only."""
