"""The journeys of journeys.md as a person's hands make them, counted and timed against their budgets."""
