"""Sample data for the guided demo."""
